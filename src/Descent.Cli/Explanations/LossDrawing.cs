namespace Descent.Cli.Explanations;

/// <summary>Draws a loss and its derivative for one sample, by the error, the score or the angle on which it depends.</summary>
internal static class LossDrawing
{
    private const double Degree = Math.PI / 180;

    public static Drawing Of(Loss loss) => loss switch
    {
        BinaryCrossEntropy => Alone(loss, new Sigmoid(), 1, -6, 6, "score before the sigmoid", "The target is 1."),
        BinaryFocalCrossEntropy => Alone(loss, new Sigmoid(), 1, -6, 6, "score before the sigmoid", "The target is 1."),
        Hinge or SquaredHinge => Alone(loss, new Linear(), 1, -3, 3, "score", "The target is 1."),
        Poisson { LogInput: true } => Alone(loss, new Linear(), 2, -2, 2.5, "output, the logarithm of the rate", "The target is 2."),
        Poisson => Alone(loss, new Relu(), 2, 0.3, 6, "output, the rate", "The target is 2."),
        CategoricalCrossEntropy => Pair(loss, new Softmax(), [1, 0], "lead of the right class before the softmax", "Two classes; the first is right."),
        KullbackLeibler => Pair(loss, new Softmax(), [0.7, 0.3], "lead of the first class before the softmax", "Two classes with target probabilities 0.7 and 0.3."),
        CategoricalHinge hinge => Pair(loss, new Linear(), [1, 0], "lead of the right class", "Two classes; the first is right.", Math.Max(6, 2 * hinge.Margin)),
        Huber huber => Alone(loss, new Linear(), 0, -Math.Max(3, 2 * huber.Delta), Math.Max(3, 2 * huber.Delta), "error", ""),
        CosineProximity => Angle(loss),
        Quantiles several => Of(new Quantile(several.Levels[0])) with { Remark = "The loss of the first output." },
        PerHead heads => Of(heads.Losses[0]) with { Remark = "The loss of the first head." },
        _ => Other(loss),
    };

    // An unknown loss is drawn with the first last layer that it accepts.
    private static Drawing Other(Loss loss)
    {
        Func<Drawing>[] places =
        [
            () => Alone(loss, new Linear(), 0, -3, 3, "error", ""),
            () => Alone(loss, new Sigmoid(), 1, -6, 6, "score before the sigmoid", "The target is 1."),
            () => Pair(loss, new Softmax(), [1, 0], "lead of the right class before the softmax", "Two classes; the first is right."),
            () => Pair(loss, new Linear(), [1, 0], "lead of the first output", "The targets are 1 and 0."),
        ];
        foreach (Func<Drawing> place in places.SkipLast(1))
        {
            try
            {
                return place();
            }
            catch (ArgumentException)
            {
                // It rejects this one; the next may fit.
            }
        }

        return places[^1]();
    }

    private static Drawing Alone(Loss loss, Activation last, double target, double low, double high, string across, string remark) =>
        Of(loss, last, [target], x => [x], _ => [1], low, high, across, remark);

    private static Drawing Pair(Loss loss, Activation last, double[] targets, string across, string remark, double reach = 6) =>
        Of(loss, last, targets, x => [x, 0], _ => [1, 0], -reach, reach, across, remark);

    private static Drawing Angle(Loss loss) => Of(
        loss, new Linear(), [1, 0], x => [Math.Cos(x * Degree), Math.Sin(x * Degree)], x => [-Math.Sin(x * Degree), Math.Cos(x * Degree)],
        -180, 180, "angle between outputs and targets in degrees", "Two outputs. The derivative is that by the angle in radians.");

    /// <summary>The loss along a path through the inputs of the last activation, and its derivative, the gradient in the direction of the path.</summary>
    private static Drawing Of(
        Loss loss, Activation last, double[] targets, Func<double, double[]> path, Func<double, double[]> direction, double low, double high, string across, string remark)
    {
        Probe probe = new(targets.Length, [last], loss);

        // A loss that does not fit is rejected now, not when the curves are drawn.
        _ = probe.Run(path(low), targets);
        return new Drawing(across, low, high,
        [
            new FunctionCurve($"loss, by {across}", "loss", x => probe.Run(path(x), targets).Loss),
            new FunctionCurve($"derivative, by {across}", "derivative", x => probe.Run(path(x), targets).Slopes.Zip(direction(x), (slope, part) => slope * part).Sum()),
        ])
        { Remark = remark };
    }
}
