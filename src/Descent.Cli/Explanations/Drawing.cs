namespace Descent.Cli.Explanations;

/// <summary>A curve, computed by the library where it is drawn.</summary>
internal sealed record FunctionCurve(string Title, string Name, Func<double, double> At);

/// <summary>What is drawn of an entry of the catalogue: curves over the same range.</summary>
internal sealed record Drawing(string Across, double Low, double High, IReadOnlyList<FunctionCurve> Curves)
{
    /// <summary>How it was computed; may be empty.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Whether the area below the curves matters, as in a histogram.</summary>
    public bool Filled { get; init; }

    public RavineWalk? Walk { get; init; }
}

internal static class Drawings
{
    /// <summary>The drawing; null if there is nothing to draw, as of a metric.</summary>
    public static Drawing? Of(object thing) => thing switch
    {
        Activation activation => ActivationDrawing.Of(activation),
        Layer layer => Histogram.Of(layer),
        Loss loss => LossDrawing.Of(loss),
        Optimizer optimizer => OptimizerDrawing.Of(optimizer),
        Regularizer regularizer => RegularizerDrawing.Of(regularizer),
        Initializer initializer => Histogram.Of(initializer),
        Schedule schedule => ScheduleDrawing.Of(schedule),
        _ => null,
    };
}
