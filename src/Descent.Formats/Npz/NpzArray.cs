namespace Descent.Formats;

/// <summary>A named array of numbers in an NPZ file, in C order. Numbers of every precision are kept as <see cref="double"/>, which holds them exactly.</summary>
/// <param name="Name">The name, without <c>.npy</c>.</param>
/// <param name="Shape">The sizes of the dimensions, outermost first; empty for a single number.</param>
/// <param name="Values">The numbers, with the last dimension varying fastest.</param>
/// <param name="Type">The type in the file: <see cref="DataType.F16"/>, <see cref="DataType.F32"/> or <see cref="DataType.F64"/>; default F32.</param>
public sealed record NpzArray(string Name, IReadOnlyList<int> Shape, IReadOnlyList<double> Values, DataType Type = DataType.F32)
{
    /// <summary>The name, without <c>.npy</c>.</summary>
    /// <exception cref="ArgumentException">If it is empty.</exception>
    public string Name { get; init; } = Name is { Length: > 0 } ? Name : throw new ArgumentException("An array needs a name.", nameof(Name));

    /// <summary>The type in the file.</summary>
    /// <exception cref="ArgumentException">If it is not F16, F32 or F64.</exception>
    public DataType Type { get; init; } = Type is DataType.F16 or DataType.F32 or DataType.F64 ? Type : throw new ArgumentException($"{Type} is not a type of numbers that are written here: F16, F32 or F64.", nameof(Type));

    /// <summary>The numbers.</summary>
    /// <exception cref="ArgumentException">If their number is not that of the shape.</exception>
    public IReadOnlyList<double> Values { get; init; } = Values is not null && Shape is not null && Shape.All(size => size >= 0) && Shape.Aggregate(1L, (all, size) => all * size) == Values.Count
        ? Values
        : throw new ArgumentException($"The array {Fault.Quote(Name)} does not have as many numbers as its shape says.", nameof(Values));
}
