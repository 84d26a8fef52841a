using System.Text.Json.Serialization;

namespace Descent;

/// <summary>The state of a checkpoint other than its arrays.</summary>
/// <param name="Version">The version of this format.</param>
/// <param name="IsDouble">Whether the arrays are of type double.</param>
/// <param name="Identity">The settings and data that identify the run, by name.</param>
/// <param name="Epoch">The number of finished epochs.</param>
/// <param name="Rows">Rows of the next epoch that were already trained on.</param>
/// <param name="Sum">The sum of the losses of these rows.</param>
/// <param name="Steps">The number of updates made.</param>
/// <param name="BestEpoch">The epoch with the best weights.</param>
/// <param name="LearnedRate">The learning rate, if the optimizer learns it.</param>
/// <param name="Records">The records of the finished epochs.</param>
/// <param name="InitialLoss">The loss of the first batch; NaN in version 1, which did not store it.</param>
/// <param name="ScheduleEpochs">The length, in epochs, of schedules that do not specify one; 0 in version 1, which had no such schedules.</param>
/// <param name="PositionOffset">What a branch with another batch size adds to <paramref name="Steps"/> for the position of schedules.</param>
/// <param name="OptimizerStart">The position at which the optimizer began; above 0 in a branch with another optimizer.</param>
internal sealed record CheckpointState(
    int Version, bool IsDouble, Dictionary<string, string> Identity, int Epoch, int Rows, double Sum, long Steps, int BestEpoch, double? LearnedRate, IReadOnlyList<EpochRecord> Records, double InitialLoss = double.NaN, int ScheduleEpochs = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long PositionOffset = 0, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long OptimizerStart = 0)
{
    /// <summary>Version 3 knows branches.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The version of a run that is not a branch, which earlier programs can read.</summary>
    public const int UnbranchedVersion = 2;
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
