using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Descent.Formats;

/// <summary>A named array of numbers in a model file: row-major, little-endian, immutable.</summary>
/// <example><code>Tensor weights = Tensor.Create&lt;float&gt;("dense.weight", values, 12, 4);</code></example>
public sealed class Tensor
{
    private readonly long[] shape;

    /// <summary>Makes a tensor from bytes as they are in a file, which are copied.</summary>
    /// <param name="name">Its name, anything but the format's own <c>__metadata__</c>.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="shape">Its sizes, outermost first; none for a single number.</param>
    /// <param name="bytes">The elements, little-endian.</param>
    /// <exception cref="ArgumentException">Name, shape and bytes do not make a tensor.</exception>
    /// <exception cref="OverflowException">The shape has more elements than can be counted.</exception>
    public Tensor(string name, DataType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
        : this(name, type, bytes.ToArray(), shape.ToArray())
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == SafetensorsFile.MetadataName || !IsWellFormed(name))
            throw new ArgumentException($"{Fault.Quote(name)} cannot name a tensor: it is reserved or not valid Unicode", nameof(name));
        foreach (long size in shape)
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
        if (type.ByteCount(shape) is long expected && expected != bytes.Length)
        {
            throw new ArgumentException(
                $"tensor {Fault.Quote(name)} of shape {Fault.Quote(shape)} and type {type} needs {expected} bytes, not {bytes.Length}",
                nameof(bytes));
        }
    }

    /// <summary>For the reader, which has checked everything and owns the memory.</summary>
    internal Tensor(string name, DataType type, ReadOnlyMemory<byte> bytes, long[] shape)
    {
        Name = name;
        Type = type;
        this.shape = shape;
        Bytes = bytes;
    }

    /// <summary>The name, unique within a file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public DataType Type { get; }

    /// <summary>The sizes, outermost first; empty for a single number.</summary>
    public ReadOnlySpan<long> Shape => shape;

    /// <summary>The elements as they are in the file: row-major, little-endian.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>How many elements there are.</summary>
    public long Length => (long)Bytes.Length * 8 / Type.Bits();

    /// <summary>Makes a tensor of numbers, which are copied.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="values">The elements, the last dimension running fastest.</param>
    /// <param name="shape">Its sizes, outermost first; none for a single number.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as there are values.</exception>
    public static Tensor Create<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        DataType type = DataTypes.Of<T>();
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        ToOrFromLittleEndian(bytes, type.Bits() / 8);
        return new Tensor(name, type, shape, bytes.AsSpan());
    }

    /// <summary>The elements in a new array.</summary>
    /// <typeparam name="T"><see cref="float"/> for F32, <see cref="double"/> for F64.</typeparam>
    /// <returns>A copy.</returns>
    /// <exception cref="ModelFileException">The tensor has elements of another type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        T[] values = new T[Length];
        CopyTo<T>(values);
        return values;
    }

    /// <summary>Copies the elements into <paramref name="destination"/>, which must have exactly their number.</summary>
    /// <typeparam name="T"><see cref="float"/> for F32, <see cref="double"/> for F64.</typeparam>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="ModelFileException">The tensor has elements of another type, or another number of them.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        DataType wanted = DataTypes.Of<T>();
        if (Type != wanted || destination.Length != Length)
        {
            throw new ModelFileException(
                $"tensor {Fault.Quote(Name)} holds {Length} elements of type {Type} in shape {Fault.Quote(shape)}, "
                + $"but {destination.Length} of type {wanted} were expected; the file belongs to another network or another precision");
        }

        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        Bytes.Span.CopyTo(bytes);
        ToOrFromLittleEndian(bytes, wanted.Bits() / 8);
    }

    /// <summary>For example <c>dense.weight F32 [12, 4]</c>.</summary>
    /// <returns>Name, type and shape.</returns>
    public override string ToString() => $"{Name} {Type} {Fault.Quote(shape)}";

    /// <summary>The place of the first NaN or infinity, −1 when there is none or the type has none.</summary>
    internal long IndexOfNonFinite()
    {
        if (Type is not (DataType.F32 or DataType.F64))
            return -1;
        ReadOnlySpan<byte> bytes = Bytes.Span;
        int size = Type.Bits() / 8;
        for (int i = 0; i < bytes.Length; i += size)
        {
            bool finite = size == sizeof(float)
                ? float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(bytes[i..]))
                : double.IsFinite(BinaryPrimitives.ReadDoubleLittleEndian(bytes[i..]));
            if (!finite)
                return i / size;
        }

        return -1;
    }

    /// <summary>Whether a text survives UTF-8, which half a surrogate pair does not.</summary>
    internal static bool IsWellFormed(string text) =>
        string.Equals(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), text, StringComparison.Ordinal);

    private static void ToOrFromLittleEndian(Span<byte> bytes, int size)
    {
        if (BitConverter.IsLittleEndian)
            return;
        for (int i = 0; i < bytes.Length; i += size)
            bytes.Slice(i, size).Reverse();
    }
}
