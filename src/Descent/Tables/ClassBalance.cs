using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>What training makes of classes that are not equally frequent.</summary>
/// <param name="Weights">One weight per class, by the rows that are left or made by resampling; null without weights.</param>
/// <param name="Factors">By what the weight of each class changes in all, by weights and by rows made or left out.</param>
internal sealed record ClassBalance(double[]? Weights, double[] Factors)
{
    private const int MostNamed = 8;

    /// <summary>Decides it, and says it; null if classes count as they come.</summary>
    /// <exception cref="DataException">If there are no classes.</exception>
    public static ClassBalance? Of(Schema schema, Table table, int[] rows, TableOptions options, List<Notice> notices)
    {
        Resampling[] resamplings = [.. options.Augmentations?.OfType<Resampling>() ?? []];
        if (resamplings.Length == 0 && !options.BalanceClasses)
        {
            return options.BalanceValidation ? throw new DataException("Class weights are to count in the validation loss, but there are none.", new Remedy(nameof(TableOptions.BalanceClasses))) : null;
        }

        if (schema.Task is not (TaskKind.Binary or TaskKind.Multiclass))
        {
            throw new DataException(resamplings is [var first, ..]
                ? $"The augmentation {NameOf(first)} needs one class per row, but this is a {schema.Task} task. Leave it out, or use noise or mixup."
                : $"Balanced class weights need one class per row, but this is a {schema.Task} task. Leave them out.");
        }

        int[] labels = schema.Classes(table, rows), before = new int[Math.Max(2, schema.Targets[0].Labels.Count)];
        foreach (int label in labels)
        {
            before[label]++;
        }

        int[] after = before;
        foreach (Resampling resampling in resamplings)
        {
            int[] wanted = resampling.Wanted(after);
            notices.Add(Notice.Information($"Training rows by class: {Listed(schema.Targets[0].Labels, [.. after.Zip(wanted, (own, made) => string.Create(CultureInfo.InvariantCulture, $"{(own == made ? "" : $"from {own.ToString("#,0", CultureInfo.InvariantCulture)} to ")}{made:#,0}"))])} by {NameOf(resampling)}; validation and test rows stay as they are.", new Remedy(nameof(TableOptions.Augmentations))));
            after = wanted;
        }

        double[]? weights = options.BalanceClasses ? Balanced(after) : null;
        if (weights is not null)
        {
            string which = resamplings.Length > 0 ? ", after resampling" : "";
            notices.Add(Notice.Information($"Weights of the classes{which}: {Listed(schema.Targets[0].Labels, [.. weights.Select(w => w.ToString("0.###", CultureInfo.InvariantCulture))])}{(options.BalanceValidation ? "; they count in the validation loss too" : "")}.", new Remedy(nameof(TableOptions.BalanceClasses))));
        }

        return new ClassBalance(weights, [.. before.Select((count, label) => (weights?[label] ?? 1) * (count == 0 ? 1 : (double)after[label] / count))]);
    }

    /// <summary>n/(k·count) for every class, as scikit-learn's "balanced"; 0 for a class without rows.</summary>
    private static double[] Balanced(int[] counts)
    {
        double rows = counts.Sum();
        return [.. counts.Select(count => count == 0 ? 0 : rows / (counts.Length * (double)count))];
    }

    /// <summary>What belongs to each class, with its label: "no" 0.6, "yes" 3.</summary>
    private static string Listed(IReadOnlyList<string> labels, string[] values) =>
        string.Join(", ", labels.Zip(values, (label, value) => $"\"{label}\" {value}").Take(MostNamed)) + (labels.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {labels.Count - MostNamed:#,0} more") : "");

    private static string NameOf(Resampling resampling) => resampling.GetType().Name.ToLowerInvariant();
}
