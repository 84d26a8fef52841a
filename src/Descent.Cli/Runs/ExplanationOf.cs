namespace Descent.Cli.Runs;

/// <summary>Adds the explanation of a model to its report, measured on the rows that it was not trained on.</summary>
internal static class ExplanationOf
{
    private static readonly string[] s_numbers = ["Actual", "Predicted", "Error"];

    private const int MostBars = 8, MostInputs = 5, MostWorst = 8;

    /// <summary>
    /// The operations for an explanation, so that it depends on table and model and not on time: about a second for the average of several networks,
    /// a few seconds if they may be large, and a tenth of a second for a single network, which is trained about as quickly.
    /// </summary>
    private const double OfAverage = 1.5e10, OfLargeOnes = 6e10, OfSingle = 5e8, Over = 4;

    /// <summary>The report with the explanation; of a cross-validation, that of the first fold's model.</summary>
    public static RunReport With(RunReport report, TableTraining training, CrossValidation? validation)
    {
        TableTraining judged = validation?.Folds[0] ?? training;
        if (judged.Test() is not { } test || judged.Evaluation is null)
        {
            return report;
        }

        double operations = judged.Plan is not { } plan ? OfSingle : plan.MultiplyAdds is null ? OfLargeOnes : OfAverage;
        ModelExplanation? explanation;
        try
        {
            explanation = ModelExplanation.Of(judged.Model, test, new ExplanationOptions { Operations = operations, GridPoints = 15, InteractionColumns = 4 }, MostWorst, Over * operations);
        }
        catch (DataException fault)
        {
            // For example, every row has a label that training never saw in one of its targets. The scores report it as well, and the run still gets its report.
            return report with { Notices = [.. report.Notices, Notice.Information($"The model is not explained: {UsageException.Plain(fault.Message)}")] };
        }

        return explanation is null
            ? report with { Notices = [.. report.Notices, Notice.Information("What matters was not measured, as that takes long with so many columns and networks of this size.", Remedy.FromAdvice("descent explain-model RUN DATA measures it"))] }
            : report with { Explanation = Part(judged, explanation, validation is not null) };
    }

    private static ExplanationPart Part(TableTraining training, ModelExplanation explanation, bool isFold)
    {
        TableModel model = training.Model;
        PermutationImportance importance = explanation.Importance;
        string[] doubtful = [.. importance.Columns.Where(column => !column.IsCertain).Select(column => column.Name)];
        IReadOnlyList<string> inputs = [.. model.Preprocessor.Features.Select(feature => feature.Name)];
        int[] shown = [.. importance.Columns.Take(MostInputs).Select(column => inputs.ToList().IndexOf(column.Name))];
        IReadOnlyList<string> targets = model.Preprocessor.Schema.TargetNames;
        bool isOfNumbers = model.Preprocessor.Task is TaskKind.Regression or TaskKind.Counts;
        // A squared error has a unit that says little. Divided by the variance of the targets, its increase is the decrease of R².
        double toR2 = targets.Count == 1 && importance.Score == StandardMetrics.Key(new R2()) && importance.LossValue > 0 && importance.ScoreValue < 1 ? (1 - importance.ScoreValue) / importance.LossValue : 1;
        return new ExplanationPart
        {
            Measure = toR2 == 1 ? $"increase of the {importance.Loss} when the values are shuffled" : "decrease of R² when the values are shuffled",
            // What columns that go together cost together is a bar of its own, because each alone looks less important than it is.
            Bars = [.. importance.Columns.Take(MostBars).Concat(importance.Groups).OrderByDescending(column => column.LossIncrease).Select(column => column with { Columns = [Together(column.Columns)], LossIncrease = toR2 * column.LossIncrease, StandardError = toR2 * column.StandardError })],
            Remarks =
            [
                $"How much worse predictions get when a column's values are shuffled among {(isFold ? "the first fold's" : "the")} {Wording.Count(importance.Rows, "row")} that training never saw; lines are 95 % intervals. Blue bars are more than chance explains{(doubtful.Length > 0 ? "; gray ones may be chance" : "")}.{(importance.Columns.Count > MostBars ? $" {Wording.Count(importance.Columns.Count - MostBars, "column")} of less importance {(importance.Columns.Count - MostBars == 1 ? "is" : "are")} not shown." : "")}",
                .. doubtful.Length > 0 ? [$"Not distinguishable from no effect (gray): {Wording.Names(doubtful)}."] : Array.Empty<string>(),
                .. importance.Groups.Select(group => $"{Wording.Names(group.Columns)} go together, and each alone looks less important than it is. The bar with {(group.Columns.Count == 2 ? "both" : "all of them")} is for shuffling them together."),
            ],
            Dependences = ExplanationText.Readable(explanation.Dependences),
            LabelsLeftOut = Math.Max(0, model.Preprocessor.OutputNames.Count - ExplanationText.MostCurves),
            Output = ExplanationText.Title(model, model.Decision is { } decision ? [decision.PositiveLabel] : model.Preprocessor.OutputNames),
            Interactions = [.. explanation.Interactions.Select(pair => new[] { pair.First, pair.Second, Markup.Measure(pair.Strength, 3), Fixed.Percent(pair.Squared) })],
            Calibrations = explanation.Calibrations,
            IsOfProbabilities = model.GivesProbabilities,
            WorstHeads = ["Line", .. isOfNumbers ? Array.Empty<string>() : [FitText.Capital(importance.Loss)], .. targets.SelectMany(target => ((string[])[.. s_numbers[..(isOfNumbers ? 3 : 2)]]).Select(head => targets.Count == 1 ? head : $"{head} {target}")), .. shown.Select(place => inputs[place])],
            Worst = [.. explanation.Worst.Select(row => (string[])
            [
                Markup.Count(row.Row.Line), .. isOfNumbers ? Array.Empty<string>() : [Markup.Measure(row.Loss, 3)],
                .. targets.SelectMany((_, target) => isOfNumbers ? Numbers(row.Row.Expected[target], row.Row.Predicted[target])
                    : [row.Row.Expected[target], row.Row.Probability.Count == 0 ? row.Row.Shown(target) : $"{row.Row.Predicted[target]} ({Fixed.Probability(row.Row.Probability[target])})"]),
                .. shown.Select(place => row.Row.Inputs[place]),
            ])],
        };
    }

    private static string Together(IReadOnlyList<string> columns) => columns.Count switch
    {
        1 => columns[0],
        2 => $"{columns[0]} and {columns[1]} together",
        var count => $"{columns[0]} and {count - 1} others together",
    };

    /// <summary>An actual number, the predicted one, and how far it is off; a cell in another notation, such as a currency, stands as it is.</summary>
    private static string[] Numbers(string actual, string predicted)
    {
        double found = double.Parse(predicted, CultureInfo.InvariantCulture);
        return double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out double wanted)
            ? [wanted.ToString("#,0.######", CultureInfo.InvariantCulture).Replace('-', '−'), Markup.Measure(found), Markup.Measure(found - wanted, 3)]
            : [actual, Markup.Measure(found), ""];
    }
}
