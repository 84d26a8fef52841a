namespace Descent.Laws;

/// <summary>The laws of a loss, checked with every final activation and every kind of targets that it accepts.</summary>
internal static class LossLaws
{
    private const int Outputs = 3;

    private static readonly Activation[] s_ends = [new Linear(), new Sigmoid(), new Tanh(), new Softplus(), new Exponential(), new Softmax(), new LogSoftmax()];

    public static IEnumerable<NamedLaw> Of(Loss loss)
    {
        Lazy<Trial[]> trials = new(() => Accepted(loss));
        return
        [
            new("gradient", () => trials.Value.Select((trial, i) => GradientLaw.Of(trial, weighted: true) ?? (i == 0 ? GradientLaw.Of(trial) : null)).FirstOrDefault(failure => failure is not null)),
            .. SameBits.Of(() => trials.Value.Take(1)),
            new("allocation", () => AllocationLaw.OfUpdates(trials.Value[0])),
        ];
    }

    private static Trial[] Accepted(Loss loss)
    {
        if (loss is not PerHead heads)
        {
            return [.. Accepting(loss).Select(pair => TrialOf(loss, pair.End, pair.Kind))];
        }

        // Each head with the activation and targets that its own loss requires.
        (Activation End, string Kind)[] parts = [.. heads.Losses.Select(own => Accepting(own)[0])];
        Layer[] branching = [new Dense(4, new Tanh()), new Concatenate([.. parts.Select(part => (IReadOnlyList<Layer>)[new Dense(Outputs, part.End)])])];
        return [new([.. branching], 2, new TrainingOptions { Loss = loss }, [.. parts.Select(part => new Targets(part.Kind, Outputs))])];
    }

    private static List<(Activation End, string Kind)> Accepting(Loss loss)
    {
        List<(Activation End, string Kind)> accepted = [];
        string? refusal = null;
        foreach ((Activation end, string kind) in s_ends.SelectMany(end => TargetValues.Kinds.Select(kind => (end, kind))))
        {
            if (TrialOf(loss, end, kind).Refusal() is { } reason)
            {
                refusal ??= reason;
            }
            else
            {
                accepted.Add((end, kind));
            }
        }

        return accepted.Count > 0 ? accepted : throw new ArgumentException(
            $"No network was found with which {loss} can be checked: with the final activations {string.Join(", ", s_ends.Select(end => end.GetType().Name))} it accepts none of the kinds of targets {string.Join(", ", TargetValues.Kinds)}. The first was rejected: {refusal}");
    }

    private static Trial TrialOf(Loss loss, Activation end, string kind) => new([new Dense(Outputs, end)], 2, new TrainingOptions { Loss = loss }, [new Targets(kind, Outputs)]);
}
