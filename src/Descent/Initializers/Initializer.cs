using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Draws the initial values of a parameter.</summary>
public abstract record Initializer : IPart
{
    /// <summary>Draws the values of a weight matrix (row after row) or vector.</summary>
    /// <param name="values">The fanOut × fanIn values to fill.</param>
    /// <param name="fanOut">The number of outputs of the layer: the rows of the matrix.</param>
    /// <param name="fanIn">The number of inputs of the layer: the columns of the matrix.</param>
    /// <param name="random">The source of random numbers; draw i is used for value i.</param>
    public abstract void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random);

    /// <summary>The inner initializer that draws the values, or null.</summary>
    internal virtual Initializer? Wrapped => null;

    /// <summary>The rows to which values are fitted when training begins.</summary>
    internal virtual FittedRows Fits => Wrapped?.Fits ?? FittedRows.None;

    /// <summary>Whether it fits biases rather than weights.</summary>
    internal virtual bool FitsBiases => Wrapped is { FitsBiases: true };

    /// <summary>Fits values to the outputs of the layer, before its activation, with the current values.</summary>
    /// <param name="values">The weights, fanOut × fanIn, or biases.</param>
    /// <param name="fanOut">The number of outputs of the layer.</param>
    /// <param name="fanIn">The number of inputs of the layer.</param>
    /// <param name="outputs">The outputs, with one row per neuron and one column per sample.</param>
    /// <param name="random">A separate source of random numbers.</param>
    /// <param name="attempt">The number of previous calls: after every change the outputs are computed again.</param>
    /// <returns>Whether anything was changed.</returns>
    internal virtual bool Fit<T>(Span<T> values, int fanOut, int fanIn, Matrix<T> outputs, CounterRandom random, int attempt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Wrapped is { } inner && inner.Fit(values, fanOut, fanIn, outputs, random, attempt);

    /// <summary>Throws if the inner initializer fits values too.</summary>
    private protected static Initializer NotFitted(Initializer inner, string name)
    {
        ArgumentNullException.ThrowIfNull(inner, "Inner");
        return inner.Fits == FittedRows.None
            ? inner
            : throw new ArgumentException($"Inner ({inner.GetType().Name}) is already fitted to data. Give {name} an initializer that is not fitted.", "Inner");
    }

    /// <summary>Whether it changes weights between epochs, with <see cref="BeforeEpoch"/>.</summary>
    internal virtual bool ActsBetweenEpochs => Wrapped is { ActsBetweenEpochs: true };

    /// <summary>Changes weights before an epoch begins.</summary>
    /// <param name="values">The weights, fanOut × fanIn.</param>
    /// <param name="fanOut">The number of outputs of the layer.</param>
    /// <param name="fanIn">The number of inputs of the layer.</param>
    /// <param name="position">The position before the first update of the epoch.</param>
    /// <param name="numbers">The source of random numbers for new values, as for <see cref="Fill"/>.</param>
    /// <param name="choice">A separate source of random numbers.</param>
    internal virtual void BeforeEpoch(Span<double> values, int fanOut, int fanIn, TrainingPosition position, CounterRandom numbers, CounterRandom choice) =>
        Wrapped?.BeforeEpoch(values, fanOut, fanIn, position, numbers, choice);

    /// <summary>Whether <see cref="BeforeEpoch"/> has to be called before an epoch.</summary>
    /// <param name="epoch">The number of the epoch, starting at 1.</param>
    internal virtual bool IsDue(int epoch) => Wrapped is { } inner && inner.IsDue(epoch);
}

/// <summary>The rows to which an initializer fits values when training begins.</summary>
internal enum FittedRows
{
    /// <summary>None: it does not use data.</summary>
    None,

    /// <summary>The rows of a first batch.</summary>
    FirstBatch,

    /// <summary>As many rows as fit in the memory limit.</summary>
    Many,
}
