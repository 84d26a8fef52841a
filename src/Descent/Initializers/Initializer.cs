using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>How a parameter gets its first values.</summary>
public abstract record Initializer : IPart
{
    /// <summary>Draws the values of a weight matrix (row after row) or vector.</summary>
    /// <param name="values">fanOut × fanIn numbers to fill.</param>
    /// <param name="fanOut">Outputs of the layer: the matrix's rows.</param>
    /// <param name="fanIn">Inputs of the layer: the matrix's columns.</param>
    /// <param name="random">Where randomness comes from; draw i belongs to value i.</param>
    public abstract void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random);

    /// <summary>The initializer inside this one, which draws for it, if there is one.</summary>
    internal virtual Initializer? Wrapped => null;

    /// <summary>On which rows values are fitted when training begins.</summary>
    internal virtual FittedRows Fits => Wrapped?.Fits ?? FittedRows.None;

    /// <summary>Whether it fits biases; otherwise weights.</summary>
    internal virtual bool FitsBiases => Wrapped is { FitsBiases: true };

    /// <summary>Fits values to what the layer puts out, before its activation, with the values as they are.</summary>
    /// <param name="values">The weights, fanOut × fanIn, or biases.</param>
    /// <param name="fanOut">Outputs of the layer.</param>
    /// <param name="fanIn">Inputs of the layer.</param>
    /// <param name="outputs">A row per neuron, a column per sample.</param>
    /// <param name="random">Randomness of its own.</param>
    /// <param name="attempt">How often it was asked before: after every change the outputs are computed again.</param>
    /// <returns>Whether anything was changed.</returns>
    internal virtual bool Fit<T>(Span<T> values, int fanOut, int fanIn, Matrix<T> outputs, CounterRandom random, int attempt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Wrapped is { } inner && inner.Fit(values, fanOut, fanIn, outputs, random, attempt);

    /// <summary>Refuses to fit twice.</summary>
    private protected static Initializer NotFitted(Initializer inner, string name)
    {
        ArgumentNullException.ThrowIfNull(inner, "Inner");
        return inner.Fits == FittedRows.None
            ? inner
            : throw new ArgumentException($"Inner is fitted to data already ({inner.GetType().Name}). Give {name} an initializer that is not.", "Inner");
    }

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

/// <summary>On which rows an initializer fits values when training begins.</summary>
internal enum FittedRows
{
    /// <summary>On none: it does not look at data.</summary>
    None,

    /// <summary>Those of a first batch.</summary>
    FirstBatch,

    /// <summary>As many as there is room for.</summary>
    Many,
}
