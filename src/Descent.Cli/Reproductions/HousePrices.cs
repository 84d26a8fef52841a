namespace Descent.Cli.Reproductions;

/// <summary>
/// The three programs of the second source note about houses (area, bedrooms, quality of the location), all with
/// <c>np.random.seed(42)</c>. The library does what the first two do, so its networks run them.
/// </summary>
internal static class HousePrices
{
    public const uint Seed = 42;

    /// <summary>The number of houses in the training data.</summary>
    public const int Count = 3;

    /// <summary>The learning rate of the second program.</summary>
    public const double LearningRate = 0.1;

    private const int Features = 3, Hidden = 3, Steps = 1000, StepsPerLoss = 100;

    /// <summary>Three houses, one after the other, in thousands.</summary>
    public static double[] Inputs { get; } = [1.2, 0.003, 0.008, 0.85, 0.002, 0.005, 1.5, 0.004, 0.009];

    /// <summary>1 for an expensive house.</summary>
    public static double[] Targets { get; } = [1, 0, 1];

    /// <summary>The house of the forward pass.</summary>
    public static double[] House { get; } = [1200, 3, 8];

    /// <summary>The fourth house, in thousands.</summary>
    public static double[] Another { get; } = [1.0, 0.003, 0.007];

    /// <summary>The price predicted by an untrained network of 3 relu neurons and a linear one.</summary>
    public static double ForwardPass() => Untrained(new Linear()).Predict(House)[0];

    /// <summary>The losses of 1,000 gradient steps on the cross-entropy, and the prediction for a fourth house afterwards.</summary>
    /// <returns>The mean squared error before steps 0, 100, … 900; the output for the fourth house.</returns>
    public static (IReadOnlyList<double> Losses, double Prediction) Backpropagation(CancellationToken cancellation, double learningRate = LearningRate)
    {
        Model<double> model = Untrained(new Sigmoid());
        Dataset data = Dataset.Create<double>(Inputs, Features, Targets, 1);
        TrainingOptions training = new() { Loss = new BinaryCrossEntropy(), Optimizer = new GradientDescent(learningRate), BatchSize = Count, Epochs = StepsPerLoss, WarmStart = true };
        List<double> losses = [];
        for (int done = 0; done < Steps; done += StepsPerLoss)
        {
            losses.Add(new MeanSquaredErrorMetric().Compute(new Outcome(OutcomeForm.Regression, Targets, model.Predict(Inputs.AsSpan()), 1)));
            model.Fit(data, training, cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        return (losses, model.Predict(Another)[0]);
    }

    /// <summary>The losses of <see cref="OptimizedNetwork"/> before steps 0, 100, … 900.</summary>
    public static IReadOnlyList<double> Optimized(Quirks quirks)
    {
        OptimizedNetwork network = new(quirks);
        return [.. Enumerable.Range(0, Steps).Select(_ => network.Step()).ToArray().Where((_, step) => step % StepsPerLoss == 0)];
    }

    /// <summary>The network before training, with the weights that the seed gives in NumPy.</summary>
    public static Model<double> Untrained(Activation last)
    {
        Network network = [new Dense(Hidden, new Relu()), new Dense(1, last)];
        Model<double> model = network.Build<double>(Features);
        NumpyRandom random = new(Seed);
        model.SetParameter("layers.0.weight", random.Normal(Hidden * Features));
        // Layer 1 is the relu.
        model.SetParameter("layers.2.weight", random.Normal(Hidden));
        return model;
    }
}
