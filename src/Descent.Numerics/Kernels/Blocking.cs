namespace Descent.Numerics;

/// <summary>
/// The block sizes of large products: a block of the right matrix (depth × columns) stays in the second-level cache while blocks of
/// the left one (rows × depth) stream past it, and a strip of it (depth × one tile's columns) is read again for every tile.
/// </summary>
internal static class Blocking
{
    /// <summary>Rows of a register tile.</summary>
    public const int TileRows = 6;

    /// <summary>Rows of a left block; a multiple of <see cref="TileRows"/>.</summary>
    public const int RowBlock = 120;

    /// <summary>Depth of both blocks.</summary>
    public const int DepthBlock = 512;

    /// <summary>Columns of a right block; a multiple of every strip's width.</summary>
    public const int ColumnBlock = 256;

    /// <summary>The widest strip in elements (four registers of 16 floats).</summary>
    public const int WidestStrip = 64;
}
