using Descent.Data;

namespace Descent.Benchmarks.Doctor;

/// <summary>A network to train, and what is wrong with it on purpose.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expected">What is wrong; null for a healthy one.</param>
/// <param name="Task">The rows.</param>
/// <param name="Network">The network.</param>
/// <param name="Options">The options.</param>
/// <param name="Seed">The seed of the model.</param>
internal sealed record DoctorCase(string Name, FindingKind? Expected, DoctorTask Task, Network Network, TrainingOptions Options, ulong Seed)
{
    /// <summary>Trains the network alone.</summary>
    /// <returns>The share of the variation that it explains in its training rows, and in 2,000 rows that neither it nor the doctor sees.</returns>
    public (double Training, double New) SkillOnNewRows()
    {
        Model<float> model = Network.Build<float>(Task.Train.InputColumns, Seed);
        model.Fit(Task.Train, Options);
        return (SkillOn(Task.Train), SkillOn(DoctorTask.Of(Task.Name, 2_000, Seed + 777_777).Train));

        double SkillOn(Dataset<float> rows)
        {
            float[] outputs = model.Predict(rows.Inputs.Span), targets = rows.Targets.ToArray();
            int columns = rows.TargetColumns;
            double[] means = [.. Enumerable.Range(0, columns).Select(column => targets.Where((_, i) => i % columns == column).Average(target => (double)target))];
            return 1 - (targets.Zip(outputs, (target, output) => Math.Pow(target - output, 2)).Sum() / targets.Select((target, i) => Math.Pow(target - means[i % columns], 2)).Sum());
        }
    }

    /// <summary>Trains the network while it is recorded, and examines it.</summary>
    public (Diagnosis Diagnosis, History? History) Examine()
    {
        RunRecorder recorder = new();
        Model<float> model = Network.Build<float>(Task.Train.InputColumns, Seed);
        try
        {
            model.Fit(Task.Train, Options with { Recorder = recorder });
        }
        catch (TrainingFailedException)
        {
            // The recording has everything up to the failure.
        }

        using RunRecording<float> recording = recorder.GetRecording<float>();
        return (TrainingDoctor.Examine(recording), recording.History);
    }
}

/// <summary>Networks made ill on purpose, and healthy ones.</summary>
internal static class DoctorCases
{
    private static readonly (string[] Binary, string[] Multiclass, string[] Regression, int Rows)[] s_sets =
    [
        (["moons", "circles", "spirals"], ["gaussians", "boxes"], ["products"], 400),
        (["checkerboard", "halfspace", "moons"], ["rings", "sectors"], ["friedman", "waves"], 600),
        (["band", "product", "circles"], ["quadrants", "stripes"], ["saddle", "bump"], 800),
    ];

    /// <summary>The illnesses, in turn.</summary>
    private static readonly Func<int, ulong, int, DoctorCase>[] s_ill =
    [
        Vanishing, Exploding, Dead, Saturated, TooHigh, TooLow, Unscaled, Leaked, Imbalanced, Overfitted, Underfitted, Unsuitable, Symmetric, Penalized, Unfinished, UnscaledTargets,
    ];

    /// <summary>The ill networks of a set.</summary>
    /// <param name="set">0 to 2.</param>
    /// <param name="count">Their number.</param>
    public static IEnumerable<DoctorCase> Ill(int set, int count) => Enumerable.Range(0, count).Select(i => s_ill[i % s_ill.Length](set, (ulong)((1000 * set) + i + 1), i / s_ill.Length));

