using System.Text.Json;
using Descent.Data;

namespace Descent;

/// <summary>
/// The complete state of a training run: the current weights, the best weights, the state of the optimizer, the position in the data and the history so far. A run
/// that continues from it ends with the same bits as one that was never stopped. <c>CheckpointFile</c> in Descent.Formats stores it in a file.
/// </summary>
/// <remarks>
/// Random draws and schedules are functions of seed, step and losses, so they need no state of their own. A checkpoint records which network, data and options
/// it belongs to. <see cref="TrainingOptions.Epochs"/>, <see cref="TrainingOptions.MaximumSteps"/>, <see cref="TrainingOptions.EarlyStopping"/>,
/// <see cref="TrainingOptions.Threads"/> and <see cref="TrainingOptions.Metrics"/> may change when the run continues.
/// </remarks>
public sealed class Checkpoint
{
    internal Checkpoint(CheckpointState state, ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> best, ReadOnlyMemory<byte> slots) => (Content, Parameters, BestParameters, OptimizerSlots) = (state, parameters, best, slots);

    /// <summary>The number of finished epochs.</summary>
    public int Epoch => Content.Epoch;

    /// <summary>The number of updates made.</summary>
    public long Steps => Content.Steps;

    /// <summary>Whether the values are of type double; otherwise they are of type float.</summary>
    public bool IsDouble => Content.IsDouble;

    /// <summary>All parameters in their memory layout, padding included, as little-endian values.</summary>
    public ReadOnlyMemory<byte> Parameters { get; }

    /// <summary>The parameters that the model would have if training ended here, in the same layout.</summary>
    public ReadOnlyMemory<byte> BestParameters { get; }

    /// <summary>The state of the optimizer: one array after the other, each in the same layout.</summary>
    public ReadOnlyMemory<byte> OptimizerSlots { get; }

    /// <summary>The rest of the state, as JSON.</summary>
    public string State => JsonSerializer.Serialize(Content, CheckpointJson.Default.CheckpointState);

    internal CheckpointState Content { get; }

    /// <summary>Creates a checkpoint from its stored parts.</summary>
    /// <param name="state">The stored <see cref="State"/>.</param>
    /// <param name="parameters">The stored <see cref="Parameters"/>.</param>
    /// <param name="bestParameters">The stored <see cref="BestParameters"/>.</param>
    /// <param name="optimizerSlots">The stored <see cref="OptimizerSlots"/>.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="FormatException">If the parts do not form a valid checkpoint.</exception>
    public static Checkpoint Create(string state, ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> bestParameters, ReadOnlyMemory<byte> optimizerSlots)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (JsonNumbers.FirstBeyondRange(state) is { } number)
        {
            throw new FormatException($"The state of the checkpoint contains {number}, which is beyond the range of a double.");
        }

        try
        {
            CheckpointState content = JsonSerializer.Deserialize(state, CheckpointJson.Default.CheckpointState) ?? throw new FormatException("The state of a checkpoint is missing.");
            int size = content.IsDouble ? sizeof(double) : sizeof(float);
            bool fits = content.Identity is not null && content.Records is not null && content.Epoch >= 0 && content.Rows >= 0 && content.Steps >= 0 && content.Records.Count == content.Epoch
                && content.BestEpoch >= 0 && content.BestEpoch <= content.Epoch && double.IsFinite(content.LearnedRate ?? 0) && content.Identity.Values.All(value => value is not null) && content.Records.Select((record, i) => record is { Metrics: not null } && record.Epoch == i + 1).All(isWhole => isWhole)
                && parameters.Length % size == 0 && bestParameters.Length == parameters.Length && optimizerSlots.Length % size == 0;
            return content.Version > CheckpointState.CurrentVersion
                ? throw new FormatException($"The checkpoint has version {content.Version}; this program reads up to {CheckpointState.CurrentVersion}. Use a newer one.")
                : fits ? new Checkpoint(content, parameters, bestParameters, optimizerSlots) : throw new FormatException("The parts of the checkpoint do not fit each other.");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"The state of the checkpoint cannot be read: {JsonFault.Reason(fault)}", fault);
        }
    }
}
