using System.Text.Json;
using System.Text.Json.Serialization;
using Descent.Data;

namespace Descent.Formats;

/// <summary>
/// Saves a <see cref="TableModel"/> that is more than one plain network to a file: the metadata contains the members with their
/// networks, weights and input encodings, and the adjustments of the outputs; the tensors are named <c>members.0.layers.0.weight</c>
/// and so on.
/// </summary>
internal static class SavedMembers
{
    /// <summary>A metadata key of every such file, and of no other.</summary>
    public const string Key = "descent.members";

    private const string PreprocessorKey = "descent.preprocessor", DetailPrefix = "detail.";

    /// <summary>Whether a model needs this format.</summary>
    public static bool Needs(TableModel model) => model.Members.Count > 1 || model.Members[0].Coding is not null || model.Members[0].Recipe is not null || model.Adjustment is not null || model.Combination is not null || model.Intervals is not null || model.Quantiles.Count > 0;

    /// <summary>Creates the file of a model.</summary>
    public static SafetensorsFile ToFile(TableModel model)
    {
        List<Tensor> tensors = [];
        InputCoding[] codings = [.. model.Members.Select(member => member.Coding).OfType<InputCoding>().Distinct()];
        foreach ((int i, TableMember member) in model.Members.Index())
        {
            ModelTensors.Write(member.Model, $"members.{i}.", tensors);
        }

        SavedMembersState state = new(
            [.. codings.Select(coding => coding.ToJson())],
            [.. model.Members.Select(member => new SavedMember(Catalogue.ToJson(member.Model.Network), member.Model.Inputs, member.Model.Seed, member.Weight, member.Coding is { } coding ? Array.IndexOf(codings, coding) : null, member.Recipe, member.Fold))],
            model.Adjustment?.Temperature,
            model.Adjustment?.Ranges?.Select(range => new[] { range.Least, range.Most }).ToArray(),
            model.Intervals?.Targets.Select(parts => parts.Select(part => new SavedErrors(part.Center, part.Rows, part.Errors)).ToArray()).ToArray(),
            model.Quantiles.Count > 0 ? model.Quantiles : null,
            model.Adjustment?.Shifts,
            model.Adjustment?.Curves?.Select(curve => new SavedCurve(curve.Inputs, curve.Outputs)).ToArray(),
            model.Combination is { } combination ? SavedCombination.Of(combination) : null);
        List<KeyValuePair<string, string>> metadata =
        [
            new(Key, JsonSerializer.Serialize(state, SavedMembersJson.Default.SavedMembersState)), new(PreprocessorKey, model.Preprocessor.ToJson()),
            .. model.Details.Select(detail => new KeyValuePair<string, string>(DetailPrefix + detail.Key, detail.Value)),
        ];
        TrainingFacts.Of(model).Write(metadata, tensors);
        // A reader that does not know the combination would take the mean.
        return new SafetensorsFile(tensors, metadata) { Format = model.Combination is null && codings.All(coding => coding.Numbers != NumberCoding.CommonScale) ? 1 : 2 };
    }

    /// <summary>Reads the model of a file, checking everything.</summary>
    /// <exception cref="ModelFileException">If the content is invalid or inconsistent.</exception>
    public static TableModel Read(SafetensorsFile file, string source)
    {
        try
        {
            SavedMembersState state = JsonSerializer.Deserialize(file.Metadata[Key], SavedMembersJson.Default.SavedMembersState) ?? throw new FormatException($"{Key} is empty.");
            Preprocessor preprocessor = Preprocessor.FromJson(file.Metadata.GetValueOrDefault(PreprocessorKey) ?? throw new FormatException("The preprocessing is missing."));
            List<string> names = [];
            InputCoding[] codings = [.. (state.Codings ?? []).Select(coding => InputCoding.FromJson(coding, preprocessor.InputNames.Count))];
            TableMember[] members = [.. (state.Members ?? []).Select((member, i) => ReadMember(member, i))];
            ModelTensors.RequireNoOthers(file, names, source);
            TrainingFacts? facts = TrainingFacts.Read(preprocessor, file, source);
            Dictionary<string, string> details = file.Metadata.Where(m => m.Key.StartsWith(DetailPrefix, StringComparison.Ordinal)).ToDictionary(m => m.Key[DetailPrefix.Length..], m => m.Value, StringComparer.Ordinal);
            return new TableModel(members, preprocessor, details, state.Quantiles) { Decision = facts?.Decision, Training = facts?.Training, Combination = state.Combination?.Read(), Adjustment = Adjustment(state, preprocessor.OutputNames.Count * (state.Quantiles?.Count ?? 1)), Intervals = Intervals(state, preprocessor) };

            TableMember ReadMember(SavedMember member, int i)
            {
                Network network = Catalogue.NetworkFromJson(member.Network);
                InputCoding? coding = member.Coding is not { } place ? null
                    : place >= 0 && place < codings.Length ? codings[place] : throw new FormatException($"Member {i} has the coding {place}, but there are {codings.Length}.");
                Model<float> model = network.Build<float>(coding?.Shape ?? member.Inputs, member.Seed);
                names.AddRange(ModelTensors.Read(model, file, $"members.{i}.", source));
                return new TableMember(model, coding, member.Weight, member.Recipe, member.Fold);
            }
        }
        catch (Exception fault) when (fault is JsonException or FormatException or OverflowException or ArgumentException or DataException)
        {
            throw new ModelFileException($"{source} is not a usable model (written by {file.WrittenBy ?? "an unknown program"}): {JsonFault.Reason(fault)}", fault);
        }
    }

