namespace Descent.Cli.Verbs;

/// <summary>Explains the predictions of rows, in columns after the predictions.</summary>
internal sealed class RowExplanations(TableModel model, ulong seed)
{
    private const int Named = 3, FewBackgroundRows = 20, LongestCell = 24;

    private readonly bool isOfAnswer = model.Preprocessor.Task == TaskKind.Multiclass;
    private readonly string[] columns = [.. model.Preprocessor.Features.Select(feature => feature.Name)];
    private ShapleyExplainer? explainer;
    private ShapleyValues? values;
    private Table? explained;
    private string? comparedWith;
    private double largestError = double.NaN;

    /// <summary>Each of several targets has its own columns; of several classes, only the predicted one is explained.</summary>
    private IEnumerable<string> Suffixes => isOfAnswer || model.Preprocessor.OutputNames.Count == 1 ? [""] : model.Preprocessor.OutputNames.Select(name => $"_{name}");

    /// <summary>The names of the columns.</summary>
    public IEnumerable<string> Names => Suffixes.SelectMany(of =>
        (string[])[$"because{of}", $"base{of}", .. columns.Select(column => $"contribution{of}_{column}"), $"contribution_error{of}"]);

    /// <summary>How the contributions were computed, and how accurate they are.</summary>
    public IEnumerable<Notice> Notices
    {
        get
        {
            if (explainer is null)
            {
                yield break;
            }

            string rows = Wording.Count(explainer.BackgroundRows, "row");
            if (explainer.BackgroundRows < FewBackgroundRows)
            {
                yield return Notice.Warning($"Contributions are differences from {rows} only, which may say little.", Remedy.FromAdvice("give the rows of the training with --background FILE"));
            }

            string error = double.IsNaN(largestError)
                ? " is not known"
                : $", by other rows to compare with{(explainer.IsExact ? "" : " and other orders")}, is at most {Wording.Number(double.Parse($"{largestError:G2}", CultureInfo.InvariantCulture))}";
            yield return Notice.Information($"Contributions are Shapley values of {What()}: {Method()}, compared with {rows} of {comparedWith}. The base and all contributions of a row add up to its prediction. Their standard error{error}.");
        }
    }

    /// <summary>Takes the rows to compare with.</summary>
    public void CompareWith(Table background)
    {
        explainer = ShapleyExplainer.Of(model, background, new ExplanationOptions { Seed = seed });
        comparedWith = background.Source;
    }

    /// <summary>Explains a part of the table; rows are compared with the first part, unless other rows were given.</summary>
    public void Explain(Table part, CancellationToken cancellation)
    {
        if (explainer is null && part.Rows > 0)
        {
            CompareWith(part);
        }

        explained = part;
        values = explainer?.Explain(part, cancellation);
        if (values is { LargestError: var error })
        {
            largestError = double.IsNaN(largestError) ? error : Math.Max(largestError, double.IsNaN(error) ? 0 : error);
        }
    }

    /// <summary>Writes the columns of a row.</summary>
    public void Write(CsvTextWriter csv, int row, TablePrediction prediction)
    {
        int[] outputs = isOfAnswer ? [model.Preprocessor.Labels.ToList().IndexOf(prediction.Predictions(row)[0])] : [.. Enumerable.Range(0, values!.OutputNames.Count)];
        foreach (int output in outputs)
        {
            double[] own = [.. columns.Select((_, column) => values!.Value(row, column, output))];
            csv.Write(string.Join(", ", own.Index().OrderByDescending(value => Math.Abs(value.Item)).Take(Named).Where(value => value.Item != 0)
                .Select(value => $"{columns[value.Index]}={Cell(row, columns[value.Index])} {(value.Item > 0 ? "+" : "")}{value.Item:G3}")));
            // The network computes in float; additional digits would not be real.
            foreach (double value in own.Prepend(values!.Base(output)))
            {
                csv.Write((float)value);
            }

            double error = columns.Select((_, column) => values.StandardError(row, column, output)).Max();
            csv.Write(double.IsNaN(error) ? null : ((float)error).ToString("R", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>How the contributions were computed, for JSON.</summary>
    public ContributionsDocument Document =>
        new(What(), explainer?.IsExact == false ? "drawn orders" : "all subsets", explainer?.Orders ?? 0, explainer?.BackgroundRows ?? 0, largestError, columns);

    private string Cell(int row, string column)
    {
        string cell = explained![row, column].ReplaceLineEndings(" ");
        return cell.Length > LongestCell ? $"{cell[..LongestCell]}…" : cell;
    }

    private string What() => isOfAnswer ? $"the {(model.GivesProbabilities ? "probability" : "score")} of the predicted label"
        : model.Decision is { } decision ? $"the {(model.GivesProbabilities ? "probability" : "score")} of \"{decision.PositiveLabel}\""
        : model.GivesProbabilities ? "the probability of each target" : "the prediction";

    private string Method() => explainer!.IsExact
        ? $"exact, over all subsets of {Wording.Count(columns.Length, "column")}"
        : $"by sampling, the mean over {Wording.Count(explainer.Orders, "drawn order")} of {Wording.Count(columns.Length, "column")}";
}
