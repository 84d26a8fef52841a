using System.Text.Json;
using System.Text.Json.Serialization;
using Descent.Activations;
using Descent.Augmentations;
using Descent.Engine;
using Descent.Initializers;
using Descent.Layers;
using Descent.Losses;
using Descent.Models;
using Descent.Optimizers;
using Descent.Regularizers;
using Descent.Schedules;
using Descent.Tests.Coverage;
using Descent.Training;

namespace Descent.Tests.Laws;

/// <summary>Every description survives JSON, alone and inside what holds it, under its name in the catalogue and with every option.</summary>
public class JsonTests
{
    public static TheoryData<string> Types => [.. Subjects.Types.Select(t => t.Name)];

    [Theory]
    [Proves(Proof.Law, Law.Json)]
    [MemberData(nameof(Types))]
    public void GivesEveryInstanceBack(string name)
    {
        foreach (object instance in Subjects.Instances(Subjects.Types.Single(t => t.Name == name)))
        {
            string json = Check(instance);
            JsonElement root = JsonDocument.Parse(json).RootElement;
            if (instance is ConstantSchedule constant)
            {
                Assert.Equal(constant.Value, root.GetDouble());
                continue;
            }

            Assert.Equal(Catalogue.NameOf(instance), root.GetProperty("type").GetString());
            Assert.All(SubjectsTests.Options(instance.GetType()).Where(o => o.GetValue(instance) is not null && !o.IsDefined(typeof(JsonIgnoreAttribute), inherit: false)), option =>
                Assert.True(root.TryGetProperty(JsonNamingPolicy.CamelCase.ConvertName(option.Name), out _), $"{json} lacks {option.Name}."));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void UnknownOptionsAreRefused(string name)
    {
        object instance = Subjects.Instances(Subjects.Types.Single(t => t.Name == name))[0];
        string json = $"{{\"type\":\"{Catalogue.NameOf(instance)}\",\"colour\":1}}";
        Assert.Contains("colour", Assert.Throws<FormatException>(() => Read(instance, json)).Message, StringComparison.Ordinal);
    }

    private static string Check(object instance)
    {
        switch (instance)
        {
            case Layer layer:
                Network network = [layer, new Dense(2, layer as Activation) { WeightInitializer = new Orthogonal(1.5) }];
                Assert.Equal([.. network], [.. Catalogue.NetworkFromJson(Catalogue.ToJson(network))]);
                return layer is Activation activation ? Both(activation, layer) : Alone(layer);
            case Loss loss:
                return Inside(loss, o => o with { Loss = loss });
            case Optimizer optimizer:
                return Inside(optimizer, o => o with { Optimizer = optimizer });
            case Regularizer regularizer:
                return Inside(regularizer, o => o with { Regularizer = regularizer });
            case Schedule schedule:
                Inside<Optimizer>(new Adam(schedule), o => o with { Optimizer = new Adam(schedule) });
                return Alone(schedule);
            case Initializer initializer:
                Alone<Layer>(new Dense(3) { WeightInitializer = initializer, BiasInitializer = initializer });
                return Alone(initializer);
            case Augmentation augmentation:
                return Alone(augmentation);
            default:
                throw new ArgumentException($"Where does {instance} stand in a description?");
        }
    }

    private static string Both(Activation activation, Layer layer)
    {
        Assert.Equal(Alone(layer), Alone(activation));
        return Alone(activation);
    }

    private static string Inside<T>(T value, Func<TrainingOptions, TrainingOptions> put)
        where T : class
    {
        TrainingOptions options = put(new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 3 });
        TrainingOptions back = Catalogue.FromJson<TrainingOptions>(Catalogue.ToJson(options));
        Assert.Equal((options.Loss, options.Optimizer, options.Regularizer), (back.Loss, back.Optimizer, back.Regularizer));
        return Alone(value);
    }

    private static string Alone<T>(T value)
        where T : class
    {
        string json = Catalogue.ToJson(value);
        T back = Catalogue.FromJson<T>(json);
        Assert.Equal(value, back);
        Assert.NotSame(value, back);
        Assert.Equal(json, Catalogue.ToJson(back));
        return json;
    }

    private static object Read(object like, string json) => like switch
    {
        Layer => Catalogue.FromJson<Layer>(json),
        Loss => Catalogue.FromJson<Loss>(json),
        Optimizer => Catalogue.FromJson<Optimizer>(json),
        Augmentation => Catalogue.FromJson<Augmentation>(json),
        Regularizer => Catalogue.FromJson<Regularizer>(json),
        Schedule => Catalogue.FromJson<Schedule>(json),
        _ => Catalogue.FromJson<Initializer>(json),
    };
}
