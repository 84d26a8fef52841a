using Descent.Numerics;

namespace Descent.Tests.Numerics.Random;

public class CounterRandomTests
{
    // Known answers for philox4x32-10 published with the authors' Random123 library (kat_vectors).
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xe169c58d_6627e8d5UL, 0x9b00dbd8_bc57ac4cUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e_408f276dUL, 0x6d5451fd_a20bc7c6UL)]
    [InlineData(0x299f31d0_a4093822UL, 0x03707344_13198a2eUL, 0x85a308d3_243f6a88UL, 0x94fdcceb_d16cfe09UL, 0x24126ea1_5001e420UL)]
    public void AgreesWithThePublishedAnswers(ulong seed, ulong stream, ulong index, ulong low, ulong high) =>
        Assert.Equal((low, high), new CounterRandom(seed, stream).Block(index));

    [Fact]
    public void UniformAndNormalHaveTheirMoments()
    {
        CounterRandom random = new(7, Streams.Synthetic);
        const int n = 200_000;
        double uniform = 0, normal = 0, squares = 0;
        for (ulong i = 0; i < n; i++)
        {
            uniform += random.Uniform(i);
            double z = random.Normal(i);
            normal += z;
            squares += z * z;
        }

        Assert.InRange(uniform / n, 0.5 - (5 / Math.Sqrt(12.0 * n)), 0.5 + (5 / Math.Sqrt(12.0 * n)));
        Assert.InRange(normal / n, -5 / Math.Sqrt(n), 5 / Math.Sqrt(n));
        Assert.InRange(squares / n, 1 - (5 * Math.Sqrt(2.0 / n)), 1 + (5 * Math.Sqrt(2.0 / n)));
    }

    // Fisher–Yates as in the books, one draw after the other; 100,000 items are more than the nearest caches hold.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void ShuffleSwapsEveryItemWithOneAtOrBeforeItsPlace(int count)
    {
        CounterRandom random = new(7, Streams.Shuffle);
        int[] items = [.. Enumerable.Range(0, count)], expected = [.. items];
        random.Shuffle<int>(items);
        for (int i = count - 1; i > 0; i--)
        {
            (ulong low, ulong high) = random.Block((ulong)i / 4);
            ulong pair = i % 4 < 2 ? low : high;
            uint word = (uint)(i % 2 == 0 ? pair : pair >> 32);
            int place = (int)((word * (ulong)(i + 1)) >> 32);
            (expected[i], expected[place]) = (expected[place], expected[i]);
        }

        Assert.Equal(expected, items);
    }

    [Fact]
    public void ShuffleIsAPermutationAndDependsOnTheStream()
    {
        int[] first = [.. Enumerable.Range(0, 1000)], second = [.. first];
        new CounterRandom(1, Streams.Shuffle).Shuffle<int>(first);
        new CounterRandom(1, Streams.Shuffle + 1).Shuffle<int>(second);
        Assert.NotEqual(first, second);
        Assert.Equal(Enumerable.Range(0, 1000), first.Order());
    }

    [Fact]
    public void ManyBlocksAtOnceAreTheSameBlocks()
    {
        Check<Words128>(true);
        Check<Words256>(System.Runtime.Intrinsics.X86.Avx2.IsSupported);
        Check<Words512>(System.Runtime.Intrinsics.X86.Avx512F.IsSupported);
    }

    private static unsafe void Check<W>(bool isSupported)
        where W : struct, IWords<W>
    {
        if (!isSupported)
        {
            return;
        }

        CounterRandom random = new(0xFEDCBA9876543210, 0x0123456789ABCDEF);
        ulong[] starts = [0x7_0000_0040, 0xFFFF_FFFF_FFFF_FFF0];
        uint* words = stackalloc uint[64];
        foreach (ulong start in starts)
        {
            random.Blocks<W>(start, words);
            for (int i = 0; i < 16; i++)
            {
                (ulong low, ulong high) = random.Block(start + (ulong)i);
                Assert.Equal(low, words[i] | ((ulong)words[i + 16] << 32));
                Assert.Equal(high, words[i + 32] | ((ulong)words[i + 48] << 32));
            }
        }
    }
}