    /// <summary>Networks of a set that should be healthy; whether they are is for <see cref="DoctorCase.SkillOnNewRows"/> to say.</summary>
    /// <param name="set">0 to 2.</param>
    /// <param name="count">Their number.</param>
    public static IEnumerable<DoctorCase> Healthy(int set, int count)
    {
        (string[] binary, string[] multiclass, string[] regression, int rows) = s_sets[set];
        string[] tasks = [.. binary, .. multiclass, .. regression];
        for (int i = 0; i < count; i++)
        {
            DoctorTask task = DoctorTask.Of(tasks[i % tasks.Length], rows, (ulong)((1000 * set) + 500 + i));
            (string name, Layer[] hidden, Optimizer optimizer) = (i % 8) switch
            {
                0 => ("relu 32,32, adam", Hidden(2, 32, new Relu()), new Adam(0.01)),
                1 => ("tanh 24,24, adam", Hidden(2, 24, new Tanh()), new Adam(0.01)),
                2 => ("relu 64, momentum", Hidden(1, 64, new Relu()), (Optimizer)new Momentum(0.05, 0.9)),
                3 => ("swish 32,32,32, adamw", Hidden(3, 32, new Swish()), new AdamW(0.005)),
                4 => ("leaky_relu 48,24, rmsprop", Hidden(2, 32, new LeakyRelu()), new RmsProp(0.003)),
                5 => ("relu 16,16,16,16, adam", Hidden(4, 16, new Relu()), new Adam(0.005)),
                6 => ("relu with batch normalization, adam", [new Dense(32), new BatchNormalization(), new Relu(), new Dense(32), new BatchNormalization(), new Relu()], new Adam(0.005)),
                _ => ("sigmoid 32, adam", Hidden(1, 32, new Sigmoid()), new Adam(0.03)),
            };
            yield return Case(name, null, task, hidden, optimizer, (ulong)i, epochs: 250);
        }
    }

    private static DoctorCase Vanishing(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(s_sets[set].Binary[variant % 2], s_sets[set].Rows, seed);
        return variant switch
        {
            0 => Case("six layers of sigmoids", FindingKind.VanishingGradients, task, Hidden(6, 16, new Sigmoid()), new Momentum(0.1, 0.9), seed, 60),
            1 => Case("eight layers of sigmoids, adam", FindingKind.VanishingGradients, task, Hidden(8, 12, new Sigmoid()), new Adam(0.001), seed, 40),
            _ => Case("seven layers of tanhs with small weights", FindingKind.VanishingGradients, task, Hidden(7, 16, new Tanh(), new RandomNormal(0.05)), new GradientDescent(0.1), seed, 60),
        };
    }

    private static DoctorCase Exploding(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(variant == 1 ? s_sets[set].Regression[0] : s_sets[set].Binary[variant % 2], s_sets[set].Rows, seed);
        return Case($"{5 + variant} layers with weights of N(0, 1)", FindingKind.ExplodingGradients, task, Hidden(5 + variant, 32, new Relu(), new RandomNormal(1)), new GradientDescent(0.01), seed, 60);
    }

    private static DoctorCase Dead(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(variant == 2 ? s_sets[set].Multiclass[0] : s_sets[set].Binary[variant % 3], s_sets[set].Rows, seed);
        Layer[] hidden = [new Dense(16, new Relu()), new Dense(16, new Relu()) { BiasInitializer = new Constant(variant == 1 ? -3 : -6) }];
        return Case("biases far below 0", FindingKind.DeadUnits, task, hidden, new Momentum(0.02, 0.9), seed, 60);
    }

    private static DoctorCase Saturated(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(s_sets[set].Binary[variant == 0 ? 2 : variant == 1 ? 0 : 1], s_sets[set].Rows, seed);
        Activation function = variant == 1 ? new Sigmoid() : new Tanh();
        return Case($"{Catalogue.NameOf(function)} with weights of N(0, 25)", FindingKind.Saturation, task, Hidden(3, 16, function, new RandomNormal(25)), new GradientDescent(0.005), seed, 40);
    }

