namespace Descent.Laws;

/// <summary>The laws of a layer, checked in the middle of a network and, if possible, first, also with category columns.</summary>
internal static class LayerLaws
{
    private const int Widest = 64;

    public static IEnumerable<NamedLaw> Of(Layer layer)
    {
        Lazy<Trial[]> trials = new(() => Trials(layer));
        return
        [
            new("gradient", () => trials.Value.Select(trial => GradientLaw.Of(trial)).FirstOrDefault(failure => failure is not null)),
            .. SameBits.Of(() => trials.Value),
            new("allocation", () => trials.Value.Select(AllocationLaw.OfUpdates).FirstOrDefault(failure => failure is not null)),
        ];
    }

    private static Trial[] Trials(Layer layer)
    {
        // The number of inputs that a layer accepts, such as a residual block, is known only after trying.
        int[] widths = [4, .. Enumerable.Range(1, Widest).Where(width => width != 4)];
        Trial inside = Trial.FirstOf(widths.SelectMany(width => (IEnumerable<Network>)[[new Dense(width, new Tanh()), layer, new Tanh(), new Dense(2)], [new Dense(width, new Tanh()), layer]], (_, network) => Placed(network, 3)));
        Trial[] first = [Placed([layer, new Dense(4, new Tanh()), new Dense(2)], 3), Placed([layer, new Dense(4, new Tanh()), new Dense(2)], new InputShape(2, [3, 2]))];
        return [inside, .. first.Where(trial => trial.Refusal() is null)];
    }

    /// <summary>A trial with as many targets as the network has outputs; with one target if the network cannot be built, which the
    /// trial then reports.</summary>
    private static Trial Placed(Network network, InputShape shape)
    {
        try
        {
            return Trial.Of(network, shape, network.Build<double>(shape).Outputs);
        }
        catch (ArgumentException)
        {
            return Trial.Of(network, shape, 1);
        }
    }
}
