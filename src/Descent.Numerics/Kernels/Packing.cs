using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Numerics;

/// <summary>
/// Copies a block of lines × depth values into panels of a few lines, one depth after the other, which is the order in which a register
/// tile reads. Lines may be adjacent in memory (step 1, copied in registers) or contiguous along the depth (transposed in registers).
/// </summary>
internal static unsafe class Packing<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The number of depths that are copied for all panels before the next ones: this many cache lines that are pages apart
    /// fit into one set of the cache.</summary>
    private const int DepthsAtOnce = 8;

    /// <summary>Packs a block; lines that are missing in the last panel become zeros.</summary>
    public static void Run(T* source, nint lineStep, nint depthStep, int lines, int depth, int panel, T* target)
    {
        for (int k = 0; lineStep == 1 && k < depth; k += DepthsAtOnce)
        {
            Copy(source + (k * depthStep), depthStep, lines, Math.Min(DepthsAtOnce, depth - k), panel, target + ((nint)k * panel), (nint)panel * depth);
        }

        for (int first = 0; first < lines; first += panel, target += (nint)panel * depth)
        {
            int count = Math.Min(panel, lines - first);
            if (lineStep != 1)
            {
                Transpose(source + (first * lineStep), lineStep, depthStep, count, depth, panel, target);
            }

            for (int line = count; line < panel; line++)
            {
                T* to = target + line;
                for (int k = 0; k < depth; k++, to += panel)
                {
                    *to = T.Zero;
                }
            }
        }
    }

    [MethodImpl(Hot)]
    private static void Copy(T* source, nint depthStep, int lines, int depth, int panel, T* target, nint panelStep)
    {
        for (int first = 0; first < lines; first += panel, source += panel, target += panelStep)
        {
            int count = Math.Min(panel, lines - first), k = 0;
            T* from = source, to = target;

            // Copies eight values although six are needed: the next depth overwrites the two extra ones.
            for (; k < depth - 1 && panel == Blocking.TileRows && first + 8 <= lines; k++, from += depthStep, to += panel)
            {
                Eight((byte*)from, (byte*)to);
            }

            for (; k < depth; k++, from += depthStep, to += panel)
            {
                int i = 0;
                for (; i + V.Count <= count; i += V.Count)
                {
                    V.Load(from + i).Store(to + i);
                }

                for (; i + Lane128<T>.Count <= count; i += Lane128<T>.Count)
                {
                    Lane128<T>.Load(from + i).Store(to + i);
                }

                for (; i < count; i++)
                {
                    to[i] = from[i];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(byte* from, byte* to)
    {
        Vector256.Load(from).Store(to);
        if (sizeof(T) == sizeof(double))
        {
            Vector256.Load(from + 32).Store(to + 32);
        }
    }

    [MethodImpl(Hot)]
    private static void Transpose(T* from, nint lineStep, nint depthStep, int count, int depth, int panel, T* target)
    {
        int i = 0, lines = Quads<T>.Lines;
        for (; i < count && count >= lines && depthStep == 1; i += lines)
        {
            // The last lines overlap the previous ones to avoid a remainder.
            int first = Math.Min(i, count - lines);
            T* line = from + (first * lineStep), to = target + first;
            int k = 0;
            for (; k + 4 <= depth; k += 4, to += 4 * (nint)panel)
            {
                Quads<T>.Turn(new EvenLines<T>(line, lineStep), k, to, panel);
            }

            for (; k < depth; k++, to += panel)
            {
                for (int q = 0; q < lines; q++)
                {
                    to[q] = line[(q * lineStep) + k];
                }
            }
        }

        for (; i < count; i++)
        {
            T* line = from + (i * lineStep), to = target + i;
            for (int k = 0; k < depth; k++, to += panel)
            {
                *to = line[k * depthStep];
            }
        }
    }
}
