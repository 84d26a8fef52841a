namespace Descent.Cli.Reports;

/// <summary>How much a notice matters.</summary>
internal enum NoticeSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Worth a second look.</summary>
    Warning,

    /// <summary>The result is not what was asked for.</summary>
    Error,
}

/// <summary>A line of a table of two columns.</summary>
internal sealed record LabelValue(string Label, string Value);

/// <summary>Something the reader should know, and what to do about it.</summary>
internal sealed record PageNotice(NoticeSeverity Severity, string Text, string? Hint = null);

/// <summary>One layer in the table of the network.</summary>
internal sealed record LayerRow(string Name, string Shape, long Parameters);

/// <summary>One column of circles in the drawing of the network; the first is the inputs.</summary>
internal sealed record NetworkColumn(string Name, int Units);

/// <summary>A metric, with its standard deviation over the folds of a cross-validation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="Others">The same score of other predictions, one per entry of <see cref="RunReport.OtherScores"/>.</param>
internal sealed record Score(string Name, double Value, double? Deviation = null, IReadOnlyList<double>? Others = null);

/// <summary>The losses after one epoch.</summary>
internal sealed record LossPoint(int Epoch, double Train, double? Validation = null);

/// <summary>How often each class (row) was predicted as each class (column).</summary>
internal sealed record ConfusionTable(IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<long>> Counts);

/// <summary>What was to be predicted and what was, for one output.</summary>
internal sealed record ScatterSeries(string Name, IReadOnlyList<double> Actual, IReadOnlyList<double> Predicted);

/// <summary>The predicted quantiles of one output, for each row the actual value, the lowest and the highest quantile, and the median.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Lower">The lowest level.</param>
/// <param name="Upper">The highest level.</param>
/// <param name="Inside">The share of the actual values between the two.</param>
/// <param name="Rows">The rows.</param>
internal sealed record IntervalSeries(string Name, double Lower, double Upper, double Inside, IReadOnlyList<(double Actual, double Low, double Middle, double High)> Rows);

/// <summary>The sizes of the errors of one output.</summary>
internal sealed record ErrorRow(string Name, IReadOnlyList<double> Sizes);

/// <summary>The folds of a cross-validation, one row each.</summary>
internal sealed record FoldTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double>> Rows);

/// <summary>Everything a report says, in plain values: no part of the report looks anywhere else.</summary>
internal sealed record RunReport
{
    /// <summary>What the run is called.</summary>
    public required string Title { get; init; }

    /// <summary>Such as "classification of species".</summary>
    public required string Task { get; init; }

    /// <summary>When the report was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>How good, against what, how sure and what to do next: for the owner of the table.</summary>
    public IReadOnlyList<LabelValue> Summary { get; init; } = [];

    /// <summary>What explains the model; null where it was not measured.</summary>
    public ExplanationPart? Explanation { get; init; }

    /// <summary>The data and what was decided about them.</summary>
    public IReadOnlyList<LabelValue> Facts { get; init; } = [];

    /// <summary>Warnings and hints.</summary>
    public IReadOnlyList<PageNotice> Notices { get; init; } = [];

    /// <summary>The layers, as a table.</summary>
    public IReadOnlyList<LayerRow> Layers { get; init; } = [];

    /// <summary>The recipes that were tried: name, loss and share; none where a single network was trained.</summary>
    public IReadOnlyList<string[]> Recipes { get; init; } = [];

    /// <summary>The layers, as a drawing; the first column is the inputs.</summary>
    public IReadOnlyList<NetworkColumn> Network { get; init; } = [];

    /// <summary>The metrics, the most important first.</summary>
    public IReadOnlyList<Score> Scores { get; init; } = [];

    /// <summary>What stands beside the scores: those of guesses, or of a part of the rows.</summary>
    public IReadOnlyList<string> OtherScores { get; init; } = [];

    /// <summary>Which of <see cref="OtherScores"/> are those of new rows alone: they matter most. Null where there are none apart.</summary>
    public int? NewRows { get; init; }

    /// <summary>What must be said about the scores, such as which class is the positive one.</summary>
    public string? ScoreRemark { get; init; }

    /// <summary>The classes one by one.</summary>
    public IReadOnlyList<ClassRow> Classes { get; init; } = [];

    /// <summary>Whether the numbers of the classes and of the mistakes are weights of rows.</summary>
    public bool AreClassesWeighted { get; init; }

    /// <summary>Of many classes, which are taken for which most often.</summary>
    public IReadOnlyList<PairRow> Pairs { get; init; } = [];

    /// <summary>ROC curves.</summary>
    public IReadOnlyList<ThresholdCurve> Roc { get; init; } = [];

    /// <summary>Precision-recall curves, as many as there are ROC curves.</summary>
    public IReadOnlyList<ThresholdCurve> PrecisionRecall { get; init; } = [];

    /// <summary>The losses epoch by epoch.</summary>
    public IReadOnlyList<LossPoint> Losses { get; init; } = [];

    /// <summary>Whether it over- or underfits, and what to try; the first is the verdict, which stands at the top, too.</summary>
    public IReadOnlyList<LabelValue> Fit { get; init; } = [];

    /// <summary>The evidence: what it is, the number, and from where on it decides.</summary>
    public IReadOnlyList<string[]> FitNumbers { get; init; } = [];

    /// <summary>The epoch whose weights were kept.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>For classification.</summary>
    public ConfusionTable? Confusion { get; init; }

    /// <summary>For regression, one per output.</summary>
    public IReadOnlyList<ScatterSeries> Scatters { get; init; } = [];

    /// <summary>For quantiles, one per output.</summary>
    public IReadOnlyList<IntervalSeries> Intervals { get; init; } = [];

    /// <summary>For regression, how large the errors of each output are, by <see cref="ErrorShares"/> of the rows.</summary>
    public IReadOnlyList<ErrorRow> Errors { get; init; } = [];

    /// <summary>The heads of the columns of <see cref="Errors"/>.</summary>
    public IReadOnlyList<string> ErrorShares { get; init; } = [];

    /// <summary>For cross-validation.</summary>
    public FoldTable? Folds { get; init; }

    /// <summary>The options of the run.</summary>
    public IReadOnlyList<LabelValue> Settings { get; init; } = [];
}
