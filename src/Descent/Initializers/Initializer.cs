using Descent.Numerics.Random;

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

    /// <summary>This initializer, or the first one inside it, of a type that acts besides drawing.</summary>
    internal TInitializer? Find<TInitializer>()
        where TInitializer : Initializer => this as TInitializer ?? Wrapped?.Find<TInitializer>();
}