    private static DoctorCase TooHigh(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(variant == 1 ? s_sets[set].Regression[0] : s_sets[set].Binary[variant % 2], s_sets[set].Rows, seed);
        return variant switch
        {
            0 => Case("gradient descent with a rate of 30", FindingKind.LearningRateTooHigh, task, Hidden(2, 32, new Relu()), new GradientDescent(30), seed, 60),
            1 => Case("gradient descent with a rate of 3", FindingKind.LearningRateTooHigh, task, Hidden(2, 32, new Relu()), new GradientDescent(3), seed, 60),
            _ => Case("adam with a rate of 1", FindingKind.LearningRateTooHigh, task, Hidden(2, 32, new Tanh()), new Adam(1), seed, 60),
        };
    }

    private static DoctorCase TooLow(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(s_sets[set].Binary[variant % 3], s_sets[set].Rows, seed);
        return variant == 1
            ? Case("adam with a rate of 1e-6", FindingKind.LearningRateTooLow, task, Hidden(2, 32, new Relu()), new Adam(1e-6), seed, 60)
            : Case("gradient descent with a rate of 1e-4", FindingKind.LearningRateTooLow, task, Hidden(2, 32, new Relu()), new GradientDescent(1e-4), seed, 60);
    }

    private static DoctorCase Unscaled(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(variant == 1 ? s_sets[set].Multiclass[0] : s_sets[set].Binary[variant % 3], s_sets[set].Rows, seed);
        return variant switch
        {
            0 => Case("one column in thousands", FindingKind.UnscaledInputs, task.Scaled(column => column == 0 ? 1000 : 1), Hidden(2, 32, new Relu()), new Adam(0.001), seed, 60),
            1 => Case("all columns in hundreds", FindingKind.UnscaledInputs, task.Scaled(_ => 300), Hidden(2, 32, new Tanh()), new Momentum(0.01, 0.9), seed, 60),
            _ => Case("all columns in thousandths", FindingKind.UnscaledInputs, task.Scaled(_ => 0.001), Hidden(2, 32, new Relu()), new Momentum(0.01, 0.9), seed, 60),
        };
    }

    private static DoctorCase Leaked(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(variant == 1 ? s_sets[set].Regression[^1] : s_sets[set].Binary[variant % 3], s_sets[set].Rows, seed);
        task = variant == 1 ? task.With(rows => Dataset.Create<float>(rows.Inputs.ToArray(), rows.InputColumns, [.. Enumerable.Range(0, rows.Rows).Select(row => rows.Targets.Span[row * rows.TargetColumns])], 1)) : task;
        return Case("a column made from the target", FindingKind.LeakedTarget, task.Leaking(variant == 2 ? 0 : 0.05, seed), Hidden(2, 16, new Relu()), new Adam(0.01), seed, 60);
    }

    private static DoctorCase Imbalanced(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(s_sets[set].Binary[variant == 0 ? 0 : 1], 3 * s_sets[set].Rows, seed).Rare(0.03 - (0.01 * variant));
        return Case($"{3 - variant} % of one class", FindingKind.ClassImbalance, task, Hidden(1, 6, new Tanh()), new Adam(0.003), seed, 15);
    }

    private static DoctorCase Overfitted(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(s_sets[set].Binary[variant % 2], 60, seed);

        // A fifth of the labels are wrong, and the network is large enough to learn them by heart.
        int row = 0;
        task = task.Retargeted(target => row++ % 5 == 2 ? 1 - target : target);
        return Case("wrong labels learned by heart", FindingKind.Overfitting, task, Hidden(2, 128, new Relu()), new Adam(0.01), seed, 400) with { Options = Options(task, new Adam(0.01), 400) with { RestoreBestWeights = false } };
    }

    private static DoctorCase Underfitted(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(set switch { 0 => "circles", 1 => variant == 1 ? "checkerboard" : "rings", _ => variant == 1 ? "product" : "band" }, s_sets[set].Rows, seed);
        Layer[] hidden = variant switch { 0 => [new Dense(16), new Dense(16)], 1 => [new Dense(1, new Tanh())], _ => [] };
        return Case(variant switch { 0 => "linear layers only", 1 => "one neuron", _ => "no hidden layer" }, FindingKind.Underfitting, task, hidden, new Adam(0.01), seed, 120);
    }

