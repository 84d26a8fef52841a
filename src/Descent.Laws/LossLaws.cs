namespace Descent.Laws;

/// <summary>What a loss must keep, behind every last activation and with every kind of targets that it takes.</summary>
internal static class LossLaws
{
    private const int Outputs = 3;

    private static readonly Activation[] s_ends = [new Linear(), new Sigmoid(), new Tanh(), new Softplus(), new Exponential(), new Softmax(), new LogSoftmax()];

    public static IEnumerable<NamedLaw> Of(Loss loss)
    {
        Lazy<Trial[]> trials = new(() => Accepted(loss));
        return
        [
            new("gradient", () => trials.Value.Select((trial, i) => GradientLaw.Of(trial, weighted: true) ?? (i == 0 ? GradientLaw.Of(trial) : null)).FirstOrDefault(objection => objection is not null)),
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

        // Each head as its own loss wants it.
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
            $"No network was found in which {loss} can be tried: behind {string.Join(", ", s_ends.Select(end => end.GetType().Name))} it accepts no targets of the kinds {string.Join(", ", TargetValues.Kinds)}. The first was refused: {refusal}");
    }

    private static Trial TrialOf(Loss loss, Activation end, string kind) => new([new Dense(Outputs, end)], 2, new TrainingOptions { Loss = loss }, [new Targets(kind, Outputs)]);
}
