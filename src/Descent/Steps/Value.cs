namespace Descent;

/// <summary>An intermediate result of a network: the input or output of a step.</summary>
/// <param name="Number">The index in the network; the inputs have the index 0.</param>
/// <param name="Rows">The number of values per sample, of all members together.</param>
/// <param name="Members">The number of members to which it belongs; all have the same number of rows, and the rows of one member follow those of another.</param>
internal readonly record struct Value(int Number, int Rows, int Members = 1)
{
    /// <summary>The number of values per sample of one member.</summary>
    public int Width => Rows / Members;
}
