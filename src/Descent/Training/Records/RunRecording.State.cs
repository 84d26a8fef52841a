using Descent.Data;

namespace Descent;

/// <content>What a file of a recording contains.</content>
public sealed partial class RunRecording<T>
{
    /// <summary>Takes a snapshot of everything but the arrays and the rows, and of the states to which it belongs.</summary>
    /// <param name="network">The network as JSON.</param>
    /// <param name="options">The options as JSON.</param>
    internal (RecordingState State, IReadOnlyList<Checkpoint> Checkpoints) Snapshot(string network, string options)
    {
        // States are added before the numbers of steps and epochs are raised.
        IReadOnlyList<EpochRecord> finished = Epochs;
        long made = Steps;
        Checkpoint[] kept = [.. states.All.TakeWhile(checkpoint => checkpoint.Steps <= made && checkpoint.Epoch <= finished.Count)];
        RecordingState state = new(
            RecordingState.CurrentVersion, typeof(T) == typeof(double), network, Inputs.Numbers, Inputs.Categories, Seed, options, kept[0].Content.Identity, StepsPerEpoch, made,
            finished, [.. kept.Select(checkpoint => checkpoint.Content with { Identity = [], Records = [] })],
            History is { } history ? new RecordedEnd(history.BestEpoch, history.Seconds, history.Threads, history.Stop, history.InitialLoss) : null, Failure);
        return (state, kept);
    }

    /// <summary>Creates the recording of a snapshot.</summary>
    /// <param name="state">The snapshot.</param>
    /// <param name="network">The network that the snapshot describes.</param>
    /// <param name="described">The options that the snapshot describes.</param>
    /// <param name="arrays">The arrays of its states.</param>
    /// <param name="data">The training rows.</param>
    /// <param name="validation">The validation rows; null if there were none.</param>
    /// <exception cref="ArgumentException">If the rows are not those of the run.</exception>
    /// <exception cref="FormatException">If the parts do not fit each other.</exception>
    internal static RunRecording<T> Of(RecordingState state, Network network, TrainingOptions described, IReadOnlyList<(ReadOnlyMemory<byte> Parameters, ReadOnlyMemory<byte> Best, ReadOnlyMemory<byte> Slots)> arrays, Dataset data, Dataset? validation)
    {
        InputShape inputs = new(state.Numbers, state.Categories);
        Model<T> model = network.Build<T>(inputs, state.Seed);
        int length = System.Runtime.InteropServices.MemoryMarshal.AsBytes(model.Block.Span).Length;
        if (arrays.Any(own => own.Parameters.Length != length || own.Best.Length != length))
        {
            throw new FormatException("The arrays of the recording do not fit its network.");
        }

        (Dataset<T> rows, TrainingOptions options) = FitChecks.Prepare(model, data, described with { Validation = validation });
        RequireSame(state.Identity, "training data", RunIdentity.Of(Augmentation.Resampled(rows, options.Augmentations, options.Seed ?? state.Seed)));
        RequireSame(state.Identity, "validation data", options.Validation is { } others ? RunIdentity.Of(others.As<T>()) : "none");
        RecordingStates kept = new(every: 1, long.MaxValue);
        for (int i = 0; i < arrays.Count; i++)
        {
            (ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> best, ReadOnlyMemory<byte> slots) = arrays[i];
            kept.Add(new Checkpoint(state.States[i] with { Identity = state.Identity, Records = [.. state.Epochs.Take(state.States[i].Epoch)] }, parameters, best, slots));
        }

        return new RunRecording<T>(model.Network, inputs, state.Seed, model.Plan.LaneBits, rows, options, state.StepsPerEpoch, kept, state.Steps, state.Epochs)
        {
            Failure = state.Failure,
            history = state.End is not { } end ? null : new History(state.Epochs, end.BestEpoch, state.Steps, end.Seconds, end.Threads, end.Stop)
            {
                InitialLoss = end.InitialLoss,
                Precision = state.IsDouble ? NumericPrecision.Double : NumericPrecision.Single,
            },
        };
    }

    private static void RequireSame(Dictionary<string, string> identity, string name, string own)
    {
        if (identity.GetValueOrDefault(name) is var recorded && recorded != own)
        {
            throw new ArgumentException($"The recording is of other rows: its {name} is {recorded ?? "unknown"}, but {own} was given. Give the rows with which the run was recorded, in the same order.");
        }
    }
}
