using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Descent.Tests.Coverage;

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

    // Options that are no arguments of the constructor: the serializer would make 0 and false of those that are not there.
    [Theory]
    [MemberData(nameof(Types))]
    public void OptionsThatAreNotThereHaveTheirDefaults(string name)
    {
        Type type = Subjects.Types.Single(t => t.Name == name);
        JsonPropertyInfo[] others = [.. Catalogue.InfoOf(type).Properties.Where(p => p.AssociatedParameter is not { IsMemberInitializer: false })];
        ConstructorInfo constructor = type.GetConstructors().Single();
        foreach (object instance in Subjects.Instances(type).Where(instance => instance is not ConstantSchedule))
        {
            JsonObject json = JsonNode.Parse(Check(instance))!.AsObject();
            Array.ForEach(others, option => json.Remove(option.Name));
            object fresh = constructor.Invoke([.. constructor.GetParameters().Select(p => type.GetProperty(p.Name!)!.GetValue(instance))]);
            Assert.Equal(fresh, Read(instance, json.ToJsonString()));
        }
    }

    [Fact]
    public void TrainingOptionsThatAreNotThereHaveTheirDefaults()
    {
        const string loss = "\"loss\":{\"type\":\"mean_squared_error\"}";
        TrainingOptions defaults = new() { Loss = new MeanSquaredError() };
        Assert.Equal(defaults, Catalogue.FromJson<TrainingOptions>($"{{{loss}}}"));
        Assert.Equal(defaults with { Epochs = 5 }, Catalogue.FromJson<TrainingOptions>($"{{\"epochs\":5,{loss}}}"));
        Assert.Equal(
            defaults with { Shuffle = false, EarlyStopping = new(3), Clipping = new(2) },
            Catalogue.FromJson<TrainingOptions>($"{{{loss},\"shuffle\":false,\"earlyStopping\":{{\"patience\":3}},\"clipping\":{{\"limit\":2}}}}"));
    }

    [Theory]
    [InlineData("""{"epochs":5}""", "loss")]
    [InlineData("""{"loss":{"type":"huber"},"epoch":5}""", "epoch")]
    [InlineData("""{"loss":{"type":"huber"},"epochs":-1}""", "Epochs")]
    [InlineData("""{"loss":{"type":"huber"},"epochs":5,"epochs":6}""", "epochs")]
    [InlineData("null", "null")]
    [InlineData("[]", "TrainingOptions")]
    [InlineData("{", "TrainingOptions")]
    public void WrongTrainingOptionsAreRefused(string json, string word) =>
        Assert.Contains(word, Assert.Throws<FormatException>(() => Catalogue.FromJson<TrainingOptions>(json)).Message, StringComparison.Ordinal);

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
