using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Descent.Formats;

/// <summary>One array as NumPy stores it: a magic text, the version, the length of the header, the header as a Python dictionary, and the numbers.</summary>
internal static partial class NpyFormat
{
    private const int Alignment = 64, LongestHeader = 64 * 1024, MostDimensions = 32;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array.</summary>
    public static NpzArray Read(ReadOnlySpan<byte> bytes, string name, string source)
    {
        int prefix = Magic.Length + 2;
        if (bytes.Length < prefix + 4 || !bytes.StartsWith(Magic) || bytes[Magic.Length] is 0 or > 3)
        {
            throw Of("does not begin as an array of NumPy does");
        }

        // Version 1 has a length of two bytes, the later ones of four; version 3 differs only in names of fields, which numbers do not have.
        bool isShort = bytes[Magic.Length] == 1;
        long length = isShort ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[prefix..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[prefix..]);
        prefix += isShort ? 2 : 4;
        if (length > LongestHeader || length > bytes.Length - prefix)
        {
            throw Of($"has a header of {length} bytes; it is truncated or damaged");
        }

        string header = Encoding.UTF8.GetString(bytes.Slice(prefix, (int)length));
        Match type = Descr().Match(header), order = Order().Match(header), shape = Sizes().Match(header);
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw Of("has a header without a simple type, order and shape; structured arrays are not read");
        }

        int size = type.Groups[2].Value switch
        {
            "f2" => 2,
            "f4" => 4,
            "f8" => 8,
            _ => throw Of($"has numbers of the type {Fault.Quote(type.Groups[1].Value + type.Groups[2].Value)}, but only float16, float32 and float64 are read. Convert it with astype"),
        };
        string[] sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (sizes.Length > MostDimensions)
        {
            throw Of($"has {sizes.Length} dimensions, but at most {MostDimensions} are read");
        }

        int[] dimensions = new int[sizes.Length];
        Int128 count = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (!int.TryParse(sizes[i], NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[i]))
            {
                throw Of($"has the size {Fault.Quote(sizes[i])} in its shape");
            }

            count = count * dimensions[i] is var product && product <= int.MaxValue ? product : throw Of("has too many numbers in its shape");
        }

        ReadOnlySpan<byte> numbers = bytes[(prefix + (int)length)..];
        if (count * size != numbers.Length)
        {
            throw Of($"has {numbers.Length} bytes of numbers, but its shape needs {count * size}; it is truncated or damaged");
        }

        double[] values = Numbers(numbers, size, type.Groups[1].Value == ">");
        return new NpzArray(name, dimensions, order.Groups[1].Value == "True" ? InRows(values, dimensions) : values, size switch { 2 => DataType.F16, 4 => DataType.F32, _ => DataType.F64 });

        ModelFileException Of(string what) => Fault.In(source, $"the array {Fault.Quote(name)} {what}");
    }

    /// <summary>Writes an array, little-endian and in C order.</summary>
    public static byte[] ToBytes(NpzArray array)
    {
        int size = array.Type.Bits() / 8;
        string sizes = string.Join(", ", array.Shape.Select(own => own.ToString(CultureInfo.InvariantCulture)));
        string header = $"{{'descr': '<f{size}', 'fortran_order': False, 'shape': ({sizes}{(array.Shape.Count == 1 ? "," : "")}), }}";
        int prefix = Magic.Length + 4, padded = ((prefix + header.Length + 1 + Alignment - 1) / Alignment * Alignment) - prefix;
        byte[] bytes = new byte[prefix + padded + (array.Values.Count * size)];
        Magic.CopyTo(bytes);
        bytes[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(Magic.Length + 2), (ushort)padded);
        Encoding.ASCII.GetBytes($"{header.PadRight(padded - 1)}\n", bytes.AsSpan(prefix));
        Span<byte> rest = bytes.AsSpan(prefix + padded);
        foreach (double value in array.Values)
        {
            switch (size)
            {
                case 2:
                    BinaryPrimitives.WriteHalfLittleEndian(rest, (Half)value);
                    break;
                case 4:
                    BinaryPrimitives.WriteSingleLittleEndian(rest, (float)value);
                    break;
                default:
                    BinaryPrimitives.WriteDoubleLittleEndian(rest, value);
                    break;
            }

            rest = rest[size..];
        }

        return bytes;
    }

    private static double[] Numbers(ReadOnlySpan<byte> bytes, int size, bool isBigEndian)
    {
        double[] values = new double[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> own = bytes.Slice(i * size, size);
            values[i] = (size, isBigEndian) switch
            {
                (2, false) => (double)BinaryPrimitives.ReadHalfLittleEndian(own),
                (2, true) => (double)BinaryPrimitives.ReadHalfBigEndian(own),
                (4, false) => BinaryPrimitives.ReadSingleLittleEndian(own),
                (4, true) => BinaryPrimitives.ReadSingleBigEndian(own),
                (_, false) => BinaryPrimitives.ReadDoubleLittleEndian(own),
                _ => BinaryPrimitives.ReadDoubleBigEndian(own),
            };
        }

        return values;
    }

    /// <summary>From Fortran order, where the first dimension varies fastest, to C order.</summary>
    private static double[] InRows(double[] values, int[] shape)
    {
        double[] rows = new double[values.Length];
        int[] place = new int[shape.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            long from = 0;
            for (int dimension = shape.Length - 1; dimension >= 0; dimension--)
            {
                from = (from * shape[dimension]) + place[dimension];
            }

            rows[i] = values[from];
            for (int dimension = shape.Length - 1; dimension >= 0 && ++place[dimension] == shape[dimension]; dimension--)
            {
                place[dimension] = 0;
            }
        }

        return rows;
    }

    [GeneratedRegex(@"'descr'\s*:\s*'(?<order>[<>|=]?)(?<type>\w+)'", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Descr();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(?<value>True|False)", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape'\s*:\s*\((?<sizes>[\d,\s]*)\)", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Sizes();
}
