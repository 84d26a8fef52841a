using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Descent.Data;

namespace Descent.Formats;

/// <summary>Bytes that a <see cref="PortableJob"/> needs, named by their hash: rows, numbers of rows, or weights. They are read in place from the arrays of the process that made the job, and may be sent in parts.</summary>
/// <remarks>Rows are: the number of rows, of inputs and of targets, and 1 or 0 for weights (four little-endian 64-bit integers), then inputs, targets and weights, row-major, in the number type of the job. Numbers of rows are 32-bit integers.</remarks>
public sealed class JobData
{
    private const int HeaderBytes = 4 * sizeof(long);

    private static readonly ConditionalWeakTable<object, JobData> s_known = [];

    private readonly Action<long, Span<byte>>[] parts;
    private readonly long[] lengths;

    private JobData(params ReadOnlySpan<(long Length, Action<long, Span<byte>> Copy)> given)
    {
        (parts, lengths) = ([.. given.ToArray().Select(part => part.Copy)], [.. given.ToArray().Select(part => part.Length)]);
        Length = lengths.Sum();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[(int)Math.Min(Length, 1 << 20)];
        for (long offset = 0; offset < Length; offset += buffer.Length)
        {
            Span<byte> chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - offset));
            CopyTo(offset, chunk);
            hash.AppendData(chunk);
        }

        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>Copies a part of the bytes.</summary>
    /// <param name="offset">The number of bytes before it.</param>
    /// <param name="target">Receives as many bytes as it is long.</param>
    /// <exception cref="ArgumentOutOfRangeException">If the part does not lie within the bytes.</exception>
    public void CopyTo(long offset, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - target.Length);
        for (int i = 0; i < parts.Length && target.Length > 0; i++)
        {
            int count = (int)Math.Clamp(lengths[i] - offset, 0, target.Length);
            if (count > 0)
            {
                parts[i](offset, target[..count]);
                target = target[count..];
                offset += count;
            }

            offset -= lengths[i];
        }
    }

    /// <summary>The bytes of rows; those of the same object are hashed once.</summary>
    internal static JobData Of<T>(Dataset<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => s_known.GetValue(rows, _ =>
        {
            long[] header = [rows.Rows, rows.InputColumns, rows.TargetColumns, rows.IsWeighted ? 1 : 0];
            return new JobData(Part<long>(header), Part(rows.Inputs), Part(rows.Targets), Part(rows.Weights));
        });

    /// <summary>The bytes of numbers of rows.</summary>
    internal static JobData Of(int[] rows) => s_known.GetValue(rows, _ => new JobData(Part<int>(rows)));

    /// <summary>The bytes of a file.</summary>
    internal static JobData Of(byte[] bytes) => new(Part<byte>(bytes));

    /// <summary>Reads rows, or some of them.</summary>
    /// <exception cref="FormatException">If the bytes are not rows of this type, or a number is beyond them.</exception>
    internal static Dataset<T> Rows<T>(ReadOnlySpan<byte> bytes, int[]? selected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLittleEndian();
        long[] header = bytes.Length >= HeaderBytes ? MemoryMarshal.Cast<byte, long>(bytes[..HeaderBytes]).ToArray() : [];
        if (header is not [>= 0 and <= int.MaxValue and var rows, >= 1 and <= int.MaxValue and var inputs, >= 1 and <= int.MaxValue and var targets, 0 or 1]
            || (Int128)rows * (inputs + targets + header[3]) * Unsafe.SizeOf<T>() != bytes.Length - HeaderBytes)
        {
            throw new FormatException("The rows of a job have another size than they say.");
        }

        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(bytes[HeaderBytes..]);
        int first = (int)(rows * inputs), second = first + (int)(rows * targets);
        if (selected is null)
        {
            return Dataset.Create(values[..first].ToArray(), (int)inputs, values[first..second].ToArray(), (int)targets, header[3] == 1 ? values[second..].ToArray() : null);
        }

        if (selected.Any(row => row < 0 || row >= rows))
        {
            throw new FormatException($"A job selects a row that its {rows} rows do not have.");
        }

        T[] input = new T[selected.Length * inputs], target = new T[selected.Length * targets], weights = new T[header[3] == 1 ? selected.Length : 0];
        foreach ((int i, int row) in selected.Index())
        {
            values.Slice(row * (int)inputs, (int)inputs).CopyTo(input.AsSpan(i * (int)inputs));
            values.Slice(first + (row * (int)targets), (int)targets).CopyTo(target.AsSpan(i * (int)targets));
            if (weights.Length > 0)
            {
                weights[i] = values[second + row];
            }
        }

        return Dataset.Create(input, (int)inputs, target, (int)targets, weights.Length > 0 ? weights : null);
    }

    /// <summary>Reads numbers of rows.</summary>
    internal static int[] Numbers(ReadOnlySpan<byte> bytes) => bytes.Length % sizeof(int) == 0
        ? MemoryMarshal.Cast<byte, int>(bytes).ToArray()
        : throw new FormatException("The numbers of rows of a job end within a number.");

    private static (long Length, Action<long, Span<byte>> Copy) Part<T>(ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        RequireLittleEndian();
        return ((long)values.Length * Unsafe.SizeOf<T>(), (offset, target) =>
        {
            // The whole elements around the part, because a span of bytes cannot be longer than an array.
            int first = (int)(offset / Unsafe.SizeOf<T>()), start = (int)(offset % Unsafe.SizeOf<T>());
            int count = (start + target.Length + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>();
            MemoryMarshal.AsBytes(values.Span.Slice(first, count)).Slice(start, target.Length).CopyTo(target);
        }
        );
    }

    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Jobs are sent in little-endian order, which this processor does not have.");
        }
    }
}
