using System.Reflection;

namespace Descent.Tests.Laws;

/// <summary>
/// What the laws are held against: every sealed record of the catalogue's kinds, each with its default
/// instance (where all its arguments have defaults) and the instances listed here, which vary every option.
/// </summary>
internal static class Subjects
{
    private static readonly Type[] s_kinds = [typeof(Activation), typeof(Loss), typeof(Optimizer), typeof(Regularizer), typeof(Initializer), typeof(Schedule), typeof(Augmentation)];

    /// <summary>All concrete types of all kinds, also those that the catalogue lacks, which one test names: <c>CoverageTests.EveryTypeOfEveryKindIsInTheCatalogue</c>.</summary>
    public static IReadOnlyList<Type> Written { get; } =
        [.. typeof(Layer).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsSealed: true, IsPublic: true } && (s_kinds.Any(k => k.IsAssignableFrom(t)) || t.IsSubclassOf(typeof(Layer)))).OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>The entries without those that lack their line in CatalogueJson.cs, which one test names: <c>CoverageTests.EveryRowHasItsOtherLines</c>.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries { get; } = [.. Catalogue.Entries.Where(entry => entry.HasJson)];

    /// <summary>The types behind them: the laws are held against these.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. Written.Where(type => Entries.Any(entry => entry.Type == type))];

    /// <summary>Skips a comparison with a generated file while a type lacks its row or its JSON: another test says so, and the file can be written only afterwards.</summary>
    public static void SkipUnlessComplete() => Assert.SkipUnless(Written.Count == Types.Count && Entries.Count == Catalogue.Entries.Count, "A type lacks its row or its line in CatalogueJson.cs: see EveryTypeOfEveryKindIsInTheCatalogue and EveryRowHasItsOtherLines.");

    /// <summary>Fresh instances of a type.</summary>
    public static IReadOnlyList<object> Instances(Type type)
    {
        ParameterInfo[] arguments = type.GetConstructors().Single().GetParameters();
        List<object> instances = [.. Extra().Where(e => e.GetType() == type)];
        if (arguments.All(a => a.HasDefaultValue))
        {
            instances.Insert(0, type.GetConstructors().Single().Invoke([.. arguments.Select(Default)]));
        }

        return instances;
    }

    /// <summary>All instances of a kind.</summary>
    public static IReadOnlyList<TKind> All<TKind>() => [.. Types.Where(typeof(TKind).IsAssignableFrom).SelectMany(Instances).Cast<TKind>()];

    /// <summary>Their texts, by which tests are named.</summary>
    public static TheoryData<string> Names<TKind>() => [.. All<TKind>().Select(i => i!.ToString()!)];

    /// <summary>A dense layer that begins as an initializer says: its weights, or its biases where it is for these.</summary>
    public static Dense DenseWith(int units, Activation activation, Initializer initializer) =>
        initializer.FitsBiases ? new(units, activation) { BiasInitializer = initializer } : new(units, activation) { WeightInitializer = initializer };

    /// <summary>The activations that gradients can pass.</summary>
    public static IReadOnlyList<Activation> Trainable { get; } = [.. All<Activation>().Where(a => a is not Step)];

    /// <summary>The optimizers that update after every batch.</summary>
    public static IReadOnlyList<Optimizer> Stepwise { get; } = [.. All<Optimizer>().Where(optimizer => optimizer is not FullBatchOptimizer)];

    /// <summary>Their texts.</summary>
    public static TheoryData<string> StepwiseNames => [.. Stepwise.Select(optimizer => $"{optimizer}")];

    /// <summary>Their texts.</summary>
    public static TheoryData<string> TrainableNames => [.. Trainable.Select(a => a.ToString())];

    public static TKind Find<TKind>(string name) => All<TKind>().Single(i => i!.ToString() == name);

    /// <summary>A network of some layers. Nothing comes behind members: what does is put at the end of their own layers.</summary>
    public static Network Placed(params Layer[] layers)
    {
        int at = Array.FindIndex(layers, layer => layer is Members);
        return at < 0
            ? Network.Create(layers)
            : [.. layers[..at], (Members)layers[at] with { Layers = [.. ((Members)layers[at]).Layers, .. layers[(at + 1)..].Where(layer => layer is not Members)] }];
    }

    /// <summary>The end of a network with three outputs that a loss can judge: for losses of heads, one head of two outputs and one of one.</summary>
    public static Layer End(Loss loss, Activation activation) =>
        loss is PerHead ? new Concatenate([[new Dense(2, activation)], [new Dense(1, activation)]]) : new Dense(3, activation);

    /// <summary>Where an activation, as a function of one number, has no derivative, or no second one.</summary>
    public static IReadOnlyList<double> Kinks(Layer layer) => layer switch
    {
        Strength strength => Kinks(strength.Inner),
        Relu or LeakyRelu or PRelu or Elu or Selu => [0],

        // Its slope has no derivative there, which differences of high order notice.
        Softsign => [0],
        HardSigmoid hard => [-0.5 / hard.Slope, 0.5 / hard.Slope],
        HardSwish => [-3, 3],
        _ => [],
    };

    /// <summary>How near a loss is to a kink, or to where its slope changes too fast for differences, for one sample; 1 or more is far.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="output">The network's outputs.</param>
    /// <param name="target">Their targets.</param>
    public static double DistanceToKink(Loss loss, IReadOnlyList<double> output, IReadOnlyList<double> target)
    {
        IEnumerable<double> errors = output.Zip(target, (o, t) => Math.Abs(o - t));
        return loss switch
        {
            MeanAbsoluteError => errors.Min(),
            Quantile or Quantiles => errors.Min(),
            LogCosh => errors.Min(e => Math.Abs(e - 1)),
            Huber huber => errors.Min(e => Math.Abs(e - huber.Delta)),
            Hinge hinge => output.Zip(target, (o, t) => Math.Abs(1 - (o * (hinge.ConvertLabels ? (2 * t) - 1 : t)))).Min(),
            SquaredHinge hinge => output.Zip(target, (o, t) => Math.Abs(1 - (o * (hinge.ConvertLabels ? (2 * t) - 1 : t)))).Min(),
            CategoricalHinge hinge => OfLead(hinge.Margin),
            PerHead heads => Math.Min(DistanceToKink(heads.Losses[0], [.. output.Take(2)], [.. target.Take(2)]), DistanceToKink(heads.Losses[1], [.. output.Skip(2)], [.. target.Skip(2)])),
            CosineProximity when output.Any(o => o != 0) => Math.Sqrt(output.Sum(o => o * o)) / 10,
            _ => 1,
        };

        double OfLead(double margin)
        {
            double[] others = [.. output.Where((_, i) => target[i] == 0).OrderDescending()];
            double lack = others[0] - output.Where((_, i) => target[i] == 1).Single() + margin;
            return Math.Min(Math.Abs(lack), lack > 0 ? others[0] - others[1] : 1);
        }
    }

    /// <summary>The value that a call without the argument would pass; for structs and enums reflection gives numbers or nothing.</summary>
    private static object? Default(ParameterInfo argument) => argument.ParameterType switch
    {
        { IsEnum: true } type => Enum.ToObject(type, argument.DefaultValue!),
        { IsValueType: true } type when argument.DefaultValue is null && Nullable.GetUnderlyingType(type) is null => Activator.CreateInstance(type),
        _ => argument.DefaultValue,
    };

    private static object[] Extra() =>
    [
        new LeakyRelu(0.2), new LeakyRelu(0),
        new Perceptron(0.5, 7, StepForm.Bipolar, 0.1, 3, UseBias: false),
        new PRelu(-0.1), new PRelu(0.25, Lowest: 0.2499), new PRelu(0.25, 0.2499, 0.2501),
        new Swish(2), new Swish(-0.7), new Swish(0.5, Learnable: true), new Swish(0.5, Learnable: true, Lowest: 0.4999), new Swish(0.5, Learnable: true, Highest: 0.5001),
        new Gelu(Approximate: true), new Elu(0.5), new Elu(0), new Softplus(2), new HardSigmoid(0.2),
        new Step(0.5), new Step(Form: StepForm.Bipolar),
        new MeanSquaredError(Half: true), new MeanSquaredError(Reduction: Reduction.MeanOverSamples), new MeanSquaredError(Half: true, Reduction: Reduction.Sum),
        new BinaryCrossEntropy(Reduction.MeanOverSamples), new BinaryCrossEntropy(Reduction.Sum),
        new BinaryCrossEntropy(LabelSmoothing: 0.1), new BinaryCrossEntropy(PositiveWeight: 2.5),
        new CategoricalCrossEntropy(Reduction.MeanOverElements), new CategoricalCrossEntropy(Reduction.Sum), new CategoricalCrossEntropy(LabelSmoothing: 0.1),
        new MeanAbsoluteError(Reduction.MeanOverSamples), new LogCosh(Reduction.MeanOverSamples), new Quantile(0.9), new Quantile(Reduction: Reduction.MeanOverSamples), new Quantiles([0.05, 0.6, 0.95]), new Quantiles([0.1, 0.5, 0.9], Reduction.MeanOverSamples),
        new BinaryFocalCrossEntropy(1.5), new BinaryFocalCrossEntropy(PositiveWeight: 2.5), new BinaryFocalCrossEntropy(Reduction: Reduction.Sum), new Huber(0.5), new Huber(Reduction: Reduction.MeanOverSamples),
        new KullbackLeibler(Reduction.MeanOverElements), new CosineProximity(Reduction.MeanOverElements),
        new Hinge(ConvertLabels: true), new Hinge(Reduction: Reduction.MeanOverSamples), new SquaredHinge(ConvertLabels: true), new SquaredHinge(Reduction: Reduction.MeanOverSamples),
        new CategoricalHinge(2), new CategoricalHinge(Reduction: Reduction.MeanOverElements), new Poisson(LogInput: true), new Poisson(Reduction: Reduction.MeanOverSamples),
        new PerHead([new BinaryCrossEntropy(), new MeanSquaredError()]), new PerHead([new BinaryCrossEntropy(), new MeanSquaredError()], [2, 0.5]), new PerHead([new BinaryCrossEntropy(), new MeanSquaredError()], Reduction: Reduction.MeanOverElements),
        new PerHead([new CosineProximity(), new BinaryCrossEntropy(Reduction.MeanOverSamples)]),
        new GradientDescent(0.05), new GradientDescent(new StepSchedule(0.1, 0.5, 50)),
        new Momentum(0.02), new Momentum(0.01, 0.5), new Momentum(0.01, 0.9, MomentumForm.HeavyBall),
        new Adam(0.01), new Adam(Beta1: 0.8), new Adam(Beta2: 0.99), new Adam(Epsilon: 1e-3),
        new AdamW(0.01), new AdamW(WeightDecay: 0.1), new AdamW(Beta1: 0.8), new AdamW(Beta2: 0.99), new AdamW(Epsilon: 1e-3), new AdamW(AllParameters: true), new AdamW(Epsilon: 1e-3, Placement: AdamEpsilonPlacement.BeforeCorrection), new AdamW(Epsilon: 1e-3, Placement: AdamEpsilonPlacement.InsideRoot), new AdamW(0.02, 0.01, 0.9, 0.9, AmsGrad: true),
        new Adam(Epsilon: 1e-3, Placement: AdamEpsilonPlacement.BeforeCorrection),
        new Adam(Epsilon: 1e-3, Placement: AdamEpsilonPlacement.InsideRoot), new Adam(0.02, 0.9, 0.9, 1e-8, AmsGrad: true),
        new Nesterov(0.02), new Nesterov(0.01, 0.5), new Nesterov(0.01, 0.9, NesterovForm.Reformulated), new Nesterov(new ExponentialSchedule(0.02, 0.999)),
        new Adagrad(0.1), new Adagrad(0.1, 1e-3), new Adagrad(0.1, 1e-3, EpsilonPlacement.OutsideRoot), new Adagrad(0.1, Start: 0.1),
        new RmsProp(0.002), new RmsProp(Beta: 0.99), new RmsProp(Epsilon: 1e-3), new RmsProp(Epsilon: 1e-3, Placement: EpsilonPlacement.OutsideRoot),
        new RmsProp(Momentum: 0.5), new RmsProp(Centered: true), new RmsProp(Momentum: 0.5, Centered: true),
        new Adadelta(0.5), new Adadelta(Beta: 0.95), new Adadelta(Epsilon: 1e-5),
        new Adamax(0.01), new Adamax(Beta1: 0.8), new Adamax(Beta2: 0.99), new Adamax(Epsilon: 1e-3),
        new Nadam(0.01), new Nadam(Beta1: 0.8), new Nadam(Beta2: 0.99), new Nadam(Epsilon: 1e-3), new Nadam(Form: NadamForm.Simple), new Nadam(Form: NadamForm.Ruder), new Nadam(MomentumDecay: 1),
        new Lion(new CosineSchedule(0.003, 6000)), new Lion(Beta1: 0.8), new Lion(Beta2: 0.95),
        new Hypergradient(new Momentum(0.01)), new Hypergradient(new Adam()), new Hypergradient(new GradientDescent(0.02)), new Hypergradient(HyperLearningRate: 0.05), new Hypergradient(HyperLearningRate: 0.002, Form: HypergradientForm.Additive),
        new Hypergradient(Lowest: 0.01), new Hypergradient(Highest: 0.0102),
        new Lbfgs(3), new Lbfgs(LineSearchSteps: 1), new Lbfgs(Tolerance: 1e-3),
        new LevenbergMarquardt(1), new LevenbergMarquardt(Increase: 3), new LevenbergMarquardt(Decrease: 0.5), new LevenbergMarquardt(LargestDamping: 0.0011), new LevenbergMarquardt(Tolerance: 1e-3),
        new L1(0.1), new L1(0.3), new L1(0.1, AllParameters: true), new L1(0.1, ExactZeros: true),
        new ElasticNet(0.1, 0.2), new ElasticNet(0.2, 0.2), new ElasticNet(0.1, 0.3), new ElasticNet(0.1, 0.2, AllParameters: true), new ElasticNet(0.1, 0.2, ExactZeros: true),
        new MaxNorm(0.4), new MaxNorm(0.4, new L2(0.1)),
        new L2(0.1), new L2(0.3), new L2(0.1, L2Form.Square), new L2(0.1, L2Form.PerSample),
        new L2(0.1, AllParameters: true), new L2(0.1, L2Form.Square, AllParameters: true), new L2(0.1, L2Form.PerSample, AllParameters: true),
        new Constant(0.3), new Constant(-0.2), new RandomNormal(0.1), new RandomNormal(0.05, 0.4), new RandomUniform(0.2),
        new VarianceScaling(2), new VarianceScaling(1, FanMode.FanOut), new VarianceScaling(1, FanMode.Average), new VarianceScaling(1, FanMode.FanIn, ScaledDistribution.Normal), new VarianceScaling(1, FanMode.FanIn, ScaledDistribution.Uniform),
        new Orthogonal(1.5), new Dynamic(new HeNormal()), new Sparse(0.5), new Sparse(0.9, 0.1),
        new Randomized(new HeNormal()), new Randomized(Strength: 0.2), new Randomized(Every: 2), new Randomized(Form: RandomizedForm.Redraw),
        new ConstantSchedule(0.1), new ConstantSchedule(0.2), new StepSchedule(0.1), new StepSchedule(0.2), new StepSchedule(0.1, 0.5), new StepSchedule(0.1, 0.1, 1),
        new BatchNormalization(0.2), new BatchNormalization(Epsilon: 0.01), new LayerNormalization(0.01),
        new Dropout(0.2), new Dropout(0.5, PerBatch: true), new GaussianNoise(0.3),
        new Residual([new Tanh(), new Dense(4)]), new Residual([new Dropout(0.2), new Residual([new BatchNormalization(), new Dense(4, new Swish(Learnable: true))])]),
        new PiecewiseLinear(3, 2), new PiecewiseLinear(4, 0), new Periodic(3, 2, 0.3), new Periodic(3, 4, 0.3, Rectified: false), new PeriodicBias(3, 3, 0.3), new CategoryEmbedding(3, 2), new CategoryEmbedding(3, 2, SignedPairs: true),
        new Concatenate([[new Dense(2), new Tanh()], [new Dense(2)]]), new Concatenate([[new Linear()], [new GaussianNoise(0.1)], [new Concatenate([[new Dense(1, new Swish(0.5, Learnable: true))], [new Dense(4), new Residual([new Dense(4)]), new LayerNormalization(), new Dense(2)]])]]),
        new Members(2, [new Dense(2)]), new Members(3, [new Dense(4, new Tanh()), new Dropout(0.2), new Residual([new Tanh(), new Dense(4)]), new Dense(2)]), new Members(2, [new Dense(3, new Swish(0.5, Learnable: true)), new BatchNormalization(), new Dense(2)], MemberSharing.Front),
        new Members(2, [new LayerNormalization(), new Dense(3, new Tanh()), new Dense(2)], MemberSharing.Nothing), new Members(2, [new GaussianNoise(0.1), new Dense(3, new Softmax()), new Dense(2)], ScaleInitializer: new RandomNormal(1)),
        new RandomSigns(0.3), new RandomSigns(0.7),
        new Strength(new Mish()), new Strength(new Swish(0.5)), new Strength(Start: 0.5), new UnitVariance(new HeNormal()), new ZeroAtRows(2),
        new MultiStepSchedule(0.1, [5, 20]), new MultiStepSchedule(0.2, [5, 20]), new MultiStepSchedule(0.1, [5, 30]), new MultiStepSchedule(0.1, [5, 20], 0.5), new MultiStepSchedule(0.1, [5, 20], KeepAtBoundary: true),
        new PiecewiseConstantSchedule([0.1, 0.05, 0.02], [5, 20]), new PiecewiseConstantSchedule([0.1, 0.05, 0.01], [5, 20]), new PiecewiseConstantSchedule([0.1, 0.05, 0.02], [5, 30]), new PiecewiseConstantSchedule([0.1, 0.05, 0.02], [5, 20], KeepAtBoundary: true),
        new ExponentialSchedule(0.1), new ExponentialSchedule(0.2), new ExponentialSchedule(0.1, 0.5), new ExponentialSchedule(0.1, 0.95, 2),
        new InverseTimeSchedule(0.1), new InverseTimeSchedule(0.2), new InverseTimeSchedule(0.1, 0.5), new InverseTimeSchedule(0.1, Every: 2.5), new InverseTimeSchedule(0.1, Every: 2.5, Staircase: true),
        new PolynomialSchedule(0.1), new PolynomialSchedule(0.2), new PolynomialSchedule(0.1, 30), new PolynomialSchedule(0.1, 100, 0.01), new PolynomialSchedule(0.1, 100, 0, 2), new PolynomialSchedule(0.1, 15, 0.01, Cycle: true),
        new CosineSchedule(0.1), new CosineSchedule(0.2), new CosineSchedule(0.1, 30), new CosineSchedule(0.1, 100, 0.01),
        new FlatCosineSchedule(0.1), new FlatCosineSchedule(0.2), new FlatCosineSchedule(0.1, 30),
        new LogarithmicCosineSchedule(0.1), new LogarithmicCosineSchedule(0.2), new LogarithmicCosineSchedule(0.1, 3), new LogarithmicCosineSchedule(0.1, 4, 30),
        new CosineRestartsSchedule(0.1), new CosineRestartsSchedule(0.2), new CosineRestartsSchedule(0.1, 5), new CosineRestartsSchedule(0.1, 10, 1), new CosineRestartsSchedule(0.1, 10, 2, 0.01), new CosineRestartsSchedule(0.1, 10, Height: 0.5),
        new WarmUpSchedule(0.1), new WarmUpSchedule(new CosineSchedule(0.1)), new WarmUpSchedule(0.1, 5), new WarmUpSchedule(0.1, 1, 0.5),
        new OneCycleSchedule(0.1), new OneCycleSchedule(0.2), new OneCycleSchedule(0.1, 30), new OneCycleSchedule(0.1, 100, 0.5), new OneCycleSchedule(0.1, 100, 0.3, 10), new OneCycleSchedule(0.1, 30, 0.3, 25, 100),
        new PlateauSchedule(0.1), new PlateauSchedule(0.2), new PlateauSchedule(0.1, 0.5), new PlateauSchedule(0.1, 0.1, 3), new PlateauSchedule(0.1, 0.1, 10, 0.01), new PlateauSchedule(0.1, 0.1, 10, 1e-4, 5), new PlateauSchedule(0.1, 0.1, 10, 1e-4, 0, 0.005),
        new InputNoise(0.3), new Mixup(1), new Oversample(0.5), new Smote(1), new Smote(Ratio: 0.5), new Undersample(0.5),
        new Dense(4), new Dense(5), new Dense(4, new Tanh()), new Dense(4) { UseBias = false },
        new Dense(4) { WeightInitializer = new HeNormal() }, new Dense(4) { BiasInitializer = new Constant(0.5) }, new Dense(4) { Parametrization = Parametrization.NeuralTangentKernel },
    ];
}
