using Descent.Data;

namespace Descent.Cli.Reproductions;

/// <summary>
/// The three programs of the second source note about houses (area, bedrooms, quality of the place), all of them with
/// <c>np.random.seed(42)</c>. The first two do what Descent does, so networks of the library run them.
/// </summary>
internal static class HousePrices
{
    public const uint Seed = 42;

    private const int Features = 3, Hidden = 3, Steps = 1000, StepsPerLoss = 100;

    /// <summary>Three houses, one per column, in thousands.</summary>
    public static SmallMatrix Inputs { get; } = new SmallMatrix(new double[,] { { 1200, 850, 1500 }, { 3, 2, 4 }, { 8, 5, 9 } }).Map(number => number / 1000);

    /// <summary>1 for an expensive house.</summary>
    public static SmallMatrix Targets { get; } = new(new double[,] { { 1, 0, 1 } });

    /// <summary>The price that an untrained network of 3 relu neurons and a linear one says.</summary>
    public static double ForwardPass() => Untrained(new Linear()).Predict([1200, 3, 8])[0];

    /// <summary>The losses of 1,000 gradient steps on the cross-entropy, and what is then said about a fourth house.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The mean squared error before steps 0, 100, … 900; the output for the fourth house.</returns>
    public static (IReadOnlyList<double> Losses, double Prediction) Backpropagation(CancellationToken cancellation)
    {
        Model<double> model = Untrained(new Sigmoid());
        double[] inputs = Inputs.Transposed().Flat;
        Dataset data = Dataset.Create<double>(inputs, Features, Targets.Flat, 1);
        TrainingOptions training = new()
        {
            Loss = new BinaryCrossEntropy(),
            Optimizer = new GradientDescent(0.1),
            BatchSize = data.Rows,
            Epochs = StepsPerLoss,
            WarmStart = true,
        };
        List<double> losses = [];
        for (int done = 0; done < Steps; done += StepsPerLoss)
        {
            losses.Add(new MeanSquaredErrorMetric().Compute(new Outcome(OutcomeForm.Regression, Targets.Flat, model.Predict(inputs.AsSpan()), 1)));
            model.Fit(data, training, cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        return (losses, model.Predict([1.0, 0.003, 0.007])[0]);
    }

    /// <summary>The losses of <see cref="OptimizedNetwork"/> before steps 0, 100, … 900.</summary>
    public static IReadOnlyList<double> Optimized(Quirks quirks)
    {
        OptimizedNetwork network = new(quirks);
        return [.. Enumerable.Range(0, Steps).Select(_ => network.Step()).ToArray().Where((_, step) => step % StepsPerLoss == 0)];
    }

    private static Model<double> Untrained(Activation last)
    {
        Network network = [new Dense(Hidden, new Relu()), new Dense(1, last)];
        Model<double> model = network.Build<double>(Features);
        NumpyRandom random = new(Seed);
        model.SetParameter("layers.0.weight", random.Normal(Hidden, Features).Flat);
        // Layer 1 is the relu.
        model.SetParameter("layers.2.weight", random.Normal(1, Hidden).Flat);
        return model;
    }
}