    private static DoctorCase Unsuitable(int set, ulong seed, int variant)
    {
        DoctorTask task = variant == 2 ? DoctorTask.Of(s_sets[set].Multiclass[0], s_sets[set].Rows, seed) : DoctorTask.Of(s_sets[set].Regression[0], s_sets[set].Rows, seed);
        return variant switch
        {
            0 => Case("relu as the last layer of numbers below 0", FindingKind.UnsuitableOutput, task with { Last = new Relu() }, Hidden(2, 32, new Relu()), new Adam(0.003), seed, 60),
            1 => Case("sigmoid as the last layer of numbers beyond 1", FindingKind.UnsuitableOutput, task with { Last = new Sigmoid() }, Hidden(2, 32, new Relu()), new Adam(0.003), seed, 60),
            _ => Case("squared error for classes", FindingKind.UnsuitableOutput, task with { Loss = new MeanSquaredError() }, Hidden(2, 32, new Relu()), new Adam(0.003), seed, 60),
        };
    }

    private static DoctorCase Symmetric(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(variant == 1 ? s_sets[set].Multiclass[0] : s_sets[set].Binary[variant % 3], s_sets[set].Rows, seed);
        Initializer weights = variant == 0 ? new Zeros() : new Constant(0.1 * variant);
        return Case(variant == 0 ? "weights of 0" : "equal weights", FindingKind.SymmetricWeights, task, Hidden(2, 16, variant == 2 ? new Relu() : new Tanh(), weights), new Adam(0.01), seed, 60);
    }

    private static DoctorCase Penalized(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(variant == 1 ? s_sets[set].Multiclass[0] : s_sets[set].Binary[variant % 3], s_sets[set].Rows, seed);
        DoctorCase own = Case("a penalty far too strong", FindingKind.StrongPenalty, task, Hidden(2, 32, new Relu()), new Adam(0.005), seed, 80);
        return own with { Options = own.Options with { Regularizer = variant == 1 ? new L1(0.1) : new L2(1) } };
    }

    private static DoctorCase Unfinished(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(set switch { 0 => variant == 1 ? "products" : "circles", 1 => variant == 1 ? "waves" : "rings", _ => variant == 1 ? "bump" : "product" }, s_sets[set].Rows, seed);
        return Case("a few epochs", FindingKind.PoorConvergence, task, Hidden(3, 32, new Tanh()), new Adam(0.002), seed, variant == 1 ? 5 : 12);
    }

    private static DoctorCase UnscaledTargets(int set, ulong seed, int variant)
    {
        DoctorTask task = DoctorTask.Of(s_sets[set].Regression[^1], s_sets[set].Rows, seed).Retargeted(target => 5000 + (1000 * target));
        return Case("targets in thousands", FindingKind.UnscaledTargets, task, Hidden(2, 32, variant == 1 ? new Tanh() : new Relu()), new Adam(0.001), seed, 60);
    }

    private static DoctorCase Case(string name, FindingKind? expected, DoctorTask task, Layer[] hidden, Optimizer optimizer, ulong seed, int epochs) =>
        new($"{task.Name}: {name}", expected, task, Network.Create([.. hidden, new Dense(task.Train.TargetColumns, task.Last)]), Options(task, optimizer, epochs), seed);

    private static TrainingOptions Options(DoctorTask task, Optimizer optimizer, int epochs) => new()
    {
        Loss = task.Loss,
        Optimizer = optimizer,
        Epochs = epochs,
        BatchSize = 32,
        Validation = task.Valid,
        Threads = 1,
    };

    private static Layer[] Hidden(int layers, int units, Activation function, Initializer? weights = null) =>
        [.. Enumerable.Range(0, layers).Select(_ => weights is null ? new Dense(units, function) : new Dense(units, function) { WeightInitializer = weights })];
}
