using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics.Random;

/// <summary>
/// Counter-based random numbers: every draw is a pure function of (seed, stream, index), so there is no state to share,
/// to save or to get out of step, and any thread may draw any index.
/// </summary>
/// <remarks>
/// The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011):
/// the seed is the key, stream and index are the counter.
/// </remarks>
/// <param name="seed">Chooses the family of sequences; the same seed gives the same numbers for ever.</param>
/// <param name="stream">Separates independent uses of one seed (see <see cref="Streams"/>).</param>
public readonly struct CounterRandom(ulong seed, ulong stream)
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const double Ulp53 = 1.0 / (1UL << 53);

    /// <summary>Words of the blocks that are drawn together.</summary>
    private const int BlockWords = 64;

    /// <summary>The four 32-bit words of block <paramref name="index"/>.</summary>
    /// <param name="index">The block's number.</param>
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

    /// <summary>The words of the 16 blocks from <paramref name="first"/> on, in the widest registers there are.</summary>
    /// <param name="first">A block's number, a multiple of 16.</param>
    /// <param name="target">Room for 64 words.</param>
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

    /// <summary>The words of the 16 blocks from <paramref name="first"/> on: the first words of all of them, then the second ones ….</summary>
    /// <remarks>Even blocks lie in one register and odd ones in another, so products of 64 bits need no room to be made.</remarks>
    /// <param name="first">A block's number, a multiple of 16.</param>
    /// <param name="target">Room for 64 words.</param>
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

    /// <summary>64 random bits for <paramref name="index"/>.</summary>
    /// <param name="index">Which draw; neighbouring indices are independent.</param>
    /// <returns>Uniform bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits(ulong index)
    {
        (ulong low, ulong high) = Block(index >> 1);
        return (index & 1) == 0 ? low : high;
    }

    /// <summary>A number uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    /// <param name="index">Which draw.</param>
    /// <returns>The number.</returns>
    public double Uniform(ulong index) => (Bits(index) >> 11) * Ulp53;

    /// <summary>A number uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="index">Which draw.</param>
    /// <param name="low">Lower end, included.</param>
    /// <param name="high">Upper end.</param>
    /// <returns>low + (high − low)·u.</returns>
    public double Uniform(ulong index, double low, double high) => low + ((high - low) * Uniform(index));

    /// <summary>A standard normal number by the Box–Muller transform of one block.</summary>
    /// <param name="index">Which draw.</param>
    /// <returns>√(−2 ln u₁)·cos(2π u₂) with u₁ in (0, 1].</returns>
    public double Normal(ulong index)
    {
        (ulong low, ulong high) = Block(index);
        double u1 = ((low >> 11) + 1) * Ulp53, u2 = (high >> 11) * Ulp53;
        return Math.Sqrt(-2 * Math.Log(u1)) * Math.Cos(2 * Math.PI * u2);
    }

    /// <summary>An integer uniform in 0 … <paramref name="bound"/> − 1 (multiply-shift; bias below 2⁻³²).</summary>
    /// <param name="index">Which draw.</param>
    /// <param name="bound">The exclusive upper bound, above zero.</param>
    /// <returns>The integer.</returns>
    public int Below(ulong index, int bound) => (int)(((Bits(index) >> 32) * (ulong)bound) >> 32);

    /// <summary>Shuffles <paramref name="items"/> in place (Fisher–Yates; the place of item i is decided by the 32-bit word i of the stream).</summary>
    /// <remarks>Places are drawn a group ahead of the swaps, and asked for: items that are not in a cache are under way when their turn comes.</remarks>
    /// <typeparam name="TItem">Anything.</typeparam>
    /// <param name="items">What to shuffle; the bias of a place is below items/2³².</param>
    public unsafe void Shuffle<TItem>(Span<TItem> items)
    {
        int* places = stackalloc int[2 * BlockWords], next = places + BlockWords;
        int group = (items.Length - 1) / BlockWords;
        Places(group, items, places);
        for (; group >= 0; group--)
        {
            if (group > 0)
            {
                Places(group - 1, items, next);
            }

            int first = group * BlockWords;
            for (int i = Math.Min(items.Length, first + BlockWords) - 1; i >= Math.Max(1, first); i--)
            {
                int j = places[i - first];
                (items[i], items[j]) = (items[j], items[i]);
            }

            int* done = places;
            places = next;
            next = done;
        }
    }

    /// <summary>Where the items of a group go.</summary>
    private unsafe void Places<TItem>(int group, Span<TItem> items, int* places)
    {
        uint* words = stackalloc uint[BlockWords];
        Blocks((ulong)group * (BlockWords / 4), words);
        int first = group * BlockWords, count = Math.Min(items.Length - first, BlockWords);
        for (int t = 0; t < count; t++)
        {
            int place = places[t] = (int)((words[((t & 3) * 16) + (t >> 2)] * (ulong)(first + t + 1)) >> 32);
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref items[place]));
            }
        }
    }
}
