using System.Numerics;
using Descent.Numerics;

namespace Descent.Tests.Numerics.Memory;

public unsafe class AlignedBlockTests
{
    [Fact]
    public void BeginsOnACacheLineAndIsZero()
    {
        foreach (int length in new[] { 0, 1, 15, 16, 17, 1000, 100_001 })
        {
            Check<float>(length);
            Check<double>(length);
        }
    }

    [Fact]
    public void TooLongABlockIsRefusedInWords()
    {
        foreach (long length in new[] { 1L << 31, 1L << 40, long.MaxValue })
        {
            Assert.Contains("One block can contain at most", Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBlock<float>(length)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBlock<double>(-1));
    }

    [Fact]
    public void GatherTransposesAndScatterComesBack()
    {
        foreach ((int samples, int features) in new[] { (1, 1), (3, 5), (17, 4), (64, 3), (65, 7) })
        {
            float[] source = [.. Enumerable.Range(1, samples * features).Select(i => (float)i)], back = new float[source.Length];
            int stride = (int)AlignedBlock<float>.Pad(samples);
            AlignedBlock<float> block = new(features * stride);
            block.Span.Fill(float.NaN);
            Matrix<float> batch = block.View(0, features, samples, stride);
            Transposition<float>.Gather(source, batch);
            for (int f = 0; f < features; f++)
            {
                Assert.Equal(Enumerable.Range(0, samples).Select(n => source[(n * features) + f]), batch.Row(f).ToArray());
                // Behind the last sample stands that sample again: kernels see only real rows.
                float last = source[((samples - 1) * features) + f];
                Assert.All(batch.PaddedRow(f)[samples..].ToArray(), padding => Assert.Equal(last, padding));
            }

            Transposition<float>.Scatter(batch, back);
            Assert.Equal(source, back);

            int[] rows = [.. Enumerable.Range(0, samples).Reverse()];
            Transposition<float>.Gather(source, rows, batch);
            Assert.Equal(rows.Select(n => source[n * features]), batch.Row(0).ToArray());
        }
    }

    private static void Check<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AlignedBlock<T> block = new(length);
        Assert.Equal(0, (nint)block.Pointer % AlignedBlock<T>.Alignment);
        Assert.Equal(length, block.Span.Length);
        Assert.DoesNotContain(block.Span.ToArray(), value => value != T.Zero);
        block.Span.Fill(T.One);
        AlignedBlock<T> copy = block.Copy();
        block.Span.Clear();
        Assert.DoesNotContain(copy.Span.ToArray(), value => value != T.One);
        Assert.Equal(0, AlignedBlock<T>.Pad(length) % AlignedBlock<T>.PerAlignment);
        Assert.InRange(AlignedBlock<T>.Pad(length) - length, 0, AlignedBlock<T>.PerAlignment - 1);
    }
}
