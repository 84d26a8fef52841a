using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using Descent.Data;

namespace Descent.Formats;

/// <summary>
/// The content of a model file in addition to the network and the preprocessing: the decision of a binary task and a summary of the
/// training targets (JSON in the metadata), and the hashes of the training rows (a tensor of U64). Files of earlier versions have none
/// of these.
/// </summary>
/// <param name="Decision">The decision of a binary task.</param>
/// <param name="Training">What is known about the training rows.</param>
internal sealed record TrainingFacts(BinaryDecision? Decision, TrainingSummary? Training)
{
    /// <summary>The name of the tensor with the hashes, which belongs to no layer.</summary>
    public const string RowsName = "training.rows";

    private const string Key = "descent.training";

    /// <summary>The options for reading a model file: hashes have another type than weights, and weights of an unsupported type are
    /// rejected later, with their name.</summary>
    public static SafetensorsReadOptions Reading { get; } = new() { AllowOtherTypes = true };

    /// <summary>The facts that a model has.</summary>
    public static TrainingFacts Of(TableModel model) => new(model.Decision, model.Training);

    /// <summary>Adds the facts to a file.</summary>
    public void Write(ICollection<KeyValuePair<string, string>> metadata, ICollection<Tensor> tensors)
    {
        TrainingFactsState state = new(Decision?.PositiveLabel, Decision?.Threshold, Training?.Targets, Training?.Rows?.IsComplete, Decision?.Costs is { } costs ? [costs.FalseNegative, costs.FalsePositive] : null, Training?.Features);
        metadata.Add(new(Key, JsonSerializer.Serialize(state, TrainingFactsJson.Default.TrainingFactsState)));
        if (Training?.Rows is { Count: > 0 } rows)
        {
            byte[] bytes = new byte[rows.Count * sizeof(ulong)];
            for (int i = 0; i < rows.Count; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), rows.Hashes.Span[i]);
            }

            tensors.Add(new Tensor(RowsName, DataType.U64, [rows.Count], bytes));
        }
    }

    /// <summary>Reads the facts of a file; null if it has none.</summary>
    public static TrainingFacts? Read(Preprocessor preprocessor, SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(Key, out string? text))
        {
            return null;
        }

        TrainingFactsState state;
        try
        {
            state = JsonSerializer.Deserialize(text, TrainingFactsJson.Default.TrainingFactsState) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            throw new ModelFileException($"{path} contains what is known about its training ({Key}) in an unexpected form. {JsonFault.Reason(fault)} The file is damaged.", fault);
        }

        RequireFit(state, preprocessor, path);
        return new TrainingFacts(
            state.PositiveLabel is { } label ? new BinaryDecision(label, state.Threshold ?? 0.5) { Costs = state.Costs is [double missed, double alarm] ? new ErrorCosts(missed, alarm) : null } : null,
            state.Targets is { } targets ? new TrainingSummary(targets) { Rows = Rows(state, file, path), Features = state.Features } : null);
    }

    private static RowFingerprints? Rows(TrainingFactsState state, SafetensorsFile file, string path)
    {
        if (!file.TryGet(RowsName, out Tensor? tensor))
        {
            return null;
        }

        if (tensor.Type != DataType.U64 || tensor.Length > RowFingerprints.Most)
        {
            throw new ModelFileException($"{path} contains {tensor.Length:N0} elements of type {tensor.Type} as {RowsName}; expected at most {RowFingerprints.Most:N0} of type U64.");
        }

        ulong[] hashes = new ulong[tensor.Length];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = BinaryPrimitives.ReadUInt64LittleEndian(tensor.Bytes.Span[(i * sizeof(ulong))..]);
        }

        return new RowFingerprints(hashes, state.RowsAreComplete ?? true);
    }

    private static void RequireFit(TrainingFactsState state, Preprocessor preprocessor, string path)
    {
        int targets = preprocessor.Schema.TargetNames.Count;
        bool fits = state.Targets is null || (state.Targets.Count == targets && state.Targets.Index().All(target => target.Item is { Counts: { } counts } own
            && counts.Count == LabelsOf(preprocessor, target.Index)
            && counts.All(count => count >= 0 && double.IsFinite(count)) && (counts.Count == 0 || counts.Sum() > 0) && double.IsFinite(own.Mean) && double.IsFinite(own.Median)
            && (own.Quantiles is null || own.Quantiles.All(double.IsFinite))));
        bool isDecision = state.PositiveLabel is null
            ? state is { Threshold: null, Costs: null }
            : state.Costs is null or [> 0 and < double.PositiveInfinity, > 0 and < double.PositiveInfinity] && preprocessor.Task == TaskKind.Binary && preprocessor.Labels.Contains(state.PositiveLabel, StringComparer.Ordinal) && state.Threshold is null or (> 0 and < 1);
        if (!fits || !isDecision || (state.Features is { } features && !preprocessor.Fits(features)))
        {
            throw new ModelFileException($"{path} contains a decision or a summary of its training rows that does not match the model. The file is damaged.");
        }
    }

    private static int LabelsOf(Preprocessor preprocessor, int target) =>
        preprocessor.Task is TaskKind.Regression or TaskKind.Counts ? 0 : preprocessor.Schema.Targets[target].Labels.Count;
}

/// <summary>The saved state of the facts, as JSON.</summary>
internal sealed record TrainingFactsState(string? PositiveLabel = null, double? Threshold = null, IReadOnlyList<TargetSummary>? Targets = null, bool? RowsAreComplete = null, IReadOnlyList<double>? Costs = null, IReadOnlyList<ColumnDistribution>? Features = null);

/// <summary>Serializes the state without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(TrainingFactsState))]
internal sealed partial class TrainingFactsJson : JsonSerializerContext;
