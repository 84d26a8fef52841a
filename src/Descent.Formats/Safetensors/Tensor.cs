using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Descent.Formats;

/// <summary>A named array of elements in a model file: row-major, little-endian, immutable.</summary>
/// <example><code>Tensor weights = Tensor.Create&lt;float&gt;("dense.weight", values, 12, 4);</code></example>
public sealed class Tensor
{
    private readonly long[] shape;

    /// <summary>Creates a tensor from its bytes in a file, which are copied.</summary>
    /// <param name="name">The name; any name except <c>__metadata__</c>, which the format reserves.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The sizes of the dimensions, outermost first; empty for a scalar.</param>
    /// <param name="bytes">The elements, little-endian.</param>
    /// <exception cref="ArgumentException">If the name is invalid, or the shape does not match the number of bytes.</exception>
    /// <exception cref="OverflowException">If the shape has too many elements.</exception>
    public Tensor(string name, DataType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
        : this(name, type, bytes.ToArray(), shape.ToArray())
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == SafetensorsFile.MetadataName || !IsWellFormed(name))
        {
            throw new ArgumentException($"{Fault.Quote(name)} cannot be the name of a tensor: it is reserved or not valid Unicode.", nameof(name));
        }

        foreach (long size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
        }

        if (type.ByteCount(shape) is long expected && expected != bytes.Length)
        {
            throw new ArgumentException(
                $"Tensor {Fault.Quote(name)} of shape {Fault.Quote(shape)} and type {type} needs {expected} bytes, but has {bytes.Length}.",
                nameof(bytes));
        }
    }

    /// <summary>Creates a tensor without checks or copies, for the reader, which has checked everything and owns the memory.</summary>
    internal Tensor(string name, DataType type, ReadOnlyMemory<byte> bytes, long[] shape)
    {
        Name = name;
        Type = type;
        this.shape = shape;
        Bytes = bytes;
    }

    /// <summary>The name, unique within a file.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public DataType Type { get; }

    /// <summary>The sizes of the dimensions, outermost first; empty for a scalar.</summary>
    public ReadOnlySpan<long> Shape => shape;

    /// <summary>The elements as they are in the file: row-major, little-endian.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public long Length => (long)Bytes.Length * 8 / Type.Bits();

    /// <summary>Creates a tensor from values, which are copied.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="values">The elements, with the last dimension varying fastest.</param>
    /// <param name="shape">The sizes of the dimensions, outermost first; empty for a scalar.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">If the number of values does not match the shape.</exception>
    public static Tensor Create<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        DataType type = DataTypes.Of<T>();
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        ToOrFromLittleEndian(bytes, type.Bits() / 8);
        return new Tensor(name, type, shape, bytes.AsSpan());
    }

    /// <summary>Copies the elements to a new array.</summary>
    /// <typeparam name="T"><see cref="float"/> for F32, <see cref="double"/> for F64.</typeparam>
    /// <returns>The array.</returns>
    /// <exception cref="ModelFileException">If the elements are of another type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        T[] values = new T[Length];
        CopyTo<T>(values);
        return values;
    }

    /// <summary>Copies the elements to <paramref name="destination"/>, whose length must be the number of elements.</summary>
    /// <typeparam name="T"><see cref="float"/> for F32, <see cref="double"/> for F64.</typeparam>
    /// <param name="destination">The span to copy to.</param>
    /// <exception cref="ModelFileException">If the elements are of another type, or their number differs.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        DataType wanted = DataTypes.Of<T>();
        if (Type != wanted || destination.Length != Length)
        {
            throw new ModelFileException(
                $"Tensor {Fault.Quote(Name)} contains {Length} elements of type {Type} in shape {Fault.Quote(shape)}, "
                + $"but {destination.Length} of type {wanted} were expected; the file belongs to another network or another precision.");
        }

        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        Bytes.Span.CopyTo(bytes);
        ToOrFromLittleEndian(bytes, wanted.Bits() / 8);
    }

    /// <summary>The name, type and shape, such as <c>dense.weight F32 [12, 4]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} {Type} {Fault.Quote(shape)}";

    /// <summary>The index of the first NaN or infinity; −1 if there is none or the type has none.</summary>
    internal long IndexOfNonFinite()
    {
        if (Type is not (DataType.F32 or DataType.F64))
        {
            return -1;
        }

        ReadOnlySpan<byte> bytes = Bytes.Span;
        int size = Type.Bits() / 8;
        for (int i = 0; i < bytes.Length; i += size)
        {
            bool finite = size == sizeof(float)
                ? float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(bytes[i..]))
                : double.IsFinite(BinaryPrimitives.ReadDoubleLittleEndian(bytes[i..]));
            if (!finite)
            {
                return i / size;
            }
        }

        return -1;
    }

    /// <summary>Whether a text can be encoded as UTF-8, which a lone surrogate cannot.</summary>
    internal static bool IsWellFormed(string text) =>
        string.Equals(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), text, StringComparison.Ordinal);

    private static void ToOrFromLittleEndian(Span<byte> bytes, int size)
    {
        if (BitConverter.IsLittleEndian)
        {
            return;
        }

        for (int i = 0; i < bytes.Length; i += size)
        {
            bytes.Slice(i, size).Reverse();
        }
    }
}
