namespace Descent;

/// <summary>
/// A named array of values and its position in the flat block of all parameters: learnable values, or state that belongs to
/// the model but is not trained, such as running statistics.
/// </summary>
public sealed class Parameter
{
    internal Parameter(string name, int rows, int columns, bool isVector, bool decays, Initializer initializer, (double Low, double High)? bounds, bool trains = true)
    {
        Name = name;
        Rows = rows;
        Columns = columns;
        IsVector = isVector;
        Decays = decays;
        Initializer = initializer;
        Bounds = bounds;
        Trains = trains;
    }

    /// <summary>The name, such as <c>layers.0.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The number of rows: the outputs of a weight matrix, or 1 for a vector.</summary>
    public int Rows { get; }

    /// <summary>The number of columns: the inputs of a weight matrix, or the length of a vector.</summary>
    public int Columns { get; }

    /// <summary>Whether the shape is [columns] rather than [rows, columns].</summary>
    public bool IsVector { get; }

    /// <summary>Whether weight penalties apply by default: yes for weights, no for biases, slopes and similar parameters.</summary>
    public bool Decays { get; }

    /// <summary>
    /// Whether the optimizer changes it. A parameter that is not trained has no gradient and no penalty, but is saved and restored like
    /// all others; the running mean and variance of batch normalization are examples.
    /// </summary>
    public bool Trains { get; }

    /// <summary>The index of its first value in the flat block.</summary>
    public int Offset { get; internal set; }

    /// <summary>The number of values.</summary>
    public int Count => Rows * Columns;

    /// <summary>The number of units that are divided among threads: the rows of a matrix, or the values of a vector.</summary>
    internal int Units => IsVector ? Columns : Rows;

    /// <summary>The number of values per unit of <see cref="Units"/>.</summary>
    internal int UnitSize => IsVector ? 1 : Columns;

    /// <summary>The shape: one entry for a vector, two for a matrix.</summary>
    public IReadOnlyList<int> Shape => IsVector ? [Columns] : [Rows, Columns];

    internal Initializer Initializer { get; }

    /// <summary>The number of members whose values it holds, one after the other and equally many of each; the initializer draws the values of one member.</summary>
    internal int Members { get; init; } = 1;

    /// <summary>Whether all members begin with the same values.</summary>
    internal bool BeginsAlike { get; init; }

    /// <summary>The lengths of the runs of equal initial values within one member's part; null if every value is drawn independently.</summary>
    internal IReadOnlyList<int>? Runs { get; init; }

    /// <summary>The rows and columns of one member's part, which initializers receive.</summary>
    internal (int Rows, int Columns) MemberShape => IsVector ? (Rows, Columns / Members) : (Rows / Members, Columns);

    internal (double Low, double High)? Bounds { get; }
}