    private static OutputAdjustment? Adjustment(SavedMembersState state, int outputs)
    {
        if (state.Temperature is null && state.Ranges is null && state.Shifts is null && state.Curves is null)
        {
            return null;
        }

        if (state.Shifts is { } shifts && !(shifts.Count == outputs && shifts.All(float.IsFinite)))
        {
            throw new FormatException("The shifts of the outputs do not match the outputs.");
        }

        if (state.Curves is { } curves && curves.Count != outputs)
        {
            throw new FormatException($"There are {curves.Count} isotonic curves for {outputs} outputs.");
        }

        return state.Ranges is null || (state.Ranges.Count == outputs && state.Ranges.All(range => range is [var least, var most] && float.IsFinite(least) && float.IsFinite(most) && least <= most))
            ? new OutputAdjustment(state.Temperature ?? 1, state.Ranges?.Select(range => (range[0], range[1])).ToArray()) { Shifts = state.Shifts, Curves = state.Curves?.Select(curve => new IsotonicCurve(curve.Inputs, curve.Outputs)).ToArray() }
            : throw new FormatException("The ranges of the outputs do not match the outputs.");
    }

    private static PredictionIntervals? Intervals(SavedMembersState state, Preprocessor preprocessor)
    {
        if (state.Intervals is not { } targets)
        {
            return null;
        }

        bool fits = preprocessor.Task is TaskKind.Regression or TaskKind.Counts && targets.Count == preprocessor.OutputNames.Count
            && targets.All(parts => parts.Length > 0 && IsIncreasing([.. parts.Select(part => part.Center)]) && parts.All(part => part.Errors.Count > 0 && part.Rows >= part.Errors.Count && IsIncreasing(part.Errors)));
        return fits ? new PredictionIntervals([.. targets.Select(parts => parts.Select(part => new ErrorPart(part.Center, part.Rows, part.Errors)).ToArray())]) : throw new FormatException("The errors for the prediction intervals do not match the targets.");

        static bool IsIncreasing(IReadOnlyList<double> numbers) => numbers.All(double.IsFinite) && numbers.Zip(numbers.Skip(1)).All(pair => pair.First <= pair.Second);
    }
}

/// <summary>The saved state of an ensemble, as JSON.</summary>
internal sealed record SavedMembersState(IReadOnlyList<string>? Codings, IReadOnlyList<SavedMember>? Members, double? Temperature = null, IReadOnlyList<float[]>? Ranges = null, IReadOnlyList<SavedErrors[]>? Intervals = null, IReadOnlyList<double>? Quantiles = null, IReadOnlyList<float>? Shifts = null, IReadOnlyList<SavedCurve>? Curves = null, SavedCombination? Combination = null);

/// <summary>The saved combination of members.</summary>
internal sealed record SavedCombination(string Kind, IReadOnlyList<double>? Start = null, double? Scale = null, ScoreLink? Link = null, IReadOnlyList<int>? Sizes = null, IReadOnlyList<IReadOnlyList<float>>? Weights = null, IReadOnlyList<float>? Intercepts = null)
{
    private const string Votes = "votes", Sum = "sum", Stack = "stack";

    public static SavedCombination Of(MemberCombination combination) => combination switch
    {
        VoteCombination => new(Votes),
        SumCombination sum => new(Sum, sum.Start, sum.Scale, sum.Link),
        StackCombination stack => new(Stack, Link: stack.Link, Sizes: stack.Sizes, Weights: stack.Weights, Intercepts: stack.Intercepts),
        _ => throw new ModelFileException($"{combination.GetType().Name} cannot be saved."),
    };

    public MemberCombination Read() => Kind switch
    {
        Votes => new VoteCombination(),
        Sum when Start is not null && Scale is { } scale && Link is { } link => new SumCombination(Start, scale, link),
        Stack when Sizes is not null && Weights is not null && Intercepts is not null && Link is { } link => new StackCombination(Sizes, Weights, Intercepts, link),
        Sum or Stack => throw new FormatException("The combination of the members is incomplete."),
        _ => throw new FormatException($"The combination of the members is '{Kind}', which is not known."),
    };
}

/// <summary>The saved errors of predictions of similar size.</summary>
internal sealed record SavedErrors(double Center, int Rows, IReadOnlyList<double> Errors);

/// <summary>The saved points of an isotonic curve.</summary>
internal sealed record SavedCurve(IReadOnlyList<float> Inputs, IReadOnlyList<float> Outputs);

/// <summary>The saved state of a member; its parameters are tensors.</summary>
internal sealed record SavedMember(string Network, int Inputs, ulong Seed, double Weight, int? Coding = null, string? Recipe = null, int? Fold = null);

/// <summary>Serializes the state without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedMembersState))]
internal sealed partial class SavedMembersJson : JsonSerializerContext;
