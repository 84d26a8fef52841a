namespace Descent;

/// <summary>Names the buffers of one intermediate result: its values and the gradient of the loss with respect to them.</summary>
/// <param name="Value">Number of the value buffer.</param>
/// <param name="Delta">Number of the gradient buffer, or −1 where no gradient is needed.</param>
/// <param name="Rows">Rows of both: one per neuron.</param>
internal readonly record struct Operand(int Value, int Delta, int Rows);

/// <summary>Rows of a frame's memory: a buffer of its own, or some rows of another one, so that what is written to a part of a concatenation need not be copied.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Of">The buffer that they belong to, which has a smaller number; −1 for a buffer of its own.</param>
/// <param name="FirstRow">The first of them in that buffer.</param>
internal readonly record struct BufferRows(int Rows, int Of = -1, int FirstRow = 0)
{
    /// <summary>How many rows of memory it takes.</summary>
    public int Own => Of < 0 ? Rows : 0;
}
