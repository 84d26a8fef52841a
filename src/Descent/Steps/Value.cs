namespace Descent;

/// <summary>One intermediate result of a network: what a step reads or gives.</summary>
/// <param name="Number">Its number in the network; the inputs are 0.</param>
/// <param name="Rows">Numbers per sample, of all members together.</param>
/// <param name="Members">How many networks that run side by side it belongs to, each of them having as many of its rows, one network after the other.</param>
internal readonly record struct Value(int Number, int Rows, int Members = 1)
{
    /// <summary>Numbers per sample of one member.</summary>
    public int Width => Rows / Members;
}
