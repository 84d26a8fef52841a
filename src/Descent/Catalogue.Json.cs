using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Descent.Data;

namespace Descent;

/// <content>JSON for descriptions: every object has its catalogue name as <c>"type"</c>; a plain number is a constant schedule.</content>
public static partial class Catalogue
{
    private static readonly Type[] Bases = [typeof(Layer), typeof(Activation), typeof(Loss), typeof(Optimizer), typeof(Regularizer), typeof(Initializer), typeof(Augmentation)];

    private static JsonSerializerOptions json = OptionsWith([]);

    private static readonly JsonDocumentOptions Documents = new() { MaxDepth = Nesting.Json };

    private static JsonSerializerOptions Json => Volatile.Read(ref json);

    // A context created with these options would replace the resolver that knows the names.
    private static JsonSerializerOptions OptionsWith(IReadOnlyList<IJsonTypeInfoResolver> registered, CatalogueEntry? candidate = null) => new(CatalogueJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine([CatalogueJson.Default, .. registered]).WithAddedModifier(info => NameTypes(info, candidate is null ? Entries : [.. Entries, candidate])),
        Converters = { new ScheduleConverter() },
    };

    /// <summary>Writes a network as JSON: the list of its layers.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The JSON text.</returns>
    /// <exception cref="ArgumentException">If the description contains a type that is not registered.</exception>
    public static string ToJson(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Written<Layer[]>([.. network]);
    }

    /// <summary>Writes a loss, optimizer, penalty, schedule, initializer, layer or training options as JSON.</summary>
    /// <typeparam name="T">The base type, such as <see cref="Optimizer"/>, or <see cref="TrainingOptions"/>.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The JSON text.</returns>
    /// <exception cref="ArgumentException">If the description contains a type that is not registered.</exception>
    public static string ToJson<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return Written(value);
    }

    private static string Written<T>(T value)
        where T : class
    {
        try
        {
            return JsonSerializer.Serialize(value, Info<T>());
        }
        catch (NotSupportedException fault)
        {
            // The first quoted text of the runtime's message is the name of the unknown type, followed by its type arguments in brackets.
            string name = fault.Message.Split('\'') is [_, var type, ..] ? type.Split('[')[0] : "A type in it";
            throw NotRegistered(name[(name.LastIndexOf('.') + 1)..], fault);
        }
        catch (JsonException fault)
        {
            throw new ArgumentException(Nesting.TooDeep, nameof(value), fault);
        }
    }

    private static ArgumentException NotRegistered(string type, Exception? fault = null) =>
        new($"{type} is not registered, so it cannot be written or saved. Register it with Catalogue.Register first.", "value", fault);

    /// <summary>Reads a network from JSON.</summary>
    /// <param name="json">A list of layers.</param>
    /// <returns>The network.</returns>
    /// <exception cref="FormatException">If the text does not describe a network; the message contains the position and the reason.</exception>
    public static Network NetworkFromJson(string json)
    {
        Layer[] layers = FromJson<Layer[]>(json);
        return layers.Length == 0 ? throw new FormatException("This is not a valid network: it has no layers. A network needs at least one layer.")
            : layers.Any(layer => layer is null) ? throw new FormatException("This is not a valid network: a layer is null. Remove it, or replace it with a layer.")
            : Network.Create(layers);
    }

    /// <summary>Reads what <see cref="ToJson{T}(T)"/> wrote. Types are chosen by catalogue name only.</summary>
    /// <typeparam name="T">The base type.</typeparam>
    /// <param name="json">The JSON text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">If the text is malformed, a name in it is unknown, or an option is out of range.</exception>
    public static T FromJson<T>(string json)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(json);
        if (JsonNumbers.FirstBeyondRange(json) is { } number)
        {
            throw new FormatException($"This is not a valid {Described<T>()}: {number} is beyond the range of a double.");
        }

        try
        {
            return (typeof(T) == typeof(TrainingOptions) ? WithDefaults(json).Deserialize(Info<T>()) : JsonSerializer.Deserialize(json, Info<T>())) ?? throw new FormatException($"Expected a description of a {Described<T>()}, but found null.");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException or InvalidOperationException { Source: "System.Text.Json.Rethrowable" })
        {
            // The reader throws InvalidOperationException for an unpaired surrogate.
            throw new FormatException(UnknownPart(json, Info<T>()) ?? $"This is not a valid {Described<T>()}: {Reason(fault)}", fault);
        }
    }

    private static string Described<T>() => typeof(T) == typeof(Layer[]) ? nameof(Network).ToLowerInvariant() : typeof(T).Name;

    /// <summary>The reason why a description is not valid; replaces the runtime's text for a missing argument.</summary>
    internal static string Reason(Exception fault) => fault is ArgumentNullException { ParamName: { } name } ? $"{name} must have a value." : fault.Message;

    /// <summary>Gets the serializer's metadata of a type: its options, and which of them have defaults.</summary>
    /// <param name="type">The type of an entry.</param>
    /// <returns>The names, types and defaults of the options, as used in JSON and in the text form.</returns>
    /// <exception cref="NotSupportedException">If the type is neither part of the library nor registered.</exception>
    public static JsonTypeInfo InfoOf(Type type) => Json.GetTypeInfo(type);

    private static JsonTypeInfo<T> Info<T>()
        where T : class => (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T));

    /// <summary>Adds the training options that a JSON text leaves out, because the serializer would set them to 0 and false.</summary>
    /// <remarks>All other descriptions get their options through a constructor, whose defaults the serializer knows.</remarks>
    private static JsonNode? WithDefaults(string json)
    {
        JsonNode? node = JsonNode.Parse(json, documentOptions: Documents with { AllowDuplicateProperties = false });
        if (node is JsonObject options)
        {
            JsonObject defaults = JsonSerializer.SerializeToNode(new TrainingOptions { Loss = new MeanSquaredError() }, Info<TrainingOptions>())!.AsObject();
            foreach ((string name, JsonNode? value) in defaults.Where(option => option.Key != "loss" && !options.ContainsKey(option.Key)))
            {
                options[name] = value?.DeepClone();
            }
        }

        return node;
    }

    private static void NameTypes(JsonTypeInfo info, IEnumerable<CatalogueEntry> entries)
    {
        if (!Bases.Contains(info.Type))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "type" };
        foreach (CatalogueEntry entry in entries.Where(e => info.Type.IsAssignableFrom(e.Type)))
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(entry.Type, entry.Name));
        }
    }
}

