namespace Descent;

/// <summary>The mean of several states of one network, each at the end of a cycle of the learning rate, so that they cost no more than one training.</summary>
/// <remarks>
/// Huang, Li, Pleiss, Liu, Hopcroft and Weinberger, "Snapshot ensembles: train 1, get M for free", 2017. With T updates in M cycles and the initial rate α₀, the rate of update t, from 1, is
/// <c>½·α₀·(1 + cos(π·((t − 1) mod ⌈T/M⌉) / ⌈T/M⌉))</c>; cycles are whole epochs.
/// </remarks>
/// <param name="Count">The number of cycles and of networks, at least 1; default 5.</param>
public sealed record SnapshotEnsemble([Option("number of cycles and networks", AtLeast = 1)] int Count = 5) : EnsembleMethod
{
    /// <summary>The number of cycles and of networks.</summary>
    public int Count { get; init => field = Check.Within(value, 1, MostMembers, nameof(Count)); } = Check.Within(Count, 1, MostMembers);

    /// <inheritdoc/>
    public override string Name => "snapshot";

    /// <inheritdoc/>
    public override EnsembleFacts Facts => new(
        "An average for the price of one training.",
        "the epoch at which they were taken from one training, each at the end of a cycle in which the learning rate falls to 0",
        "the mean of the outputs; for classes, of the probabilities",
        "the networks are more alike than those of average; needs a large initial learning rate; no validation rows and no early stopping",
        "Huang, Li, Pleiss, Liu, Hopcroft and Weinberger 2017");

    /// <inheritdoc/>
    public override int Networks => Count;

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, object Value)> Settings => [("count", Count)];

    /// <inheritdoc/>
    internal override bool UsesValidation => false;

    /// <summary>Gets the number of epochs of a cycle.</summary>
    internal int CycleOf(int epochs) => (epochs + Count - 1) / Count;

    /// <summary>Gets the learning rate.</summary>
    /// <param name="initial">The rate at the beginning of a cycle.</param>
    /// <param name="epochs">The number of epochs of all cycles.</param>
    internal Schedule RateOf(double initial, int epochs) => new CosineRestartsSchedule(initial, CycleOf(epochs), Growth: 1);

    /// <inheritdoc/>
    internal override TrainedEnsemble Train(MemberSource source, CancellationToken cancellation)
    {
        TrainingOptions options = source.Options;
        double initial = options.Optimizer.LearningRate.At(new TrainingPosition(0, 1) { RunEpochs = options.Epochs });
        Recorder recorder = new(this, source, CycleOf(options.Epochs));
        Model<float> model = source.Network.Build<float>(source.Inputs, source.Seed);
        History history = model.Fit(source.Train, options with { Optimizer = options.Optimizer with { LearningRate = RateOf(initial, options.Epochs) }, Callbacks = [.. options.Callbacks ?? [], recorder] }, cancellation);
        List<Model<float>> models = recorder.Snapshots;
        if (models.Count == 0 && history.Epochs.Count == 0)
        {
            throw new OperationCanceledException(cancellation);
        }

        // The weights before the end of the first cycle are better than none.
        models = models.Count > 0 ? models : [model];
        double share = 1.0 / models.Count;
        MemberTraining[] course = [.. Enumerable.Range(0, Count).Select(number => new MemberTraining(number < models.Count ? share : 0, history with
        {
            Epochs = [.. history.Epochs.Take((number + 1) * recorder.Cycle)],
            BestEpoch = Math.Min((number + 1) * recorder.Cycle, history.Epochs.Count),
            Stop = (number + 1) * recorder.Cycle <= history.Epochs.Count || (history.Stop == StopReason.Completed && number < models.Count) ? StopReason.Completed : StopReason.Cancelled,
        })).Where(member => member.Weight > 0 || history.Stop == StopReason.Cancelled)];
        return new TrainedEnsemble([.. models.Select(snapshot => new TableMember(snapshot, Weight: share))], course) { Leading = history, Notices = [.. ParallelTraining.Notices(course)] };
    }

    /// <summary>Copies the network at the end of each cycle.</summary>
    private sealed class Recorder(SnapshotEnsemble method, MemberSource source, int cycle) : TrainingCallback
    {
        public List<Model<float>> Snapshots { get; } = [];

        public int Cycle => cycle;

        public override void OnEpoch(TrainingState state, EpochRecord record)
        {
            // The last cycle may be shorter.
            if (record.Epoch % cycle != 0 && record.Epoch != source.Options.Epochs)
            {
                return;
            }

            Model<float> snapshot = source.Network.Build<float>(source.Inputs, source.Seed);
            snapshot.SetParameters(snapshot.Parameters.ToDictionary(parameter => parameter.Name, parameter => Array.ConvertAll(state.GetParameter(parameter.Name), value => (float)value), StringComparer.Ordinal));
            Snapshots.Add(snapshot);
            source.Progress?.Report(new MemberProgress(method, Snapshots.Count, method.Count));
        }
    }
}
