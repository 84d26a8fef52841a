using System.Runtime.CompilerServices;

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

    /// <summary>
    /// The words of the 16 blocks from <paramref name="first"/> on: the first words of all of them, then the second ones …; behind
    /// them the same from <paramref name="second"/> on. Two runs at a time, because one leaves the multipliers waiting for each other.
    /// </summary>
    /// <param name="first">A block's number, a multiple of 16.</param>
    /// <param name="second">Another.</param>
    /// <param name="target">Room for 2 × 64 words.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void Blocks<W>(ulong first, ulong second, uint* target)
        where W : struct, IWords<W>
    {
        for (int done = 0; done < 16; done += W.Count)
        {
            W a0 = W.Splat((uint)first + (uint)done) + W.Numbers, a1 = W.Splat((uint)(first >> 32)), a2 = W.Splat((uint)stream), a3 = W.Splat((uint)(stream >> 32));
            W b0 = W.Splat((uint)second + (uint)done) + W.Numbers, b1 = W.Splat((uint)(second >> 32)), b2 = a2, b3 = a3;
            uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
            for (int round = 0; round < 10; round++)
            {
                W key0 = W.Splat(k0), key1 = W.Splat(k1);
                (W highA0, W lowA0) = W.Multiply(a0, Multiplier0);
                (W highB0, W lowB0) = W.Multiply(b0, Multiplier0);
                (W highA1, W lowA1) = W.Multiply(a2, Multiplier1);
                (W highB1, W lowB1) = W.Multiply(b2, Multiplier1);
                (a0, a1, a2, a3) = (highA1 ^ a1 ^ key0, lowA1, highA0 ^ a3 ^ key1, lowA0);
                (b0, b1, b2, b3) = (highB1 ^ b1 ^ key0, lowB1, highB0 ^ b3 ^ key1, lowB0);
                k0 += Weyl0;
                k1 += Weyl1;
            }

            a0.Store(target + done);
            a1.Store(target + done + 16);
            a2.Store(target + done + 32);
            a3.Store(target + done + 48);
            b0.Store(target + done + 64);
            b1.Store(target + done + 80);
            b2.Store(target + done + 96);
            b3.Store(target + done + 112);
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
    /// <typeparam name="TItem">Anything.</typeparam>
    /// <param name="items">What to shuffle; the bias of a place is below items/2³².</param>
    public void Shuffle<TItem>(Span<TItem> items)
    {
        ulong low = 0, high = 0;
        for (int i = items.Length - 1; i > 0; i--)
        {
            int word = i & 3;
            if (word == 3 || i == items.Length - 1)
            {
                (low, high) = Block((ulong)i >> 2);
            }

            ulong bits = (uint)((word < 2 ? low : high) >> (32 * (word & 1)));
            int j = (int)((bits * (ulong)(i + 1)) >> 32);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