/// <summary>The generated serializer for all types of the catalogue.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    MaxDepth = Nesting.Json)]
[JsonSerializable(typeof(Layer[]))]
[JsonSerializable(typeof(Layer))]
[JsonSerializable(typeof(Dense))]
[JsonSerializable(typeof(BatchNormalization))]
[JsonSerializable(typeof(LayerNormalization))]
[JsonSerializable(typeof(Scaling))]
[JsonSerializable(typeof(Dropout))]
[JsonSerializable(typeof(GaussianNoise))]
[JsonSerializable(typeof(Residual))]
[JsonSerializable(typeof(Concatenate))]
[JsonSerializable(typeof(Members))]
[JsonSerializable(typeof(PiecewiseLinear))]
[JsonSerializable(typeof(Periodic))]
[JsonSerializable(typeof(PeriodicBias))]
[JsonSerializable(typeof(CategoryEmbedding))]
[JsonSerializable(typeof(Activation))]
[JsonSerializable(typeof(Linear))]
[JsonSerializable(typeof(Sigmoid))]
[JsonSerializable(typeof(Tanh))]
[JsonSerializable(typeof(Relu))]
[JsonSerializable(typeof(LeakyRelu))]
[JsonSerializable(typeof(PRelu))]
[JsonSerializable(typeof(Swish))]
[JsonSerializable(typeof(Softmax))]
[JsonSerializable(typeof(LogSoftmax))]
[JsonSerializable(typeof(Gelu))]
[JsonSerializable(typeof(Elu))]
[JsonSerializable(typeof(Selu))]
[JsonSerializable(typeof(Strength))]
[JsonSerializable(typeof(Softplus))]
[JsonSerializable(typeof(Exponential))]
[JsonSerializable(typeof(Softsign))]
[JsonSerializable(typeof(Mish))]
[JsonSerializable(typeof(HardSigmoid))]
[JsonSerializable(typeof(HardSwish))]
[JsonSerializable(typeof(Step))]
[JsonSerializable(typeof(Loss))]
[JsonSerializable(typeof(MeanSquaredError))]
[JsonSerializable(typeof(BinaryCrossEntropy))]
[JsonSerializable(typeof(CategoricalCrossEntropy))]
[JsonSerializable(typeof(MeanAbsoluteError))]
[JsonSerializable(typeof(Huber))]
[JsonSerializable(typeof(LogCosh))]
[JsonSerializable(typeof(Quantile))]
[JsonSerializable(typeof(Quantiles))]
[JsonSerializable(typeof(BinaryFocalCrossEntropy))]
[JsonSerializable(typeof(KullbackLeibler))]
[JsonSerializable(typeof(Hinge))]
[JsonSerializable(typeof(SquaredHinge))]
[JsonSerializable(typeof(CategoricalHinge))]
[JsonSerializable(typeof(Poisson))]
[JsonSerializable(typeof(CosineProximity))]
[JsonSerializable(typeof(PerHead))]
[JsonSerializable(typeof(Optimizer))]
[JsonSerializable(typeof(GradientDescent))]
[JsonSerializable(typeof(Momentum))]
[JsonSerializable(typeof(Nesterov))]
[JsonSerializable(typeof(Adagrad))]
[JsonSerializable(typeof(RmsProp))]
[JsonSerializable(typeof(Adam))]
[JsonSerializable(typeof(AdamW))]
[JsonSerializable(typeof(Adadelta))]
[JsonSerializable(typeof(Adamax))]
[JsonSerializable(typeof(Nadam))]
[JsonSerializable(typeof(Lion))]
[JsonSerializable(typeof(Hypergradient))]
[JsonSerializable(typeof(Regularizer))]
[JsonSerializable(typeof(L2))]
[JsonSerializable(typeof(L1))]
[JsonSerializable(typeof(ElasticNet))]
[JsonSerializable(typeof(MaxNorm))]
[JsonSerializable(typeof(Initializer))]
[JsonSerializable(typeof(Zeros))]
[JsonSerializable(typeof(Constant))]
[JsonSerializable(typeof(RandomUniform))]
[JsonSerializable(typeof(RandomSigns))]
[JsonSerializable(typeof(RandomNormal))]
[JsonSerializable(typeof(GlorotUniform))]
[JsonSerializable(typeof(GlorotNormal))]
[JsonSerializable(typeof(HeUniform))]
[JsonSerializable(typeof(HeNormal))]
[JsonSerializable(typeof(LecunUniform))]
[JsonSerializable(typeof(LecunNormal))]
[JsonSerializable(typeof(VarianceScaling))]
[JsonSerializable(typeof(Orthogonal))]
[JsonSerializable(typeof(Sparse))]
[JsonSerializable(typeof(Dynamic))]
[JsonSerializable(typeof(UnitVariance))]
[JsonSerializable(typeof(ZeroAtRows))]
[JsonSerializable(typeof(Randomized))]
[JsonSerializable(typeof(Schedule))]
[JsonSerializable(typeof(ConstantSchedule))]
[JsonSerializable(typeof(StepSchedule))]
[JsonSerializable(typeof(MultiStepSchedule))]
[JsonSerializable(typeof(PiecewiseConstantSchedule))]
[JsonSerializable(typeof(ExponentialSchedule))]
[JsonSerializable(typeof(InverseTimeSchedule))]
[JsonSerializable(typeof(PolynomialSchedule))]
[JsonSerializable(typeof(CosineSchedule))]
[JsonSerializable(typeof(FlatCosineSchedule))]
[JsonSerializable(typeof(LogarithmicCosineSchedule))]
[JsonSerializable(typeof(CosineRestartsSchedule))]
[JsonSerializable(typeof(WarmUpSchedule))]
[JsonSerializable(typeof(OneCycleSchedule))]
[JsonSerializable(typeof(PlateauSchedule))]
[JsonSerializable(typeof(Augmentation))]
[JsonSerializable(typeof(InputNoise))]
[JsonSerializable(typeof(Mixup))]
[JsonSerializable(typeof(Oversample))]
[JsonSerializable(typeof(Smote))]
[JsonSerializable(typeof(Undersample))]
[JsonSerializable(typeof(Perceptron))]
[JsonSerializable(typeof(ParameterGroup))]
[JsonSerializable(typeof(TrainingOptions))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
