namespace Descent.Cli.Explanations;

/// <summary>One curve, computed by the library wherever it is asked.</summary>
/// <param name="Title">What it shows, as a heading of its own.</param>
/// <param name="Name">What it is called beside other curves of the same drawing.</param>
/// <param name="At">The curve.</param>
internal sealed record FunctionCurve(string Title, string Name, Func<double, double> At);

/// <summary>What is drawn of something from the catalogue: curves over the same range.</summary>
/// <param name="Across">What the horizontal axis counts.</param>
/// <param name="Low">Where it begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Curves">The curves, the most important first.</param>
internal sealed record Drawing(string Across, double Low, double High, IReadOnlyList<FunctionCurve> Curves)
{
    /// <summary>Under which circumstances it was computed; may be empty.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Whether the area below the curves is what counts, as in a histogram.</summary>
    public bool Filled { get; init; }

    /// <summary>A way through the ravine of <see cref="OptimizerDrawing"/>, where there is one.</summary>
    public RavineWalk? Walk { get; init; }
}
