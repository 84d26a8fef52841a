using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Numerics;

/// <summary>A piece of code that is generic over the lane type.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="R">What it returns.</typeparam>
internal interface ILaneFunction<T, R>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Runs with the chosen lane type.</summary>
    /// <typeparam name="V">The lane type.</typeparam>
    /// <returns>The result.</returns>
    R Invoke<V>()
        where V : struct, ILane<V, T>;
}

/// <summary>Chooses the width of the SIMD registers, once, from what the machine has.</summary>
public static class LaneWidth
{
    /// <summary>The environment variable that overrides the choice: 128, 256 or 512.</summary>
    public const string Variable = "DESCENT_LANE_BITS";

    /// <summary>The widths in order of preference, and whether this machine runs them in hardware.</summary>
    public static IReadOnlyList<(int Bits, bool Supported)> Table { get; } =
    [
        (512, Vector512.IsHardwareAccelerated),
        (256, Vector256.IsHardwareAccelerated),
        (128, true),
    ];

    /// <summary>The width in use, in bits.</summary>
    /// <exception cref="InvalidOperationException">If the override names a width that this machine does not have.</exception>
    /// <remarks>Chosen when first asked for: what is wrong with the override then reaches the caller in its own words.</remarks>
    public static int Current => field != 0 ? field : field = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Runs <paramref name="function"/> with the lane type of the given width.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="R">What it returns.</typeparam>
    /// <param name="bits">The width.</param>
    /// <param name="function">The code.</param>
    /// <returns>Its result.</returns>
    internal static R Dispatch<T, R>(int bits, ILaneFunction<T, R> function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        return bits switch
        {
            512 => function.Invoke<Lane512<T>>(),
            256 => function.Invoke<Lane256<T>>(),
            128 => function.Invoke<Lane128<T>>(),
            _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "The lane width is 128, 256 or 512 bits."),
        };
    }

    internal static int Choose(string? wish)
    {
        if (string.IsNullOrEmpty(wish))
        {
            return Table.First(row => row.Supported).Bits;
        }

        foreach ((int bits, bool supported) in Table)
        {
            if (wish == bits.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                return supported ? bits : throw new InvalidOperationException($"{Variable} asks for {bits}-bit lanes, which this machine does not have; it has {string.Join(", ", Table.Where(row => row.Supported).Select(row => row.Bits))}.");
            }
        }

        throw new InvalidOperationException($"{Variable} is '{wish}'; it must be 128, 256 or 512.");
    }
}
