using Descent.Numerics.Random;
using Descent.Schedules;

namespace Descent.Initializers;

/// <summary>How a parameter gets its first values.</summary>
public abstract record Initializer
{
    /// <summary>Draws the values of a weight matrix (row after row) or vector.</summary>
    /// <param name="values">fanOut × fanIn numbers to fill.</param>
    /// <param name="fanOut">Outputs of the layer: the matrix's rows.</param>
    /// <param name="fanIn">Inputs of the layer: the matrix's columns.</param>
    /// <param name="random">Where randomness comes from; draw i belongs to value i.</param>
    public abstract void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random);

    /// <summary>The initializer inside this one, which draws for it, if there is one.</summary>
    internal virtual Initializer? Wrapped => null;

    /// <summary>Whether the weights are scaled, when training begins, so that what they put out for a first batch has variance 1.</summary>
    internal virtual bool ScalesToData => Wrapped is { ScalesToData: true };

    /// <summary>Whether it changes weights between epochs, with <see cref="BeforeEpoch"/>.</summary>
    internal virtual bool ActsBetweenEpochs => Wrapped is { ActsBetweenEpochs: true };

    /// <summary>Changes weights before an epoch begins.</summary>
    /// <param name="values">The weights, fanOut × fanIn.</param>
    /// <param name="fanOut">Outputs of the layer.</param>
    /// <param name="fanIn">Inputs of the layer.</param>
    /// <param name="moment">The moment before the epoch's first update.</param>
    /// <param name="numbers">Randomness for new numbers, as for <see cref="Fill"/>.</param>
    /// <param name="choice">Randomness of its own.</param>
    internal virtual void BeforeEpoch(Span<double> values, int fanOut, int fanIn, Moment moment, CounterRandom numbers, CounterRandom choice) =>
        Wrapped?.BeforeEpoch(values, fanOut, fanIn, moment, numbers, choice);

    /// <summary>Whether something is due before an epoch.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    internal virtual bool IsDue(int epoch) => Wrapped is { } inner && inner.IsDue(epoch);
}
