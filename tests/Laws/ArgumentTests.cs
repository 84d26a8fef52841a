using System.Reflection;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;

namespace Descent.Tests.Laws;

/// <summary>A bad argument is refused by its name, when the thing is made and also when <c>with</c> changes it.</summary>
public class ArgumentTests
{
    public static TheoryData<string> Types => [.. Subjects.Types.Select(t => t.Name)];

    /// <summary>Undefined names of an enumeration, negative counts, null where something is needed.</summary>
    [Theory]
    [Proves(Proof.Law, Law.Arguments)]
    [MemberData(nameof(Types))]
    public void WhatIsNoValueOfTheOptionIsRefused(string name)
    {
        Type type = Subjects.Types.Single(t => t.Name == name);
        object instance = Subjects.Instances(type)[0];
        NullabilityInfoContext nullability = new();
        foreach (PropertyInfo option in SubjectsTests.Options(type))
        {
            object?[] bad = option.PropertyType switch
            {
                { IsEnum: true } kind => [Enum.ToObject(kind, 99), Enum.ToObject(kind, -1)],
                { } number when number == typeof(int) => [-1, int.MinValue],
                { IsValueType: true } => [],
                _ => nullability.Create(option).WriteState == NullabilityState.NotNull ? [null] : [],
            };
            foreach (object? value in bad)
            {
                object copy = type.GetMethod("<Clone>$")!.Invoke(instance, null)!;
                AssertNamed(option.Name, () => option.SetValue(copy, value));
                ConstructorInfo constructor = type.GetConstructors().Single();
                ParameterInfo[] parameters = constructor.GetParameters();
                if (parameters.SingleOrDefault(p => p.Name == option.Name) is { } parameter && nullability.Create(parameter).WriteState == NullabilityState.NotNull)
                {
                    AssertNamed(option.Name, () => constructor.Invoke([.. parameters.Select(p => p == parameter ? value : type.GetProperty(p.Name!)!.GetValue(instance))]));
                }
            }
        }
    }

