using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>A constant of an ONNX file: numbers or texts with a shape.</summary>
/// <param name="Sizes">The shape; empty for a scalar.</param>
/// <param name="Numbers">The numbers, row by row; empty for texts.</param>
/// <param name="Texts">The texts; empty for numbers.</param>
internal sealed record ConstantTensor(IReadOnlyList<long> Sizes, double[] Numbers, string[] Texts)
{
    /// <summary>The constant with its first two dimensions exchanged.</summary>
    public ConstantTensor Transposed()
    {
        (int rows, int columns) = ((int)Sizes[0], (int)Sizes[1]);
        double[] turned = new double[Numbers.Length];
        for (int i = 0; i < turned.Length; i++)
        {
            turned[i] = Numbers[(i % rows * columns) + (i / rows)];
        }

        return this with { Sizes = [columns, rows], Numbers = turned };
    }
}

/// <summary>Reads the constants of an ONNX file.</summary>
internal static class Tensors
{
    private const int MostDimensions = 8;

    /// <summary>Reads a constant. Its size is compared with the bytes in the file before memory is allocated.</summary>
    /// <exception cref="FormatException">If the type is not supported, the values are elsewhere, or they do not fit the shape.</exception>
    public static ConstantTensor Read(TensorProto tensor)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            throw new FormatException("its values are in another file; save the model with its weights inside");
        }

        if (tensor.Dims.Count > MostDimensions || tensor.Dims.Any(size => size < 0))
        {
            throw new FormatException($"its shape {Fault.Quote(tensor.Dims.ToArray())} is not one");
        }

        long count = 1;
        foreach (long size in tensor.Dims)
        {
            count = size == 0 ? 0 : count <= Array.MaxLength / size ? count * size : throw new FormatException($"its shape {Fault.Quote(tensor.Dims.ToArray())} is too large");
        }

        long[] sizes = [.. tensor.Dims];
        return (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Float => new(sizes, Numbers<float>(tensor, count, tensor.FloatData), []),
            TensorProto.Types.DataType.Double => new(sizes, Numbers<double>(tensor, count, tensor.DoubleData), []),
            TensorProto.Types.DataType.Int64 => new(sizes, Numbers<long>(tensor, count, tensor.Int64Data), []),
            TensorProto.Types.DataType.Int32 => new(sizes, Numbers<int>(tensor, count, tensor.Int32Data), []),
            TensorProto.Types.DataType.String => tensor.StringData.Count == count
                ? new(sizes, [], [.. tensor.StringData.Select(text => text.ToStringUtf8())])
                : throw Unfit(tensor.StringData.Count, count),
            _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"its values have the type {tensor.DataType}; only float, double, whole numbers of 32 and 64 bits and texts can be read")),
        };
    }

    private static double[] Numbers<T>(TensorProto tensor, long count, IReadOnlyCollection<T> listed)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        double[] numbers;
        if (tensor.HasRawData)
        {
            ReadOnlySpan<byte> bytes = tensor.RawData.Span;
            if (bytes.Length != count * Marshal.SizeOf<T>())
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"it has {bytes.Length} bytes, but its shape needs {count * Marshal.SizeOf<T>()}"));
            }

            numbers = new double[count];
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(bytes), numbers);
        }
        else
        {
            numbers = listed.Count == count ? [.. listed.Select(double.CreateTruncating)] : throw Unfit(listed.Count, count);
        }

        return TensorPrimitives.IsFiniteAll<double>(numbers) ? numbers : throw new FormatException("a value is infinite or not a number");
    }

    private static FormatException Unfit(int values, long count) => new(string.Create(CultureInfo.InvariantCulture, $"it has {values} values, but its shape needs {count}"));
}
