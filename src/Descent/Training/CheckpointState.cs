using System.Text.Json.Serialization;

namespace Descent;

/// <summary>What a checkpoint holds besides arrays.</summary>
/// <param name="Version">Of this record.</param>
/// <param name="IsDouble">Whether the arrays are of type double.</param>
/// <param name="Identity">What the run is of, by name.</param>
/// <param name="Epoch">Epochs finished.</param>
/// <param name="Rows">Rows of the next epoch that were already trained on.</param>
/// <param name="Sum">The sum of their losses.</param>
/// <param name="Steps">Updates made.</param>
/// <param name="BestEpoch">Whose weights are the best ones.</param>
/// <param name="LearntRate">The learning rate, if it is learnt.</param>
/// <param name="Records">What every finished epoch brought.</param>
/// <param name="InitialLoss">The loss of the first batch; NaN in version 1, which did not keep it.</param>
/// <param name="ScheduleEpochs">The length that schedules without one of their own take; 0 in version 1, which had no such schedules.</param>
internal sealed record CheckpointState(
    int Version, bool IsDouble, Dictionary<string, string> Identity, int Epoch, int Rows, double Sum, long Steps, int BestEpoch, double? LearntRate, IReadOnlyList<EpochRecord> Records, double InitialLoss = double.NaN, int ScheduleEpochs = 0)
{
    public const int CurrentVersion = 2;
}

/// <summary>The serializer of checkpoints.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
