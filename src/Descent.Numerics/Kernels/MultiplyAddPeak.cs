using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>Runs only fused multiply-adds in registers: the maximum that a core can do, with which benchmarks are compared.</summary>
internal static unsafe class MultiplyAddPeak<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    // Enough to cover latency × throughput of current cores (4 × 2, or 4 × 4), and few enough for sixteen registers.
    private const int Chains = 12;

    /// <summary>The floating-point operations of one round, two per multiply-add.</summary>
    public static int OperationsPerRound => 2 * Chains * V.Count;

    /// <summary>Runs the chains; each converges to 1, so that no value becomes subnormal or infinite.</summary>
    /// <returns>A value that depends on all chains, so that none can be optimized away.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Run(long rounds)
    {
        V half = V.Splat(0.5);
        V c0 = V.Zero, c1 = V.Splat(0.1), c2 = V.Splat(0.2), c3 = V.Splat(0.3), c4 = V.Splat(0.4), c5 = V.Splat(0.5);
        V c6 = V.Splat(0.6), c7 = V.Splat(0.7), c8 = V.Splat(0.8), c9 = V.Splat(0.9), c10 = V.Splat(1.1), c11 = V.Splat(1.2);
        for (; rounds > 0; rounds--)
        {
            c0 = V.Fma(c0, half, half);
            c1 = V.Fma(c1, half, half);
            c2 = V.Fma(c2, half, half);
            c3 = V.Fma(c3, half, half);
            c4 = V.Fma(c4, half, half);
            c5 = V.Fma(c5, half, half);
            c6 = V.Fma(c6, half, half);
            c7 = V.Fma(c7, half, half);
            c8 = V.Fma(c8, half, half);
            c9 = V.Fma(c9, half, half);
            c10 = V.Fma(c10, half, half);
            c11 = V.Fma(c11, half, half);
        }

        T* sum = stackalloc T[V.Count];
        (c0 + c1 + (c2 + c3) + (c4 + c5 + (c6 + c7)) + (c8 + c9 + (c10 + c11))).Store(sum);
        return *sum;
    }
}
