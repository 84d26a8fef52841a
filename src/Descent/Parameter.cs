namespace Descent;

/// <summary>
/// One named array of numbers and its place in the flat block of all parameters: learnable ones, or state that belongs to
/// the model and does not train, such as running statistics.
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

    /// <summary>Rows: outputs of a weight matrix, 1 for a vector.</summary>
    public int Rows { get; }

    /// <summary>Columns: inputs of a weight matrix, the length of a vector.</summary>
    public int Columns { get; }

    /// <summary>Whether the shape is [columns] rather than [rows, columns].</summary>
    public bool IsVector { get; }

    /// <summary>Whether weight penalties apply by default: to weights yes, to biases, slopes and the like no.</summary>
    public bool Decays { get; }

    /// <summary>
    /// Whether the optimizer changes it. What does not train has no gradient and no penalty, but is saved and restored like
    /// everything else: the running mean and variance of a batch normalization.
    /// </summary>
    public bool Trains { get; }

    /// <summary>Where it begins in the flat block, in numbers.</summary>
    public int Offset { get; internal set; }

    /// <summary>How many numbers.</summary>
    public int Count => Rows * Columns;

    /// <summary>Its rows as threads share them out: rows of a matrix, numbers of a vector.</summary>
    internal int Units => IsVector ? Columns : Rows;

    /// <summary>How many numbers one of <see cref="Units"/> has.</summary>
    internal int UnitSize => IsVector ? 1 : Columns;

    /// <summary>The shape, one entry for a vector, two for a matrix.</summary>
    public IReadOnlyList<int> Shape => IsVector ? [Columns] : [Rows, Columns];

    internal Initializer Initializer { get; }

    /// <summary>How many members it holds numbers of, as many of each, one after the other; its initializer draws those of one.</summary>
    internal int Members { get; init; } = 1;

    /// <summary>Whether all members begin with the same numbers.</summary>
    internal bool BeginsAlike { get; init; }

    /// <summary>How many numbers of one member's part begin alike, run by run; null if each is drawn on its own.</summary>
    internal IReadOnlyList<int>? Runs { get; init; }

    /// <summary>Rows and columns of one member's part, as initializers see them.</summary>
    internal (int Rows, int Columns) MemberShape => IsVector ? (Rows, Columns / Members) : (Rows / Members, Columns);

    internal (double Low, double High)? Bounds { get; }
}
