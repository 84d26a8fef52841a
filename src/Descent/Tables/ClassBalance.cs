using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>The balancing of classes that are not equally frequent.</summary>
/// <param name="Weights">One weight per class, as given or computed from the rows after resampling; null without weights.</param>
/// <param name="Factors">The total factor of the weight of each class, by class weights and by resampling.</param>
internal sealed record ClassBalance(double[]? Weights, double[] Factors)
{
    private const int MostNamed = 8;

    /// <summary>Determines the balancing and adds notices about it; null if classes are not balanced.</summary>
    /// <exception cref="DataException">If there are no classes.</exception>
    public static ClassBalance? Of(Schema schema, Table table, int[] rows, TableOptions options, List<Notice> notices)
    {
        Resampling[] resamplings = [.. options.Augmentations?.OfType<Resampling>() ?? []];
        if (options is { BalanceClasses: true, ClassWeights: not null })
        {
            throw new DataException("Balanced class weights and given ones cannot be combined. Remove one of the two.", new Remedy(nameof(TableOptions.BalanceClasses)));
        }

        bool isWeighted = options.BalanceClasses || options.ClassWeights is not null;
        if (resamplings.Length == 0 && !isWeighted)
        {
            return options.BalanceValidation ? throw new DataException("Class weights cannot be used in the validation loss, because there are none.", new Remedy(nameof(TableOptions.BalanceClasses))) : null;
        }

        if (schema.Task is not (TaskKind.Binary or TaskKind.Multiclass))
        {
            throw new DataException(resamplings is [var first, ..]
                ? $"The augmentation {NameOf(first)} needs one class per row, but this is a {schema.Task} task. Remove it, or use noise or mixup."
                : $"Class weights need one class per row, but this is a {schema.Task} task. Remove them.");
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
            notices.Add(Notice.Information($"Training rows by class: {Listed(schema.Targets[0].Labels, [.. after.Zip(wanted, (own, made) => string.Create(CultureInfo.InvariantCulture, $"{(own == made ? "" : $"from {own.ToString("#,0", CultureInfo.InvariantCulture)} to ")}{made:#,0}"))])} by {NameOf(resampling)}; validation and test rows are not changed.", new Remedy(nameof(TableOptions.Augmentations))));
            after = wanted;
        }

        double[]? weights = options.ClassWeights is { } given ? Given(given, schema) : options.BalanceClasses ? Balanced(after) : null;
        if (weights is not null)
        {
            string which = resamplings.Length > 0 && options.BalanceClasses ? " after resampling" : "";
            notices.Add(Notice.Information($"Class weights{which}: {Listed(schema.Targets[0].Labels, [.. weights.Select(w => w.ToString("0.###", CultureInfo.InvariantCulture))])}{(options.BalanceValidation ? "; they also apply to the validation loss" : "")}.", new Remedy(nameof(TableOptions.BalanceClasses))));
        }

        return new ClassBalance(weights, [.. before.Select((count, label) => (weights?[label] ?? 1) * (count == 0 ? 1 : (double)after[label] / count))]);
    }

    /// <summary>Computes n/(k·count) for every class, as scikit-learn's "balanced"; 0 for a class without rows.</summary>
    private static double[] Balanced(int[] counts)
    {
        double rows = counts.Sum();
        return [.. counts.Select(count => count == 0 ? 0 : rows / (counts.Length * (double)count))];
    }

    /// <summary>Orders given weights by class; a class without one has the weight 1.</summary>
    private static double[] Given(IReadOnlyDictionary<string, double> given, Schema schema)
    {
        IReadOnlyList<string> labels = schema.Targets[0].Labels;
        return given.Keys.FirstOrDefault(label => !labels.Contains(label, StringComparer.Ordinal)) is { } unknown
            ? throw new DataException($"There is a class weight for \"{unknown}\", which is not a label of \"{schema.TargetNames[0]}\". {ClosestNames.Hint(unknown, labels)}", new Remedy(nameof(TableOptions.ClassWeights)))
            : [.. labels.Select(label => given.GetValueOrDefault(label, 1))];
    }

    /// <summary>Formats the value of each class with its label: "no" 0.6, "yes" 3.</summary>
    private static string Listed(IReadOnlyList<string> labels, string[] values) =>
        string.Join(", ", labels.Zip(values, (label, value) => $"\"{label}\" {value}").Take(MostNamed)) + (labels.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {labels.Count - MostNamed:#,0} more") : "");

    private static string NameOf(Resampling resampling) => resampling.GetType().Name.ToLowerInvariant();
}
