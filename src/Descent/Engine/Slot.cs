namespace Descent.Engine;

/// <summary>Names the buffers of one intermediate result: its values and the gradient of the loss with respect to them.</summary>
/// <param name="Value">Number of the value buffer.</param>
/// <param name="Delta">Number of the gradient buffer, or −1 where no gradient is needed.</param>
/// <param name="Rows">Rows of both: one per neuron.</param>
/// <param name="FirstRow">The first of these rows in both buffers.</param>
internal readonly record struct Slot(int Value, int Delta, int Rows, int FirstRow = 0);

/// <summary>A range of a batch's columns, and who works on it.</summary>
/// <param name="Start">First column; a multiple of 64 bytes' worth.</param>
/// <param name="Count">Number of columns.</param>
/// <param name="Member">Which thread: chooses the packing buffers.</param>
internal readonly record struct Share(int Start, int Count, int Member);
