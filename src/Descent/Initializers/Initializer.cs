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
}
