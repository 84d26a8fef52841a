namespace Descent.Cli.Reports;

/// <summary>A layer in the table of the network.</summary>
internal sealed record LayerRow(string Name, string Shape, long Parameters);

/// <summary>A column of circles in the drawing of the network; the first has the inputs.</summary>
internal sealed record NetworkColumn(string Name, int Units);

/// <summary>A metric with its standard deviation over the folds of a cross-validation, and its values for <see cref="RunReport.OtherScores"/>.</summary>
internal sealed record Score(string Name, double Value, double? Deviation = null, IReadOnlyList<double>? Others = null);

/// <summary>How often each class (row) was predicted as each class (column).</summary>
internal sealed record ConfusionTable(IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<long>> Counts);

/// <summary>Actual and predicted values of one output.</summary>
internal sealed record ScatterSeries(string Name, IReadOnlyList<double> Actual, IReadOnlyList<double> Predicted);

/// <summary>The folds of a cross-validation, a row each.</summary>
internal sealed record FoldTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double>> Rows);

/// <summary>Everything that a report says, in plain values. A section without content is left out.</summary>
internal sealed record RunReport
{
    public required string Title { get; init; }

    /// <summary>Such as "classification of species".</summary>
    public required string Task { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>How good, against what, how sure and what to do next: for the owner of the table.</summary>
    public IReadOnlyList<LabelValue> Summary { get; init; } = [];

    /// <summary>What explains the model; null if it was not measured.</summary>
    public ExplanationPart? Explanation { get; init; }

    /// <summary>The data and what was decided about them.</summary>
    public IReadOnlyList<LabelValue> Facts { get; init; } = [];

    public IReadOnlyList<Notice> Notices { get; init; } = [];

    public IReadOnlyList<LayerRow> Layers { get; init; } = [];

    public IReadOnlyList<NetworkColumn> Network { get; init; } = [];

    /// <summary>Name, loss and weight of each recipe that was tried; none where a single network was trained.</summary>
    public IReadOnlyList<string[]> Recipes { get; init; } = [];

    /// <summary>The networks of an ensemble method, with their weights and epochs.</summary>
    public IReadOnlyList<string[]> Members { get; init; } = [];

    /// <summary>The heads of <see cref="Members"/>.</summary>
    public string[] MemberHeads { get; init; } = [];

    /// <summary>What the networks of an ensemble method have in common.</summary>
    public string MembersRemark { get; init; } = "";

    /// <summary>The metrics, the most important first.</summary>
    public IReadOnlyList<Score> Scores { get; init; } = [];

    /// <summary>The headings of the other scores: those of baselines, or of some of the rows.</summary>
    public IReadOnlyList<string> OtherScores { get; init; } = [];

    /// <summary>Which of <see cref="OtherScores"/> are those of new rows alone, which matter most; null if there are none.</summary>
    public int? NewRows { get; init; }

    /// <summary>What must be said about the scores, such as which class is the positive one.</summary>
    public string? ScoreRemark { get; init; }

    public IReadOnlyList<ClassReport> Classes { get; init; } = [];

    /// <summary>Whether the numbers of the classes and of the mistakes are weights of rows.</summary>
    public bool AreClassesWeighted { get; init; }

    /// <summary>The most frequent mistakes, in place of a confusion matrix of many classes.</summary>
    public IReadOnlyList<ClassPair> Pairs { get; init; } = [];

    public ConfusionTable? Confusion { get; init; }

    public IReadOnlyList<Curve> Roc { get; init; } = [];

    /// <summary>As many as there are ROC curves.</summary>
    public IReadOnlyList<Curve> PrecisionRecall { get; init; } = [];

    /// <summary>The headings of <see cref="Thresholds"/>.</summary>
    public IReadOnlyList<string> ThresholdHeads { get; init; } = [];

    /// <summary>Of two labels, what is predicted at several thresholds, and how good that is.</summary>
    public IReadOnlyList<string[]> Thresholds { get; init; } = [];

    public IReadOnlyList<EpochRecord> Losses { get; init; } = [];

    public int? BestEpoch { get; init; }

    /// <summary>Whether the model over- or underfits, and what to try; the first is the verdict, which is at the top as well.</summary>
    public IReadOnlyList<LabelValue> Fit { get; init; } = [];

    /// <summary>The evidence for the verdict: measure, value and limit.</summary>
    public IReadOnlyList<string[]> FitNumbers { get; init; } = [];

    /// <summary>The findings of the doctor; null if it was not asked.</summary>
    public Diagnosis? Findings { get; init; }

    /// <summary>For regression, one per output.</summary>
    public IReadOnlyList<ScatterSeries> Scatters { get; init; } = [];

    /// <summary>For quantiles, one per output.</summary>
    public IReadOnlyList<IntervalSeries> Intervals { get; init; } = [];

    /// <summary>For regression, quantiles of the absolute error of each output.</summary>
    public IReadOnlyList<(string Target, double[] Sizes)> Errors { get; init; } = [];

    /// <summary>The headings of <see cref="Errors"/>.</summary>
    public IReadOnlyList<string> ErrorShares { get; init; } = [];

    public FoldTable? Folds { get; init; }

    public IReadOnlyList<LabelValue> Settings { get; init; } = [];
}
