namespace Descent;

/// <summary>Names the buffers of one intermediate result: its values and the gradient of the loss with respect to them.</summary>
/// <param name="Value">The index of the value buffer.</param>
/// <param name="Delta">The index of the gradient buffer, or −1 if no gradient is needed.</param>
/// <param name="Rows">Rows of both: one per neuron.</param>
internal readonly record struct Operand(int Value, int Delta, int Rows);

/// <summary>Rows of a frame's memory: a separate buffer, or some rows of another one, so that the parts of a concatenation need not be copied.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Of">The index of the buffer that they belong to, which is smaller; −1 for a separate buffer.</param>
/// <param name="FirstRow">The first row in that buffer.</param>
internal readonly record struct BufferRows(int Rows, int Of = -1, int FirstRow = 0)
{
    /// <summary>The number of rows of memory that it adds.</summary>
    public int Own => Of < 0 ? Rows : 0;
}
