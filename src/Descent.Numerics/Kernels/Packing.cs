using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Numerics.Lanes;

namespace Descent.Numerics.Kernels;

/// <summary>
/// Copies a block of lines × depth numbers into panels of a few lines, depth after depth: the order in which a register tile
/// reads. Lines may lie side by side (step 1, copied in registers) or along the depth (transposed through 4 × 4 registers).
/// </summary>
internal static unsafe class Packing<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Packs; lines that are missing in the last panel become zeros.</summary>
    public static void Run(T* source, nint lineStep, nint depthStep, int lines, int depth, int panel, T* target)
    {
        for (int first = 0; first < lines; first += panel, target += (nint)panel * depth)
        {
            int count = Math.Min(panel, lines - first);
            T* from = source + (first * lineStep);
            if (lineStep == 1)
            {
                Copy(from, depthStep, count, depth, panel, target);
            }
            else
            {
                Transpose(from, lineStep, depthStep, count, depth, panel, target);
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
    private static void Copy(T* from, nint depthStep, int count, int depth, int panel, T* target)
    {
        for (int k = 0; k < depth; k++, from += depthStep, target += panel)
        {
            int i = 0;
            for (; i + V.Count <= count; i += V.Count)
            {
                V.Load(from + i).Store(target + i);
            }

            for (; i + Lane128<T>.Count <= count; i += Lane128<T>.Count)
            {
                Lane128<T>.Load(from + i).Store(target + i);
            }

            for (; i < count; i++)
            {
                target[i] = from[i];
            }
        }
    }

    [MethodImpl(Hot)]
    private static void Transpose(T* from, nint lineStep, nint depthStep, int count, int depth, int panel, T* target)
    {
        int i = 0;
        if (typeof(T) == typeof(float) && depthStep == 1)
        {
            for (; i + 4 <= count; i += 4)
            {
                float* line = (float*)(from + (i * lineStep)), to = (float*)(target + i);
                int k = 0;
                for (; k + 4 <= depth; k += 4, to += 4 * (nint)panel)
                {
                    Vector128<float> a = Vector128.Load(line + k), b = Vector128.Load(line + lineStep + k), c = Vector128.Load(line + (2 * lineStep) + k), d = Vector128.Load(line + (3 * lineStep) + k);
                    Vector128<float> ab = Interleave.Low(a, b), cd = Interleave.Low(c, d);
                    Interleave.LowHalves(ab, cd).Store(to);
                    Interleave.HighHalves(ab, cd).Store(to + panel);
                    ab = Interleave.High(a, b);
                    cd = Interleave.High(c, d);
                    Interleave.LowHalves(ab, cd).Store(to + (2 * (nint)panel));
                    Interleave.HighHalves(ab, cd).Store(to + (3 * (nint)panel));
                }

                for (; k < depth; k++, to += panel)
                {
                    for (int q = 0; q < 4; q++)
                    {
                        to[q] = line[(q * lineStep) + k];
                    }
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
