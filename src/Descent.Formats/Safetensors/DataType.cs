namespace Descent.Formats;

/// <summary>The element types of the safetensors format, named as in the format.</summary>
/// <remarks>Descent computes with <see cref="F32"/> and <see cref="F64"/>; of the others, only the size is known.</remarks>
public enum DataType
{
    /// <summary>Truth values, one byte each.</summary>
    BOOL,

    /// <summary>4-bit floating point.</summary>
    F4,

    /// <summary>6-bit floating point, 2 bits of exponent.</summary>
    F6_E2M3,

    /// <summary>6-bit floating point, 3 bits of exponent.</summary>
    F6_E3M2,

    /// <summary>Unsigned 8-bit integers.</summary>
    U8,

    /// <summary>Signed 8-bit integers.</summary>
    I8,

    /// <summary>8-bit floating point, 5 bits of exponent.</summary>
    F8_E5M2,

    /// <summary>8-bit floating point, 4 bits of exponent.</summary>
    F8_E4M3,

    /// <summary>8-bit powers of two.</summary>
    F8_E8M0,

    /// <summary>Signed 16-bit integers.</summary>
    I16,

    /// <summary>Unsigned 16-bit integers.</summary>
    U16,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>Bfloat16: the upper half of a single-precision number.</summary>
    BF16,

    /// <summary>Signed 32-bit integers.</summary>
    I32,

    /// <summary>Unsigned 32-bit integers.</summary>
    U32,

    /// <summary>IEEE single precision: <see cref="float"/>.</summary>
    F32,

    /// <summary>A complex number of two single-precision numbers.</summary>
    C64,

    /// <summary>IEEE double precision: <see cref="double"/>.</summary>
    F64,

    /// <summary>Signed 64-bit integers.</summary>
    I64,

    /// <summary>Unsigned 64-bit integers.</summary>
    U64,
}

/// <summary>Properties of element types.</summary>
internal static class DataTypes
{
    public static int Bits(this DataType type) => type switch
    {
        DataType.F4 => 4,
        DataType.F6_E2M3 or DataType.F6_E3M2 => 6,
        DataType.BOOL or DataType.U8 or DataType.I8 or DataType.F8_E5M2 or DataType.F8_E4M3 or DataType.F8_E8M0 => 8,
        DataType.I16 or DataType.U16 or DataType.F16 or DataType.BF16 => 16,
        DataType.I32 or DataType.U32 or DataType.F32 => 32,
        DataType.C64 or DataType.F64 or DataType.I64 or DataType.U64 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type is not an element type of safetensors."),
    };

    /// <summary>Finds the type called <paramref name="name"/> in a file; the name must match exactly and must not be a
    /// number.</summary>
    public static bool TryParse(string name, out DataType type) =>
        Enum.TryParse(name, ignoreCase: false, out type) && Enum.IsDefined(type) && string.Equals(type.ToString(), name, StringComparison.Ordinal);

    /// <summary>The type of <typeparamref name="T"/>: single or double precision.</summary>
    public static DataType Of<T>() =>
        typeof(T) == typeof(float) ? DataType.F32
        : typeof(T) == typeof(double) ? DataType.F64
        : throw new NotSupportedException($"Tensors can be read and written as float or double, but not as {typeof(T).Name}.");

    /// <summary>The number of bytes of a tensor.</summary>
    /// <exception cref="OverflowException">If the number is too large, or the last byte is only partly used.</exception>
    public static long ByteCount(this DataType type, ReadOnlySpan<long> shape)
    {
        Int128 elements = 1;
        foreach (long size in shape)
        {
            elements = elements * size is var product && product <= long.MaxValue ? product : throw new OverflowException("the number of elements is too large");
        }

        Int128 all = elements * type.Bits();
        long bits = all <= long.MaxValue ? (long)all : throw new OverflowException("the number of bytes is too large");
        return bits % 8 == 0 ? bits / 8 : throw new OverflowException("the last byte is only partly used");
    }
}
