using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>Chooses the positive label of a binary task.</summary>
internal static class PositiveClass
{
    /// <summary>Chooses the label of the options or, by default, the rarer one among all rows of the table, so that it is the same for every split, fold and seed. Null for other tasks.</summary>
    public static BinaryDecision? Decide(Schema schema, Table table, TableOptions options, ICollection<Notice> notices)
    {
        if (schema.Task != TaskKind.Binary)
        {
            string? wrong = options.PositiveLabel is not null ? "A positive label" : options.Threshold is not null || options.ThresholdMetric is not null ? "A threshold" : options.Costs is not null ? "Costs of errors" : null;
            return wrong is null ? null : throw new DataException($"{wrong} {(options is { PositiveLabel: null, Threshold: null, ThresholdMetric: null } ? "need" : "needs")} a target with two labels, but this is a {schema.Task} task. Remove {(options is { PositiveLabel: null, Threshold: null, ThresholdMetric: null } ? "them" : "it")}.");
        }

        IReadOnlyList<string> labels = schema.Targets[0].Labels;
        int[] rows = schema.RowsWithTargets(table);
        int[] classes = schema.Classes(table, rows);
        float[] weights = RowWeights.Of<float>(table, schema, rows);
        double first = 0, second = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double weight = weights.Length > 0 ? weights[i] : 1;
            (first, second) = classes[i] == 1 ? (first, second + weight) : (first + weight, second);
        }

        int place = options.PositiveLabel is { } asked ? labels.ToList().IndexOf(asked) : first < second ? 0 : 1;
        if (place < 0)
        {
            throw new DataException($"\"{options.PositiveLabel}\" cannot be the positive label, because it is not a label of \"{schema.TargetNames[0]}\". {ClosestNames.Hint(options.PositiveLabel!, labels)}", new Remedy(nameof(TableOptions.PositiveLabel)));
        }

        string why = options.PositiveLabel is { } wanted ? options.Transfer?.Source.Decision?.PositiveLabel == wanted ? "as in the model" : "as specified" : first == second ? "the second of two equally frequent labels" : "the rarer label";
        notices.Add(new Notice(Severity.Information, string.Create(CultureInfo.InvariantCulture, $"The positive class is \"{labels[place]}\", {why} ({classes.Count(label => label == place):#,0} of {rows.Length:#,0} rows): precision, recall, F1 and PR-AUC are computed for it."), new Remedy(nameof(TableOptions.PositiveLabel))));
        return new BinaryDecision(labels[place], options.Threshold ?? 0.5) { Costs = options.Costs };
    }

    /// <summary>Applies the threshold of the decision to a metric, unless the metric has its own.</summary>
    public static Metric? Follow(Metric? metric, BinaryDecision? decision, bool positiveIsFirst)
    {
        if (metric is null || decision is null)
        {
            return metric;
        }

        double bound = decision.Bound(positiveIsFirst);
        return metric switch
        {
            Accuracy { Threshold: 0.5 } own => own with { Threshold = bound },
            BalancedAccuracy { Threshold: 0.5 } own => own with { Threshold = bound },
            ClassScore { Threshold: 0.5 } own => own with { Threshold = bound },
            MatthewsCorrelation { Threshold: 0.5 } own => own with { Threshold = bound },
            MeanCost { Threshold: 0.5 } own => own with { Threshold = bound },
            CohenKappa { Threshold: 0.5 } own => own with { Threshold = bound },
            ExactMatch { Threshold: 0.5 } own => own with { Threshold = bound },
            _ => metric,
        };
    }
}
