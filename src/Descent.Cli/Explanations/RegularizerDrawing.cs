namespace Descent.Cli.Explanations;

/// <summary>Draws a penalty by the size of a weight, or a limited norm by the norm before.</summary>
internal static class RegularizerDrawing
{
    private const double Reach = 3;

    // One sample per batch, where the forms of L2 differ by their factor alone.
    private const int Samples = 1;

    public static Drawing Of(Regularizer regularizer)
    {
        // The penalties of two weights determine q and a in ½·q·w² + a·|w|.
        double one = Cost(1), two = Cost(2), quadratic = two - (2 * one), absolute = one - (quadratic / 2);
        FunctionCurve[] penalty =
        [
            new("penalty, by weight", "penalty", w => (quadratic * w * w / 2) + (absolute * Math.Abs(w))),
            new("derivative, by weight", "derivative", w => (quadratic * w) + (absolute * Math.Sign(w))),
        ];
        return Limit(regularizer) is { } limit
            ? new Drawing("norm before the limit", 0, 2 * limit, [new FunctionCurve("norm of a neuron's weights, by norm before the limit", "norm", norm => Math.Min(norm, limit))])
            : new Drawing("weight", -Reach, Reach, penalty);

        double Cost(double weight)
        {
            Network network = [new Dense(1) { UseBias = false }];
            Model<double> model = network.Build<double>(1);
            model.SetParameter(model.Parameters[0].Name, [weight]);
            return model.Penalty(regularizer, Samples);
        }
    }

    private static double? Limit(Regularizer? regularizer) => regularizer is MaxNorm norm ? Math.Min(norm.Limit.At(new TrainingPosition(0, 1)), Limit(norm.Penalty) ?? double.PositiveInfinity) : null;
}
