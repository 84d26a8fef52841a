namespace Descent.Cli.Explanations;

/// <summary>What can be drawn of something from the catalogue, computed by the library itself.</summary>
internal static class Drawings
{
    /// <summary>The drawing of something; null where there is nothing to draw, as of a metric.</summary>
    public static Drawing? Of(object thing) => thing switch
    {
        Activation activation => ActivationDrawing.Of(activation),
        Layer layer => LayerDrawing.Of(layer),
        Loss loss => LossDrawing.Of(loss),
        Optimizer optimizer => OptimizerDrawing.Of(optimizer),
        Regularizer regularizer => RegularizerDrawing.Of(regularizer),
        Initializer initializer => InitializerDrawing.Of(initializer),
        Schedule schedule => ScheduleDrawing.Of(schedule),
        _ => null,
    };
}
