using System.Globalization;
using Descent.Cli.Documents;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Why rows are predicted as they are, as columns behind the predictions.</summary>
/// <param name="model">The model.</param>
/// <param name="seed">Decides the orders that are drawn.</param>
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

    /// <summary>Of several targets, each has its own columns; of several classes only that of the answer is explained.</summary>
    private IEnumerable<string> Suffixes => isOfAnswer || model.Preprocessor.OutputNames.Count == 1 ? [""] : model.Preprocessor.OutputNames.Select(name => $"_{name}");

    /// <summary>The names of the columns.</summary>
    public IEnumerable<string> Names => Suffixes.SelectMany(of => (string[])[$"because{of}", $"base{of}", .. columns.Select(column => $"contribution{of}_{column}"), $"contribution_error{of}"]);

    /// <summary>How the contributions were found, and how sure they are.</summary>
    public IReadOnlyList<Notice> Notices => explainer is null ? [] :
    [
        .. explainer.BackgroundRows < FewBackgroundRows ? [Notice.Warning($"Contributions are differences from {Wording.Count(explainer.BackgroundRows, "row")} only, which may say little.", Remedy.FromAdvice("give the rows of the training with --background FILE"))] : Array.Empty<Notice>(),
        Notice.Information($"Contributions are Shapley values of {What()}: {Method()}, compared with {Wording.Count(explainer.BackgroundRows, "row")} of {comparedWith}. The base and all contributions of a row add up to its prediction. Their standard error{(double.IsNaN(largestError) ? " is not known" : $", by other rows to compare with{(explainer.IsExact ? "" : " and other orders")}, is at most {Wording.Number(double.Parse(largestError.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))}")}."),
    ];

    /// <summary>Takes the rows to compare with.</summary>
    public void CompareWith(Table background)
    {
        explainer = ShapleyExplainer.Of(model, background, new ExplanationOptions { Seed = seed });
        comparedWith = background.Source;
    }

    /// <summary>Explains a part of the table; the first one is what is compared with, unless other rows were given.</summary>
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

    /// <summary>The columns of a row.</summary>
    public void Write(CsvTextWriter csv, int row, TablePrediction prediction)
    {
        int[] outputs = isOfAnswer ? [model.Preprocessor.Labels.ToList().IndexOf(prediction.Predictions(row)[0])] : [.. Enumerable.Range(0, values!.OutputNames.Count)];
        foreach (int output in outputs)
        {
            double[] own = [.. columns.Select((_, column) => values!.Value(row, column, output))];
            csv.Write(string.Join(", ", own.Index().OrderByDescending(value => Math.Abs(value.Item)).Take(Named).Where(value => value.Item != 0).Select(value => $"{columns[value.Index]}={Cell(row, columns[value.Index])} {Signed(value.Item)}")));
            csv.Write((float)values!.Base(output));
            foreach (double value in own)
            {
                // The network computes in float; more digits than that would be invented.
                csv.Write((float)value);
            }

            double error = columns.Select((_, column) => values.StandardError(row, column, output)).Max();
            csv.Write(double.IsNaN(error) ? null : ((float)error).ToString("R", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>How the contributions were found, for JSON.</summary>
    public ContributionsDocument Document => new(What(), explainer?.IsExact == false ? "drawn orders" : "all subsets", explainer?.Orders ?? 0, explainer?.BackgroundRows ?? 0, largestError, columns);

    private string Cell(int row, string column) => explained![row, column].ReplaceLineEndings(" ") is { Length: > LongestCell } cell ? $"{cell[..LongestCell]}…" : explained[row, column].ReplaceLineEndings(" ");

    private static string Signed(double value) => $"{(value > 0 ? "+" : "")}{value.ToString("G3", CultureInfo.InvariantCulture)}";

    private string What() => isOfAnswer ? $"the {(model.GivesProbabilities ? "probability" : "score")} of the predicted label"
        : model.Decision is { } decision ? $"the {(model.GivesProbabilities ? "probability" : "score")} of \"{decision.PositiveLabel}\""
        : model.GivesProbabilities ? "the probability of each target" : "the prediction";

    private string Method() => explainer!.IsExact
        ? $"exact, over all subsets of {Wording.Count(columns.Length, "column")}"
        : $"by sampling, the mean over {Wording.Count(explainer.Orders, "drawn order")} of {Wording.Count(columns.Length, "column")}";
}
