using System.Text.Json;
using System.Text.Json.Serialization;
using Descent.Data;

namespace Descent;

/// <summary>A recording other than its arrays and rows.</summary>
/// <param name="Version">The version of this format.</param>
/// <param name="IsDouble">Whether the arrays are of type double.</param>
/// <param name="Network">The network, as JSON.</param>
/// <param name="Numbers">The number of numeric inputs.</param>
/// <param name="Categories">The number of values of each category column.</param>
/// <param name="Seed">The seed of the model.</param>
/// <param name="Options">The training options, as JSON.</param>
/// <param name="Identity">The settings and data that identify the run, by name.</param>
/// <param name="StepsPerEpoch">The number of updates per epoch.</param>
/// <param name="Steps">The number of updates.</param>
/// <param name="Epochs">The records of the finished epochs.</param>
/// <param name="States">The kept states, without what they share: the identity, and the epochs before them.</param>
/// <param name="End">How the run ended; null if it had not ended.</param>
/// <param name="Failure">The message of the failure; null if it did not fail.</param>
internal sealed record RecordingState(
    int Version, bool IsDouble, string Network, int Numbers, IReadOnlyList<int> Categories, ulong Seed, string Options, Dictionary<string, string> Identity, int StepsPerEpoch, long Steps,
    IReadOnlyList<EpochRecord> Epochs, IReadOnlyList<CheckpointState> States, RecordedEnd? End, string? Failure)
{
    public const int CurrentVersion = 1;

    /// <summary>Reads the text that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">If it is not such a text; the message gives the reason.</exception>
    public static RecordingState FromJson(string json)
    {
        if (JsonNumbers.FirstBeyondRange(json) is { } number)
        {
            throw new FormatException($"The state of the recording contains {number}, which is beyond the range of a double.");
        }

        try
        {
            RecordingState state = JsonSerializer.Deserialize(json, RecordingJson.Default.RecordingState) ?? throw new FormatException("The state of the recording is missing.");
            return state.Version > CurrentVersion
                ? throw new FormatException($"The recording has version {state.Version}; this program reads up to {CurrentVersion}. Use a newer one.")
                : state.IsWhole ? state : throw new FormatException("The parts of the recording do not fit each other.");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"The state of the recording cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Writes it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecordingJson.Default.RecordingState);

    private bool IsWhole =>
        StepsPerEpoch > 0 && States.Count > 0 && States[^1].Steps <= Steps && States[0].Steps >= 0
        && Epochs.Select((record, i) => record is { Metrics: not null } && record.Epoch == i + 1).All(isNext => isNext)
        && States.All(state => state is not null && state.IsDouble == IsDouble && state.Epoch >= 0 && state.Epoch <= Epochs.Count && state.Rows >= 0 && state.BestEpoch >= 0 && state.BestEpoch <= state.Epoch && double.IsFinite(state.LearnedRate ?? 0))
        && States.Zip(States.Skip(1)).All(pair => pair.First.Steps < pair.Second.Steps);
}

/// <summary>How a recorded run ended, besides its epochs.</summary>
/// <param name="BestEpoch">The epoch whose weights the model has.</param>
/// <param name="Seconds">The duration in seconds.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="InitialLoss">The loss of the first batch.</param>
internal sealed record RecordedEnd(int BestEpoch, double Seconds, int Threads, StopReason Stop, double InitialLoss);

/// <summary>The serializer of recordings.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RecordingState))]
internal sealed partial class RecordingJson : JsonSerializerContext;
