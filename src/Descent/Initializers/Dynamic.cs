using Descent.Numerics.Random;

namespace Descent.Initializers;

/// <summary>
/// Dynamic, from the statistics of the training data (LSUV): when training begins, layer after layer is scaled so that what it
/// puts out for a first batch, before its activation, has variance 1.
/// </summary>
/// <remarks>
/// Mishkin and Matas, "All you need is a good init", 2016. Signals then neither die nor explode, whatever the activations and the
/// scale of the inputs. It acts on fresh weights only: not on those of a model that is not trained yet, nor with a warm start.
/// A layer that puts out the same for every row and neuron stays as it was drawn.
/// </remarks>
/// <param name="Inner">Draws the weights that are scaled; default <see cref="Orthogonal"/>, as in the paper.</param>
public sealed record Dynamic(Initializer? Inner = null) : Initializer
{
    /// <summary>Draws the weights that are scaled.</summary>
    public Initializer Inner { get; init => field = Given(value); } = Given(Inner ?? new Orthogonal());

    internal override Initializer? Wrapped => Inner;

    internal override bool ScalesToData => true;

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => Inner.Fill(values, fanOut, fanIn, random);

    private static Initializer Given(Initializer inner)
    {
        ArgumentNullException.ThrowIfNull(inner, nameof(Inner));
        return !inner.ScalesToData
            ? inner
            : throw new ArgumentException($"Inner is dynamic already ({inner.GetType().Name}). Give Dynamic an initializer that is not.", nameof(Inner));
    }
}
