using System.Text.Json.Serialization;
using static System.Text.Json.Serialization.JsonIgnoreCondition;

namespace Descent.Cli.Documents;

internal sealed record RecordingDocument(string Recording, JsonElement Network, JsonElement Options, int Rows, long FirstStep, long Steps, int StepsPerEpoch, int States, [property: JsonIgnore(Condition = Never)] string? Stop, string? Failure, IEnumerable<RecordedEpochDocument> Epochs)
{
    public BranchDocument? Branch { get; init; }

    public UpdateDocument? Update { get; init; }

    public string? Model { get; init; }

    public static RecordingDocument Of<T>(string path, RunRecording<T> recording)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            path, JsonElement.Parse(Catalogue.ToJson(recording.Network)), JsonElement.Parse(Catalogue.ToJson(recording.Options)), recording.Rows.Rows, recording.FirstStep, recording.Steps, recording.StepsPerEpoch, recording.Checkpoints.Count,
            recording.History is { } history ? Words.Of(history.Stop) : null, recording.Failure, EpochsOf(recording.Epochs));

    public static IEnumerable<RecordedEpochDocument> EpochsOf(IReadOnlyList<EpochRecord> epochs) => epochs.Select(epoch => new RecordedEpochDocument(epoch.Epoch, epoch.Loss, epoch.ValidationLoss, epoch.LearningRate));
}

internal sealed record RecordedEpochDocument(int Epoch, double Loss, double? ValidationLoss, double LearningRate);

internal sealed record BranchDocument(long From, JsonElement Options, long Steps, string Stop, IEnumerable<RecordedEpochDocument> Epochs, string? Recording);

internal sealed record UpdateDocument(long Step, int Epoch, double Loss, IReadOnlyList<int> Rows, IEnumerable<UpdatedParameterDocument> Parameters)
{
    public WeightDocument? Weight { get; init; }
}

internal sealed record UpdatedParameterDocument(string Name, IReadOnlyList<int> Shape, double LearningRate, double Norm, double GradientNorm, double StepNorm);

internal sealed record WeightDocument(string Name, double Before, double Gradient, double After, string Formula, IReadOnlyList<string> Lines);
