using System.Reflection;
using System.Text.Json.Nodes;
using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>
/// Every number that only training uses may be a schedule. Where a schedule jumps, training goes another way from that step on and not
/// before; where it leaves the option's range, training ends with its name.
/// </summary>
public class ScheduleLawTests
{
    private const int Steps = 9, Jump = 5, StepsPerEpoch = 3;

    // A start, bounds, and what use must share with training: not numbers of a step.
    private static readonly string[] s_fixed = ["Adagrad.Start", "Hypergradient.Lowest", "Hypergradient.Highest", "BatchNormalization.Epsilon", "LayerNormalization.Epsilon", "Periodic.StandardDeviation", "PeriodicBias.StandardDeviation"];

    // Instances in which the option has something to do, where the first one of Subjects does not see to it.
    private static readonly Dictionary<string, object> s_instances = new()
    {
        ["RmsProp.Momentum"] = new RmsProp(Momentum: 0.5),
        ["Lion.Beta1"] = new Lion(0.3),
        ["MaxNorm.Limit"] = new MaxNorm(0.2),
        ["GradientClipping.Limit"] = new GradientClipping(0.01),
    };

    public static TheoryData<string> Options => [.. All.Select(o => o.Name)];

    private static IEnumerable<(string Name, Type Type, PropertyInfo Property)> All =>
        from type in Subjects.Types.Append(typeof(GradientClipping))
        where !typeof(Schedule).IsAssignableFrom(type) && !typeof(Descent.Initializer).IsAssignableFrom(type)
        from property in SubjectsTests.Options(type)
        where property.PropertyType == typeof(Schedule) && !typeof(FullBatchOptimizer).IsAssignableFrom(type)
        select ($"{type.Name}.{property.Name}", type, property);

