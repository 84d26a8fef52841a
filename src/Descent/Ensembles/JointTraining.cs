namespace Descent;

/// <summary>Trains the networks of an ensemble as the members of one network.</summary>
internal static class JointTraining
{
    /// <summary>Trains a network whose members share nothing, and separates them.</summary>
    /// <param name="method">The method.</param>
    /// <param name="source">The network, the rows and the options.</param>
    /// <param name="cancellation">Ends training within a batch.</param>
    public static TrainedEnsemble Of(AverageEnsemble method, MemberSource source, CancellationToken cancellation)
    {
        Network joint = [new Members(method.Count, [.. source.Network], MemberSharing.Nothing)];
        Model<float> model = joint.Build<float>(source.Inputs, source.Seed);
        History history = model.Fit(source.Train, source.Options, cancellation);
        if (history is { Stop: StopReason.Cancelled, Epochs.Count: 0 })
        {
            throw new OperationCanceledException(cancellation);
        }

        source.Progress?.Report(new MemberProgress(method, method.Count, method.Count));
        double share = 1.0 / method.Count;
        return new TrainedEnsemble(
            [.. Enumerable.Range(0, method.Count).Select(number => new TableMember(model.Member(number), Weight: share))],
            [.. Enumerable.Repeat(new MemberTraining(share, history), method.Count)]);
    }
}
