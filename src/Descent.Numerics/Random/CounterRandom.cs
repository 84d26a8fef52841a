using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics;

/// <summary>
/// Counter-based random numbers: every draw is a pure function of (seed, stream, index), so there is no state to share
/// or save, and any thread can draw any index.
/// </summary>
/// <remarks>
/// The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011):
/// the seed is the key; the stream and the index are the counter.
/// </remarks>
/// <param name="seed">Selects the family of sequences; the same seed always gives the same numbers.</param>
/// <param name="stream">Separates independent uses of the same seed (see <see cref="Streams"/>).</param>
public readonly struct CounterRandom(ulong seed, ulong stream)
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const double Ulp53 = 1.0 / (1UL << 53);

    /// <summary>The number of words in the blocks that are drawn together.</summary>
    private const int BlockWords = 64;

    /// <summary>From this many bytes on, the items to shuffle are prefetched.</summary>
    private const int FarFrom = 1 << 18;

    /// <summary>The four 32-bit words of block <paramref name="index"/>.</summary>
    /// <param name="index">The index of the block.</param>
    /// <returns>Two 64-bit words, low half first.</returns>
    public (ulong Low, ulong High) Block(ulong index)
    {
        uint c0 = (uint)index, c1 = (uint)(index >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }

    /// <summary>Computes the words of the 16 blocks from <paramref name="first"/> on, in the widest available registers.</summary>
    /// <param name="first">The index of a block, a multiple of 16.</param>
    /// <param name="target">The buffer for 64 words.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void Blocks(ulong first, uint* target)
    {
        if (Avx512F.IsSupported)
        {
            Blocks<Words512>(first, target);
        }
        else if (Avx2.IsSupported)
        {
            Blocks<Words256>(first, target);
        }
        else
        {
            Blocks<Words128>(first, target);
        }
    }

    /// <summary>Computes the words of the 16 blocks from <paramref name="first"/> on: the first words of all of them, then the second
    /// ones, and so on.</summary>
    /// <remarks>Even blocks are in one register and odd ones in another, so that 64-bit products fit without extra moves.</remarks>
    /// <param name="first">The index of a block, a multiple of 16.</param>
    /// <param name="target">The buffer for 64 words.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void Blocks<W>(ulong first, uint* target)
        where W : struct, IWords<W>
    {
        W multiplier0 = W.Splat(Multiplier0), multiplier1 = W.Splat(Multiplier1), weyl0 = W.Splat(Weyl0), weyl1 = W.Splat(Weyl1);
        for (int done = 0; done < 16; done += 2 * W.Count, target += 2 * W.Count)
        {
            W a0 = W.Splat((uint)first + (uint)done) + W.EvenNumbers, a1 = W.Splat((uint)(first >> 32)), a2 = W.Splat((uint)stream), a3 = W.Splat((uint)(stream >> 32));
            W b0 = a0 + W.Splat(1), b1 = a1, b2 = a2, b3 = a3, key0 = W.Splat((uint)seed), key1 = W.Splat((uint)(seed >> 32));
            for (int round = 0; round < 10; round++)
            {
                W productA0 = a0 * multiplier0, productB0 = b0 * multiplier0, productA1 = a2 * multiplier1, productB1 = b2 * multiplier1;
                (a0, a1, a2, a3) = (W.Mix(productA1, a1, key0), productA1, W.Mix(productA0, a3, key1), productA0);
                (b0, b1, b2, b3) = (W.Mix(productB1, b1, key0), productB1, W.Mix(productB0, b3, key1), productB0);
                key0 += weyl0;
                key1 += weyl1;
            }

            W.Store(a0, b0, target);
            W.Store(a1, b1, target + 16);
            W.Store(a2, b2, target + 32);
            W.Store(a3, b3, target + 48);
        }
    }

    /// <summary>Draws 64 random bits for <paramref name="index"/>.</summary>
    /// <param name="index">The index of the draw; adjacent indices are independent.</param>
    /// <returns>Uniform bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits(ulong index)
    {
        (ulong low, ulong high) = Block(index >> 1);
        return (index & 1) == 0 ? low : high;
    }

    /// <summary>Draws a number uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    /// <param name="index">The index of the draw.</param>
    /// <returns>The number.</returns>
    public double Uniform(ulong index) => (Bits(index) >> 11) * Ulp53;

    /// <summary>Draws a number uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="index">The index of the draw.</param>
    /// <param name="low">The lower bound, inclusive.</param>
    /// <param name="high">The upper bound, exclusive.</param>
    /// <returns>low + (high − low)·u.</returns>
    public double Uniform(ulong index, double low, double high) => low + ((high - low) * Uniform(index));

    /// <summary>Draws a standard normal number by the Box–Muller transform of one block.</summary>
    /// <param name="index">The index of the draw.</param>
    /// <returns>√(−2 ln u₁)·cos(2π u₂) with u₁ in (0, 1].</returns>
    public double Normal(ulong index)
    {
        (ulong low, ulong high) = Block(index);
        double u1 = ((low >> 11) + 1) * Ulp53, u2 = (high >> 11) * Ulp53;
        return Math.Sqrt(-2 * Math.Log(u1)) * Math.Cos(2 * Math.PI * u2);
    }

    /// <summary>Draws an integer uniform in 0 … <paramref name="bound"/> − 1 (multiply-shift; bias below 2⁻³²).</summary>
    /// <param name="index">The index of the draw.</param>
    /// <param name="bound">The exclusive upper bound, greater than zero.</param>
    /// <returns>The integer.</returns>
    public int Below(ulong index, int bound) => (int)(((Bits(index) >> 32) * (ulong)bound) >> 32);

    /// <summary>Shuffles <paramref name="items"/> in place (Fisher–Yates; the 32-bit word i of the stream decides the position of item
    /// i).</summary>
    /// <remarks>
    /// Positions are drawn one group ahead of the swaps. If there are more items than fit in the nearest caches, they are prefetched at
    /// that time, so that they are available when they are swapped.
    /// </remarks>
    /// <typeparam name="TItem">Any type.</typeparam>
    /// <param name="items">The items to shuffle; the bias of a position is below items/2³².</param>
    public unsafe void Shuffle<TItem>(Span<TItem> items)
    {
        int* places = stackalloc int[2 * BlockWords], next = places + BlockWords;
        int group = (items.Length - 1) / BlockWords;
        bool far = (long)items.Length * Unsafe.SizeOf<TItem>() > FarFrom;
        Places(group, places);
        for (; group >= 0; group--)
        {
            int first = group * BlockWords;
            if (group > 0)
            {
                Places(group - 1, next);
                if (far)
                {
                    Prefetch(items, next);
                }
            }

            Swap(items, first, Math.Min(items.Length - first, BlockWords), places);
            int* done = places;
            places = next;
            next = done;
        }
    }

    /// <summary>Computes the new positions of the items of a group: word w of block b, which is at index 16·w + b of the words, decides
    /// the position of item 4·b + w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Places(int group, int* places)
    {
        uint* words = stackalloc uint[BlockWords];
        Blocks((ulong)group * (BlockWords / 4), words);
        uint first = (uint)group * BlockWords;
        for (int i = 0; i < BlockWords; i += 8)
        {
            Vector256<uint> word = Vector256.Load(words + i), bound = Vector256.Create(first + 1 + (uint)(i >> 4)) + ((Vector256<uint>.Indices + Vector256.Create((uint)i & 15)) * 4);
            HighWords(word, bound).AsInt32().Store(places + i);
        }
    }

    /// <summary>The upper halves of the products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> HighWords(Vector256<uint> a, Vector256<uint> b)
    {
        if (Avx2.IsSupported)
        {
            Vector256<ulong> even = Avx2.Multiply(a, b) >>> 32, odd = Avx2.Multiply((a.AsUInt64() >>> 32).AsUInt32(), (b.AsUInt64() >>> 32).AsUInt32());
            return Avx2.Blend(even.AsUInt32(), odd.AsUInt32(), 0b10101010);
        }

        (Vector256<ulong> a0, Vector256<ulong> a1) = Vector256.Widen(a);
        (Vector256<ulong> b0, Vector256<ulong> b1) = Vector256.Widen(b);
        return Vector256.Narrow((a0 * b0) >>> 32, (a1 * b1) >>> 32);
    }

    // Every position is at most that of the item itself, so none is out of range.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Swap<TItem>(Span<TItem> items, int first, int count, int* places)
    {
        ref TItem start = ref MemoryMarshal.GetReference(items), own = ref Unsafe.Add(ref start, first);
        for (int t = count - 1; t >= 0; t--)
        {
            ref TItem one = ref Unsafe.Add(ref own, t), other = ref Unsafe.Add(ref start, places[((t & 3) << 4) | (t >> 2)]);
            (one, other) = (other, one);
        }
    }

    private static unsafe void Prefetch<TItem>(Span<TItem> items, int* places)
    {
        for (int i = 0; i < BlockWords && Sse.IsSupported; i++)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref items[places[i]]));
        }
    }
}