    [Fact]
    public void EveryNumberOfTrainingIsOne()
    {
        IEnumerable<string> plain = from type in Subjects.Types.Append(typeof(GradientClipping))
                                    where (typeof(Optimizer).IsAssignableFrom(type) && !typeof(FullBatchOptimizer).IsAssignableFrom(type)) || typeof(Regularizer).IsAssignableFrom(type) || type == typeof(GradientClipping)
                                        || (type.IsSubclassOf(typeof(Layer)) && !type.IsSubclassOf(typeof(Activation)) && type != typeof(Dense))
                                    from property in SubjectsTests.Options(type)
                                    where property.PropertyType == typeof(double) || property.PropertyType == typeof(double?)
                                    select $"{type.Name}.{property.Name}";
        Assert.Equal(s_fixed.Order(), plain.Order());
        Assert.Equal(46, All.Count());
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void AJumpIsFeltFromItsStepOn(string name)
    {
        if (name == "Hypergradient.LearningRate")
        {
            // What is learned cannot be scheduled as well.
            Assert.Contains("plain number", Assert.ThrowsAny<ArgumentException>(() => new Hypergradient() with { LearningRate = new StepSchedule(0.1) }).Message, StringComparison.Ordinal);
            return;
        }

        (object instance, PropertyInfo property, double number) = Find(name);
        double[][] plain = Walk(With(instance, property, number)), jumping = Walk(With(instance, property, new MultiStepSchedule(number, [(double)Jump / StepsPerEpoch], 0.01)));
        double[][] standing = Walk(With(instance, property, new MultiStepSchedule(number, [100])));
        for (int step = 0; step < Steps; step++)
        {
            Assert.True(standing[step].AsSpan().SequenceEqual(jumping[step]) == step < Jump, $"{name}: the schedule jumps at step {Jump}, but step {step} is {(step < Jump ? "not " : "")}the same.");

            // A power of a plain number and a product of a schedule's differ by their rounding.
            Assert.All(plain[step].Zip(standing[step]), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void LeavingTheRangeIsNamed(string name)
    {
        (object instance, PropertyInfo property, double number) = Find(name);
        if (name != "Hypergradient.LearningRate")
        {
            string message = Assert.ThrowsAny<ArgumentException>(() => Walk(With(instance, property, new CosineSchedule(number, 2, -1)))).Message;
            Assert.Contains($"{property.Name} is -", message, StringComparison.Ordinal);
            Assert.Contains("at step", message, StringComparison.Ordinal);
            Assert.Contains("CosineSchedule", message, StringComparison.Ordinal);
        }

        // A plain number is refused at once, by the option's name.
        foreach (double bad in (double[])[-1, double.NaN, double.PositiveInfinity])
        {
            TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => With(instance, property, bad));
            Assert.Equal(property.Name, Assert.IsType<ArgumentOutOfRangeException>(thrown.InnerException).ParamName);
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void JsonKeepsNumbersPlain(string name)
    {
        (object instance, PropertyInfo property, double number) = Find(name);
        if (name == "Hypergradient.LearningRate")
        {
            return;
        }

        string key = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
        (string plain, object back) = RoundTrip(With(instance, property, number));
        Assert.Equal(With(instance, property, number), back);
        Assert.Equal(number, JsonNode.Parse(plain)![key]!.GetValue<double>());
        object scheduled = With(instance, property, new WarmUpSchedule(new StepSchedule(number)));
        (string text, object again) = RoundTrip(scheduled);
        Assert.Equal(scheduled, again);
        Assert.Equal("warm_up_schedule", JsonNode.Parse(text)![key]!["type"]!.GetValue<string>());
    }

    [Fact]
    public void JsonOfAnEarlierVersionIsRead()
    {
        Assert.Equal(new Adam(0.5), Catalogue.FromJson<Optimizer>("""{"type":"adam","learningRate":{"type":"constant_schedule","value":0.5}}"""));
        Assert.Contains("There are: constant_schedule", Assert.Throws<FormatException>(() => Catalogue.FromJson<Optimizer>("""{"type":"adam","learningRate":{"type":"flat"}}""")).Message, StringComparison.Ordinal);
        Assert.Contains("Expected a number, or a schedule", Assert.Throws<FormatException>(() => Catalogue.FromJson<Optimizer>("""{"type":"adam","learningRate":"fast"}""")).Message, StringComparison.Ordinal);
        Assert.Contains("Beta1", Assert.Throws<FormatException>(() => Catalogue.FromJson<Optimizer>("""{"type":"adam","beta1":2}""")).Message, StringComparison.Ordinal);
        Assert.Equal(new Momentum(0.1, 0.5), Catalogue.Parse<Optimizer>("momentum:learningRate=0.1,beta=0.5"));
    }

    private static (object Instance, PropertyInfo Property, double Number) Find(string name)
    {
        (_, Type type, PropertyInfo property) = All.Single(o => o.Name == name);
        object instance = s_instances.TryGetValue(name, out object? given) ? given : Subjects.Instances(type)[0];
        return (instance, property, ((Schedule)property.GetValue(instance)!).At(new TrainingPosition(0, 1)));
    }

    private static object With(object instance, PropertyInfo property, Schedule value)
    {
        object copy = instance.GetType().GetMethod("<Clone>$")!.Invoke(instance, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private static (string Json, object Back) RoundTrip(object value)
    {
        return value switch
        {
            Optimizer optimizer => Trip(optimizer),
            Regularizer regularizer => Trip(regularizer),
            Layer layer => Trip(layer),
            GradientClipping clipping => Clipping(clipping),
            _ => throw new ArgumentException($"How is {value} written?"),
        };

        static (string, object) Trip<T>(T value)
            where T : class => (Catalogue.ToJson(value), Catalogue.FromJson<T>(Catalogue.ToJson(value)));

        static (string, object) Clipping(GradientClipping clipping)
        {
            (string json, object back) = Trip(new TrainingOptions { Loss = new MeanSquaredError(), Clipping = clipping });
            return (JsonNode.Parse(json)!["clipping"]!.ToJsonString(), ((TrainingOptions)back).Clipping!);
        }
    }

    /// <summary>The parameters, running statistics included, and what the optimizer remembers, after every step.</summary>
    private static double[][] Walk(object instance)
    {
        Network network = instance is Layer layer ? [new Dense(6), layer, new Tanh(), new Dense(3)] : [new Dense(6, new Tanh()), new Dense(3)];
        TrainingOptions options = new()
        {
            Loss = new MeanSquaredError(),
            Optimizer = instance as Optimizer ?? new GradientDescent(0.1),
            Regularizer = instance as Regularizer,
            Clipping = instance as GradientClipping,
            BatchSize = 20,
        };
        Model<double> model = network.Build<double>(4, 3, LaneWidth.Current);
        AlignedBlock<double> parameters = model.Block.Copy();
        using Stepper<double> stepper = Training.Stepper(model, options, 20, 1, parameters);
        int[] order = [.. Enumerable.Range(0, 20)];
        double[][] walked = new double[Steps][];
        for (int step = 0; step < Steps; step++)
        {
            Assert.True(double.IsFinite(stepper.Step(order, 0, 20, new TrainingPosition(step, StepsPerEpoch))));
            walked[step] = [.. parameters.Span, .. stepper.Slots.Span];
        }

        return walked;
    }
}
