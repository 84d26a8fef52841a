using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Numerics;

/// <summary>A function that is generic over the lane type.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="R">The result type.</typeparam>
internal interface ILaneFunction<T, R>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Runs the function with the chosen lane type.</summary>
    /// <typeparam name="V">The lane type.</typeparam>
    /// <returns>The result.</returns>
    R Invoke<V>()
        where V : struct, ILane<V, T>;
}

/// <summary>Chooses the width of the SIMD registers, once, from those that the machine supports.</summary>
public static class LaneWidth
{
    /// <summary>The environment variable that overrides the choice: 128, 256 or 512.</summary>
    public const string Variable = "DESCENT_LANE_BITS";

    /// <summary>The widths in order of preference, and whether this machine supports them in hardware.</summary>
    public static IReadOnlyList<(int Bits, bool Supported)> Table { get; } =
    [
        (512, Vector512.IsHardwareAccelerated),
        (256, Vector256.IsHardwareAccelerated),
        (128, true),
    ];

    /// <summary>The current width in bits.</summary>
    /// <exception cref="InvalidOperationException">If the override is invalid or specifies a width that this machine does not
    /// support.</exception>
    /// <remarks>It is chosen on first use, so that the exception for an invalid override reaches the caller directly.</remarks>
    public static int Current => field != 0 ? field : field = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Runs <paramref name="function"/> with the lane type of the given width.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="R">The result type.</typeparam>
    /// <param name="bits">The width in bits.</param>
    /// <param name="function">The function.</param>
    /// <returns>The result.</returns>
    internal static R Dispatch<T, R>(int bits, ILaneFunction<T, R> function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        return bits switch
        {
            512 => function.Invoke<Lane512<T>>(),
            256 => function.Invoke<Lane256<T>>(),
            128 => function.Invoke<Lane128<T>>(),
            _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "The lane width must be 128, 256 or 512 bits."),
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
                return supported ? bits : throw new InvalidOperationException($"{Variable} is {bits}, but this machine does not support lanes of that width; it supports {string.Join(", ", Table.Where(row => row.Supported).Select(row => row.Bits))}.");
            }
        }

        throw new InvalidOperationException($"{Variable} must be 128, 256 or 512, but is '{wish}'.");
    }
}
