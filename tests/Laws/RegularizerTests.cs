using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;

namespace Descent.Tests.Laws;

/// <summary>A step of gradient descent at rate 1 shows the slope of a penalty, which is held against differences of its formula.</summary>
public class RegularizerTests
{
    private const int Rows = 17;
    private const double Difference = 1.0 / 1024;
    private static readonly TrainingPosition s_moment = new(0, 1);

    /// <summary>What has a slope everywhere; a limit alone has none, and what stops at zero has another one there: both have tests of their own.</summary>
    public static TheoryData<string> Regularizers => [.. Subjects.All<Regularizer>().Where(r => r is not (MaxNorm { Penalty: null } or L1 { ExactZeros: true } or ElasticNet { ExactZeros: true })).Select(r => r.ToString())];

    [Theory]
    [Proves(Proof.Gradient)]
    [MemberData(nameof(Regularizers))]
    public void TheStepFollowsThePenalty(string name)
    {
        // The limit of a max-norm is put out of reach, so that its penalty is seen.
        Regularizer regularizer = Subjects.Find<Regularizer>(name) is MaxNorm limit ? limit with { Limit = 1e6 } : Subjects.Find<Regularizer>(name);
        Network network = [new Dense(4, new PRelu()) { BiasInitializer = new Constant(0.4) }, new Dense(2)];
        Model<double> model = network.Build<double>(3, 5);
        AlignedBlock<double> plain = Step(model, null), penalized = Step(model, regularizer);
        foreach (Parameter parameter in model.Parameters)
        {
            for (int i = parameter.Offset; i < parameter.Offset + parameter.Count; i++)
            {
                // Central differences of squares and, off 0, of magnitudes are exact but for rounding.
                double weight = model.Block.Span[i], expected = regularizer.PenalizesAll || !parameter.IsVector
                    ? (Penalty(regularizer, weight + Difference) - Penalty(regularizer, weight - Difference)) / (2 * Difference)
                    : 0;
                Assert.Equal(expected, plain.Span[i] - penalized.Span[i], 1e-12);
            }
        }

        Assert.NotEqual(plain.Span.ToArray(), penalized.Span.ToArray());
    }

    /// <summary>The three formulas for one weight: ½λw², λw² and λ/(2m)·w².</summary>
    private static double Penalty(Regularizer regularizer, double weight) => regularizer switch
    {
        L2 { Form: L2Form.HalfSquare } l2 => l2.Strength.At(s_moment) * weight * weight / 2,
        L2 { Form: L2Form.Square } l2 => l2.Strength.At(s_moment) * weight * weight,
        L2 { Form: L2Form.PerSample } l2 => l2.Strength.At(s_moment) * weight * weight / (2 * Rows),
        L1 l1 => l1.Strength.At(s_moment) * Math.Abs(weight),
        ElasticNet net => (net.Absolute.At(s_moment) * Math.Abs(weight)) + (net.Quadratic.At(s_moment) * weight * weight / 2),
        MaxNorm { Penalty: { } inner } => Penalty(inner, weight),
        _ => throw new ArgumentException($"Write down the formula of {regularizer} here."),
    };

    private static AlignedBlock<double> Step(Model<double> model, Regularizer? regularizer)
    {
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1), Regularizer = regularizer, BatchSize = Rows };
        AlignedBlock<double> parameters = model.Block.Copy();
        using Stepper<double> stepper = Training.Stepper(model, options, Rows, 1, parameters);
        stepper.Step([.. Enumerable.Range(0, Rows)], 0, Rows, new TrainingPosition(0, 1));
        return parameters;
    }

    [Fact]
    public void ClassWeightsMultiplyTheRowsOfTheirClass()
    {
        // Mean over samples of −ln p of the right class, weighted: classes 0, 1, 2 weigh 1, 2, 0.5 and the second row counts thrice.
        double[] logits = [0.2, -0.4, 1.1, 0.7, 0.3, -0.2, -1.3, 0.6, 0.1], targets = [0, 1, 0, 1, 0, 0, 0, 0, 1];
        Dataset<double> data = Dataset.Create<double>(logits, 3, targets, 3, new double[] { 1, 3, 1 });
        double[] weights = FitChecks.Weights(data, [1, 2, 0.5]).ToArray();
        Assert.Equal([2, 3, 0.5], weights);

        Network network = [new Dense(3, new Softmax()) { UseBias = false }];
        Plan<double> plan = network.Compile<double>(3, LaneWidth.Current, new CategoricalCrossEntropy());
        Probe<double> probe = new(network, 3, 3, new CategoricalCrossEntropy(), 1);
        probe.Parameters.Span.Clear();
        for (int i = 0; i < 3; i++)
        {
            probe.Parameters.Span[plan.Parameters.InOrder[0].Offset + (4 * i)] = 1;
        }

        probe.SetBatch(logits, targets, weights);
        double expected = 0;
        foreach ((int row, int label) in new[] { (0, 1), (1, 0), (2, 2) })
        {
            double sum = Math.Exp(logits[3 * row]) + Math.Exp(logits[(3 * row) + 1]) + Math.Exp(logits[(3 * row) + 2]);
            expected -= weights[row] * Math.Log(Math.Exp(logits[(3 * row) + label]) / sum) / 3;
        }

        Assert.Equal(expected, probe.Gradient(), 1e-14);
    }
}
