namespace Descent.Cli.Explanations;

/// <summary>A path down the ravine, a place per step, the start first.</summary>
internal sealed record RavineWalk(double LearningRate, IReadOnlyList<(double X, double Y)> Places);

/// <summary>Draws how an optimizer descends a ravine, <c>½·(x² + 20·y²)</c>, which is steep across and flat along.</summary>
internal static class OptimizerDrawing
{
    /// <summary>Steps that are drawn.</summary>
    public const int Steps = Surface.Steps;

    private const double Steep = 20;

    private static readonly Surface s_ravine = Surface.Ravine(Steep);

    /// <summary>The height of the ravine.</summary>
    public static double Height(double x, double y) => s_ravine.Height(x, y);

    /// <summary>The drawing. An optimizer with its default learning rate is drawn with the best of several instead: no single rate suits all.</summary>
    public static Drawing Of(Optimizer optimizer)
    {
        bool isDefault = optimizer is not FullBatchOptimizer && Catalogue.Find(Catalogue.NameOf(optimizer))?.Example is Optimizer example && example.LearningRate == optimizer.LearningRate;
        (double rate, IReadOnlyList<(double X, double Y)> places) = isDefault ? s_ravine.Best(optimizer) : (double.NaN, s_ravine.Walk(optimizer));
        double[] heights = [.. places.Select(s_ravine.LogHeight)];
        string how = isDefault ? FormattableString.Invariant($", with the learning rate {rate}, the best of {string.Join(", ", Surface.Rates)}") : "";
        return new Drawing("step", 0, Steps, [new FunctionCurve("log10 of the loss, by step", "log10 of the loss", step => step < heights.Length ? heights[(int)step] : double.NaN)])
        {
            Remark = FormattableString.Invariant($"{Steps} steps down the ravine ½·(x² + {Steep}·y²) from ({s_ravine.Start.X}, {s_ravine.Start.Y}){how}."),
            Walk = new RavineWalk(rate, places),
        };
    }
}
