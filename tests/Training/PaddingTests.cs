using Descent.Data;
using Descent.Numerics;

namespace Descent.Tests.Training;

/// <summary>What lies behind the last sample of a batch, and between two parameters, is nobody's: no number may depend on it.</summary>
public class PaddingTests
{
    /// <summary>The loss ((o − t)/t)² of an output o = w·x + b, whose derivative 2·(o − t)/t² does not exist for a target of 0.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void ALossIsNeverAskedForTargetsThatNoRowHas(int rows)
    {
        double[] inputs = [.. Enumerable.Range(1, rows).Select(i => 0.1 * i)], targets = [.. inputs.Select(x => 2 - x)];
        Network network = [new Dense(1)];
        Model<double> model = network.Build<double>(1);
        model.SetParameter("layers.0.weight", [0.5]);
        BatchGradients<double> actual = model.Gradients(Dataset.Create<double>(inputs, 1, targets, 1), new RelativeError());
        double[] slopes = [.. inputs.Zip(targets, (x, t) => 2 * ((0.5 * x) - t) / (t * t) / rows)];
        Assert.Equal(inputs.Zip(targets, (x, t) => Math.Pow(((0.5 * x) - t) / t, 2)).Average(), actual.Loss, 1e-12);
        Assert.Equal(slopes.Sum(), actual.Parameters["layers.0.bias"][0], 1e-12);
        Assert.Equal(slopes.Zip(inputs, (slope, x) => slope * x).Sum(), actual.Parameters["layers.0.weight"][0], 1e-12);
    }

    /// <summary>Neither are activations: first in the network, behind normalization by the batch, whose mean no row has, and behind noise, which no row is without.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("batch_normalization")]
    [InlineData("gaussian_noise:standardDeviation=0.3")]
    [InlineData("layer_normalization,gaussian_noise:standardDeviation=0.3")]
    public void AnActivationIsNeverAskedForInputsThatNoRowHas(string before)
    {
        Layer[] first = [.. before.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Catalogue.Parse<Layer>)];
        Network network = [.. first, new Reciprocal(), new Dense(4, new Tanh()), new Reciprocal(), new Dense(1)];

        // Seventeen rows whose last is the mean of the noise, and whose mean is that of no row.
        double[] inputs = [.. Enumerable.Range(1, 16).SelectMany(i => (double[])[i, 17 - i]), .. before.Contains("noise", StringComparison.Ordinal) ? (double[])[0, 0] : [20, -20]];
        Dataset<double> data = Dataset.Create<double>(inputs, 2, [.. Enumerable.Range(0, 17).Select(i => Math.Sin(i))], 1);
        BatchGradients<double> gradients = network.Build<double>(2).Gradients(data, new MeanSquaredError());
        Assert.All(gradients.Parameters, parameter => Assert.All(parameter.Value, slope => Assert.True(double.IsFinite(slope), $"{parameter.Key}: {slope}")));
        Assert.All(gradients.Inputs.Cast<double>(), slope => Assert.True(double.IsFinite(slope)));
        foreach (int threads in (int[])[1, 3])
        {
            Model<float> model = network.Build<float>(2);
            History history = model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1e-6), Epochs = 2, BatchSize = 7, Threads = threads, ExceedProcessors = true });
            Assert.All(history.Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
        }
    }

    /// <summary>A few rows are predicted neuron by neuron along the lanes, many row by row: the same numbers, whatever the kernel makes of the padding of either.</summary>
    [Fact]
    public void PredictionsDoNotDependOnIt()
    {
        Network network = [new Reciprocal(), new LayerNormalization(), new Dense(5), new Reciprocal(), new Dense(3), new Reciprocal(), new Softmax()];
        Model<double> model = network.Build<double>(3);
        double[] inputs = [.. Enumerable.Range(1, 300).Select(i => Math.Sin(i) + 2)];
        double[] many = model.Predict(inputs);
        Assert.All(many, number => Assert.InRange(number, 0, 1));
        Assert.Equal(many.Take(3), model.Predict(inputs.AsSpan(0, 3)));
        Assert.Equal(many.Take(21), model.Predict(inputs.AsSpan(0, 21)));
    }

    public static TheoryData<Optimizer> Unprotected { get; } =
    [
        new Adam(0.01, Epsilon: 1e-60), new AdamW(0.01, Epsilon: 1e-60), new Nadam(0.01, Epsilon: 1e-60), new RmsProp(0.01, Epsilon: 1e-60), new Adagrad(0.01, Epsilon: 1e-60),
        new Normalized(), new Hypergradient(new Adam(0.01, Epsilon: 1e-60)),
    ];

    /// <summary>Between parameters gradients are 0 in all steps, and a rule without ε divides 0 by 0.</summary>
    [Theory]
    [MemberData(nameof(Unprotected))]
    public void ARuleMayMakeAnythingOfItBetweenParameters(Optimizer optimizer)
    {
        Dataset<float> data = Dataset.Create<float>([1, 2, 3, -1, 1, 0.5f], 3, [1, -1], 1);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = optimizer, Epochs = 3, Shuffle = false, Clipping = new GradientClipping(10) };
        Network network = [new Dense(1)];
        Model<float> whole = network.Build<float>(3, seed: 1), parts = network.Build<float>(3, seed: 1);
        Assert.Equal(3, whole.Fit(data, options).BestEpoch);
        float[] second;
        using (TrainingRun<float> run = parts.Begin(options))
        {
            run.Step(data);
            run.Step(data);
            run.Update();
            second = parts.GetParameter("layers.0.weight");
            run.Step(data);
        }

        Assert.NotEqual(second, parts.GetParameter("layers.0.weight"));
        Assert.All(whole.Parameters, parameter => Assert.Equal(whole.GetParameter(parameter.Name), parts.GetParameter(parameter.Name)));
        Assert.All(whole.Block.Span.ToArray(), number => Assert.True(float.IsFinite(number)));
        Assert.All(parts.Block.Span.ToArray(), number => Assert.True(float.IsFinite(number)));
    }

    private sealed record RelativeError() : ElementwiseLoss(Reduction.MeanOverElements)
    {
        protected override TResult Accept<V, TResult>(IElementLossVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

        private readonly struct Kernel<V> : IElementLoss<V>
            where V : struct, ILane<V>
        {
            public V Value(V output, V target, out V derivative)
            {
                V error = (output - target) / target;
                derivative = (error + error) / target;
                return error * error;
            }
        }
    }

    /// <summary>1/x.</summary>
    private sealed record Reciprocal : ElementwiseActivation
    {
        protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

        private readonly struct Kernel<V> : IElementwise<V>
            where V : struct, ILane<V>
        {
            public static bool NeedsInput => false;

            public V Value(V x) => V.One / x;

            public V Derivative(V x, V y) => -(y * y);
        }
    }

    /// <summary>θ ← θ − η·g/|g|.</summary>
    private sealed record Normalized() : ElementwiseOptimizer(0.01)
    {
        protected override TResult Accept<V, TResult>(TrainingPosition position, IRuleVisitor<V, TResult> visitor) => visitor.Visit(new Rule<V>(V.Splat(-Rate(position))));

        private readonly struct Rule<V>(V negativeRate) : IRule<V>
            where V : struct, ILane<V>
        {
            public static int Slots => 0;

            public V Next(V parameter, V gradient, ref Slots<V> slots) => V.Fma(negativeRate, gradient / V.Abs(gradient), parameter);
        }
    }
}
