using System.Text.Json.Serialization;
using static System.Text.Json.Serialization.JsonIgnoreCondition;

namespace Descent.Cli.Documents;

/// <summary>A recorded training.</summary>
internal sealed record RecordingDocument(string Recording, JsonElement Network, JsonElement Options, int Rows, long FirstStep, long Steps, int StepsPerEpoch, int States, [property: JsonIgnore(Condition = Never)] string? Stop, string? Failure, IEnumerable<RecordedEpochDocument> Epochs)
{
    /// <summary>The branch, if one was trained.</summary>
    public BranchDocument? Branch { get; init; }

    /// <summary>The update that was asked for.</summary>
    public UpdateDocument? Update { get; init; }

    /// <summary>The files that were written.</summary>
    public string? Model { get; init; }

    public static RecordingDocument Of<T>(string path, RunRecording<T> recording)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            path, JsonElement.Parse(Catalogue.ToJson(recording.Network)), JsonElement.Parse(Catalogue.ToJson(recording.Options)), recording.Rows.Rows, recording.FirstStep, recording.Steps, recording.StepsPerEpoch, recording.Checkpoints.Count,
            recording.History is { } history ? Words.Of(history.Stop) : null, recording.Failure, EpochsOf(recording.Epochs));

    public static IEnumerable<RecordedEpochDocument> EpochsOf(IReadOnlyList<EpochRecord> epochs) => epochs.Select(epoch => new RecordedEpochDocument(epoch.Epoch, epoch.Loss, epoch.ValidationLoss, epoch.LearningRate));
}

internal sealed record RecordedEpochDocument(int Epoch, double Loss, double? ValidationLoss, double LearningRate);

internal sealed record BranchDocument(long From, JsonElement Options, long Steps, string Stop, IEnumerable<RecordedEpochDocument> Epochs, string? Recording);

/// <summary>One update.</summary>
internal sealed record UpdateDocument(long Step, int Epoch, double Loss, IReadOnlyList<int> Rows, IEnumerable<UpdatedParameterDocument> Parameters)
{
    /// <summary>The explanation of one weight.</summary>
    public WeightDocument? Weight { get; init; }
}

internal sealed record UpdatedParameterDocument(string Name, IReadOnlyList<int> Shape, double LearningRate, double Norm, double GradientNorm, double StepNorm);

internal sealed record WeightDocument(string Name, double Before, double Gradient, double After, string Formula, IReadOnlyList<string> Lines);