    [Fact]
    public void NumbersOfUndefinedNamesAreRefusedInJsonToo()
    {
        Assert.Contains("Form", Assert.Throws<FormatException>(() => Catalogue.FromJson<Optimizer>("""{"type":"momentum","form":7}""")).Message, StringComparison.Ordinal);
        Assert.Contains("Reduction", Assert.Throws<FormatException>(() => Catalogue.FromJson<Loss>("""{"type":"huber","reduction":-1}""")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [Proves(Proof.Law, Law.Arguments)]
    [MemberData(nameof(Types))]
    public void NoNumberIsRefused(string name)
    {
        Type type = Subjects.Types.Single(t => t.Name == name);
        object instance = Subjects.Instances(type)[0];
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            foreach (PropertyInfo option in SubjectsTests.Options(type).Where(p => p.PropertyType == typeof(double) || p.PropertyType == typeof(double?)))
            {
                object copy = type.GetMethod("<Clone>$")!.Invoke(instance, null)!;
                AssertNamed(option.Name, () => option.SetValue(copy, bad));
            }

            // JSON has no such number, so a list with one could not be saved either.
            foreach (PropertyInfo list in SubjectsTests.Options(type).Where(p => p.PropertyType == typeof(IReadOnlyList<double>)))
            {
                object copy = type.GetMethod("<Clone>$")!.Invoke(instance, null)!;
                double[] numbers = [.. (IReadOnlyList<double>?)list.GetValue(instance) ?? [1]];
                numbers[^1] = bad;
                AssertNamed(list.Name, () => list.SetValue(copy, numbers));
            }

            ConstructorInfo constructor = type.GetConstructors().Single();
            ParameterInfo[] parameters = constructor.GetParameters();
            foreach (ParameterInfo parameter in parameters.Where(p => p.ParameterType == typeof(double) || p.ParameterType == typeof(double?)))
            {
                object?[] arguments = [.. parameters.Select(p => p == parameter ? bad : type.GetProperty(p.Name!)!.GetValue(instance))];
                AssertNamed(parameter.Name!, () => constructor.Invoke(arguments));
            }
        }
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        AssertRefused("Slope", () => new LeakyRelu(-0.1), () => new LeakyRelu() with { Slope = -0.1 });
        AssertRefused("Alpha", () => new Elu(-0.1), () => new Elu() with { Alpha = -1 });
        AssertRefused("Beta", () => new Softplus(0), () => new Softplus() with { Beta = -1 });
        AssertRefused("Slope", () => new HardSigmoid(0), () => new HardSigmoid() with { Slope = -1 });
        AssertRefused("Delta", () => new Huber(0), () => new Huber() with { Delta = -1 });
        AssertRefused("Margin", () => new CategoricalHinge(0), () => new CategoricalHinge() with { Margin = -1 });
        AssertRefused("LabelSmoothing", () => new BinaryCrossEntropy(LabelSmoothing: 1), () => new CategoricalCrossEntropy() with { LabelSmoothing = -0.1 });
        AssertRefused("PositiveWeight", () => new BinaryCrossEntropy(PositiveWeight: 0), () => new BinaryCrossEntropy() with { PositiveWeight = -1 });
        AssertRefused("LearningRate", () => new GradientDescent(0), () => new GradientDescent(-1), () => new Adam() with { LearningRate = -1 }, () => new Momentum() with { LearningRate = 0 });
        AssertRefused("Beta", () => new Momentum(0.1, 1), () => new Momentum(0.1, -0.1), () => new Momentum() with { Beta = 1 });
        AssertRefused("Beta1", () => new Adam(Beta1: 1), () => new Adam(Beta1: -0.1), () => new Adam() with { Beta1 = 1 });
        AssertRefused("Beta2", () => new Adam(Beta2: 1), () => new Adam(Beta2: -0.1), () => new Adam() with { Beta2 = 2 });
        AssertRefused("Epsilon", () => new Adam(Epsilon: 0), () => new Adam(Epsilon: -1e-8), () => new Adam() with { Epsilon = 0 });
        AssertRefused("WeightDecay", () => new AdamW(WeightDecay: -1e-9), () => new AdamW() with { WeightDecay = -1 });
        AssertRefused("Momentum", () => new BatchNormalization(0), () => new BatchNormalization(1.1), () => new BatchNormalization() with { Momentum = 0 });
        AssertRefused("Epsilon", () => new BatchNormalization(Epsilon: 0), () => new LayerNormalization(0), () => new AdamW(Epsilon: 0));
        AssertRefused("Rate", () => new Dropout(1), () => new Dropout(-0.1), () => new Dropout() with { Rate = 1.5 });
        AssertRefused("StandardDeviation", () => new GaussianNoise(0), () => new GaussianNoise() with { StandardDeviation = -1 });
        AssertRefused("Strength", () => new L2(-1e-9), () => new L2(1) with { Strength = -1 });
        AssertRefused("StandardDeviation", () => new RandomNormal(0), () => new RandomNormal() with { StandardDeviation = -1 });
        AssertRefused("Limit", () => new RandomUniform(0), () => new RandomUniform() with { Limit = -1 });
        AssertRefused("Size", () => new RandomSigns(0), () => new RandomSigns() with { Size = -1 });
        AssertRefused("Factor", () => new StepSchedule(1, 0), () => new StepSchedule(1) with { Factor = -1 });
        AssertRefused("Every", () => new StepSchedule(1, 0.5, 0), () => new StepSchedule(1) with { Every = 0 });
        AssertRefused("Strength", () => new L1(-1), () => new L1(1) with { Strength = -1 });
        AssertRefused("Absolute", () => new ElasticNet(-1, 0));
        AssertRefused("Quadratic", () => new ElasticNet(0, -1));
        AssertRefused("Limit", () => new MaxNorm(0), () => new MaxNorm() with { Limit = -1 });
        AssertRefused("Sparsity", () => new Sparse(1), () => new Sparse(-0.1));
        AssertRefused("Gain", () => new Orthogonal(0));
        AssertRefused("Strength", () => new Randomized(Strength: -0.1), () => new Randomized() with { Strength = -1 });
        AssertRefused("Every", () => new Randomized(Every: 0), () => new Randomized() with { Every = -1 });
        AssertRefused("Scale", () => new VarianceScaling(0));
        AssertRefused("Momentum", () => new RmsProp(Momentum: 1), () => new RmsProp() with { Momentum = -0.1 });
        AssertRefused("Start", () => new Adagrad(Start: -1), () => new WarmUpSchedule(1, 1, 1));
        AssertRefused("MomentumDecay", () => new Nadam(MomentumDecay: -1));
        AssertRefused("Levels", () => new Quantiles([0]), () => new Quantiles([0.5, 1]), () => new Quantiles([double.NaN]), () => new Quantiles([0.5]) with { Levels = [-0.1] });
        AssertRefused("Level", () => new Quantile(0), () => new Quantile(1), () => new Quantile() with { Level = -0.1 });
        AssertRefused("Gamma", () => new BinaryFocalCrossEntropy(0), () => new BinaryFocalCrossEntropy() with { Gamma = -1 });
        AssertRefused("Height", () => new CosineRestartsSchedule(1, Height: 0));
        Assert.All<Func<object>>([() => new PiecewiseConstantSchedule([1, 2], [1, 2]), () => new PiecewiseConstantSchedule([], [1]), () => (new PiecewiseConstantSchedule([1, 2], [1]) with { Values = [1] }).At(default), () => new PiecewiseConstantSchedule([1, double.NaN], [1])], make =>
            Assert.Contains("Values", Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal));
        AssertRefused("Growth", () => new CosineRestartsSchedule(1, 1, 0.5));
        AssertRefused("Rise", () => new OneCycleSchedule(1, 1, 1));
        AssertRefused("Factor", () => new PlateauSchedule(1, 1.1), () => new PlateauSchedule(1, 0));
        AssertRefused("Patience", () => new PlateauSchedule(1, 0.5, -1));
        Assert.All<Func<object>>([() => new MultiStepSchedule(1, []), () => new MultiStepSchedule(1, [2, 1]), () => new MultiStepSchedule(1, [0]), () => new MultiStepSchedule(1, [double.NaN]), () => new MultiStepSchedule(1, null!)], make =>
            Assert.Contains("Milestones", Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal));
        AssertRefused("StandardDeviation", () => new InputNoise(0), () => new InputNoise() with { StandardDeviation = -1 });
        AssertRefused("Alpha", () => new Mixup(0), () => new Mixup() with { Alpha = -1 });
        AssertRefused("Ratio", () => new Oversample(0), () => new Smote(Ratio: 1.1), () => new Undersample() with { Ratio = -1 });
        AssertRefused("Neighbors", () => new Smote(0), () => new Smote() with { Neighbors = -1 });
        AssertRefused("Units", () => new Dense(0), () => new Dense(1) with { Units = -3 });
        AssertRefused("Patience", () => new EarlyStopping(0), () => new EarlyStopping() with { Patience = 0 });
        AssertRefused("MinimumDelta", () => new EarlyStopping(1, -1), () => new EarlyStopping() with { MinimumDelta = double.NaN });
        AssertRefused("Epochs", () => new TrainingOptions { Loss = new MeanSquaredError(), Epochs = -1 });
        AssertRefused("BatchSize", () => new TrainingOptions { Loss = new MeanSquaredError(), BatchSize = 0 });
        AssertRefused("Threads", () => new TrainingOptions { Loss = new MeanSquaredError(), Threads = -1 });
    }

    [Fact]
    public void BoundsThatDoNotEncloseTheStartAreRefused()
    {
        foreach (Activation activation in (Activation[])[
            new PRelu(0.25, Lowest: 0.3), new PRelu(0.25, Highest: 0.2),
            new Swish(1, Learnable: true, Lowest: 2), new Swish(1, Lowest: 0.5)])
        {
            Network network = [new Dense(2, activation)];
            ArgumentException refusal = Assert.Throws<ArgumentException>(() => network.Compile<float>(2, LaneWidth.Current));
            Assert.Contains("bounds", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ALossSaysWhatItNeeds()
    {
        AssertMisfit("Sigmoid", new BinaryCrossEntropy(), new Dense(2));
        AssertMisfit("softmax", new BinaryCrossEntropy(), new Dense(2, new Softmax()));
        AssertMisfit("Softmax", new CategoricalCrossEntropy(), new Dense(2, new Sigmoid()));
        AssertMisfit("two classes", new CategoricalCrossEntropy(), new Dense(1, new Softmax()));
        AssertMisfit("Softmax", new KullbackLeibler(), new Dense(2, new Sigmoid()));
        AssertMisfit("two classes", new KullbackLeibler(), new Dense(1, new LogSoftmax()));
        AssertMisfit("Linear or Tanh", new Hinge(), new Dense(2, new Sigmoid()));
        AssertMisfit("Linear or Tanh", new SquaredHinge(), new Dense(2, new Relu()));
        AssertMisfit("Linear", new CategoricalHinge(), new Dense(2, new Softmax()));
        AssertMisfit("two classes", new CategoricalHinge(), new Dense(1));
        AssertMisfit("Softplus", new Poisson(), new Dense(2));
        AssertMisfit("LogInput = true", new Poisson(), new Dense(2, new Tanh()));
        AssertMisfit("MeanSquaredError", new CosineProximity(), new Dense(1));
        AssertMisfit("3 outputs per target", new Quantiles([0.1, 0.5, 0.9]), new Dense(4));
    }

    [Fact]
    public void AStepIsNotTrainedButPredicts()
    {
        AssertMisfit("Train with Sigmoid instead", new MeanSquaredError(), new Dense(2, new Step()));
        AssertMisfit("Train with Tanh instead", new Hinge(), new Dense(2, new Step(Form: StepForm.Bipolar)));
        Network network = [new Step(0.5), new Step(Form: StepForm.Bipolar)];
        Assert.Equal([-1, -1, 1], network.Build<double>(3).Predict([-3, 0.5, 0.6]));
    }

    [Fact]
    public void ALossSaysWhichTargetsItNeeds()
    {
        AssertTargetError("ConvertLabels = true", new Hinge(), new Dense(2), [-1, 1, 0, 1]);
        AssertTargetError("ConvertLabels", new SquaredHinge(ConvertLabels: true), new Dense(2), [0, 1, -1, 1]);
        AssertTargetError("at least 0", new Poisson(), new Dense(2, new Softplus()), [0, 2, -1, 1]);
        AssertTargetError("divide each row by its sum", new KullbackLeibler(), new Dense(2, new Softmax()), [0.5, 0.5, 0.5, 0.6]);
        AssertTargetError("probabilities", new KullbackLeibler(), new Dense(2, new Softmax()), [0.5, 0.5, -0.5, 1.5]);
        AssertTargetError("one 1 per row", new CategoricalHinge(), new Dense(2), [0, 1, 1, 1]);
    }

    private static void AssertTargetError(string words, Loss loss, Layer layer, double[] targets)
    {
        Network network = [layer];
        Dataset<double> data = Dataset.Create<double>((double[])[1, 2, 3, 4], 2, targets, 2);
        string message = Assert.Throws<ArgumentException>(() => network.Build<double>(2).Fit(data, new TrainingOptions { Loss = loss, Epochs = 1 })).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.Contains("row 1", message, StringComparison.Ordinal);
    }

    private static void AssertMisfit(string word, Loss loss, Layer layer)
    {
        Network network = [layer];
        Assert.Contains(word, Assert.Throws<ArgumentException>(() => network.Compile<float>(2, LaneWidth.Current, loss)).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string name, params Func<object>[] makers) =>
        Assert.All(makers, make => Assert.StartsWith($"{name} must be", Assert.Throws<ArgumentOutOfRangeException>(name, make).Message, StringComparison.Ordinal));

    private static void AssertNamed(string name, Action make)
    {
        TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(make);
        Assert.Contains(name, Assert.IsType<ArgumentException>(thrown.InnerException, exactMatch: false).Message, StringComparison.Ordinal);
    }
}
