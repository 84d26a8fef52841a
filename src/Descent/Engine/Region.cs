namespace Descent;

/// <summary>The part of the work of one thread: a range of columns of a batch, or of units of a parameter.</summary>
/// <param name="Start">The first column, a multiple of 64 bytes, or the first unit.</param>
/// <param name="Count">The number of columns or units.</param>
/// <param name="Member">The index of the thread, which determines the packing buffers.</param>
internal readonly record struct ThreadRange(int Start, int Count, int Member);

/// <summary>
/// The part of its result that an operation computes: of its output in the forward pass, of the gradient with respect to its input in the backward pass.
/// It has all rows, or all columns of the batch. The plan sets its rows for each operation.
/// </summary>
/// <param name="FirstRow">The first row (neuron).</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="FirstColumn">The first column (sample); a multiple of 64 bytes.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Member">The index of the thread, which determines the packing buffers.</param>
internal record struct Region(int FirstRow, int Rows, int FirstColumn, int Columns, int Member)
{
    /// <summary>The same columns in all rows, for an operation that needs all rows of its input for some rows of its output.</summary>
    public readonly ThreadRange AllRows => new(FirstColumn, Columns, Member);
}

/// <summary>How threads can divide the work of an operation in training.</summary>
internal enum Sharing
{
    /// <summary>By columns: a region has all rows.</summary>
    Columns,

    /// <summary>By columns or by rows: any region.</summary>
    Either,

    /// <summary>By rows: a region has all columns, as a normalization by the statistics of the batch needs them.</summary>
    Rows,
}
