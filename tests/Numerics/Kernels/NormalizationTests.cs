using Descent.Numerics;

namespace Descent.Tests.Numerics.Kernels;

/// <summary>The kernels of batch normalization against plain loops; known mistakes would be far from them.</summary>
public class NormalizationTests
{
    private const double Epsilon = 1e-5;

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(300)]
    public void BatchNormalizationEqualsPlainLoops(int samples)
    {
        Check<Lane128<double>>(samples);
        Check<Lane256<double>>(samples);
        Check<Lane512<double>>(samples);
    }

    [Fact]
    public void StatisticsOfLargeMeansKeepTheirDigits()
    {
        const int samples = 300;
        Matrix<float> x = Block<float>(1, samples, 0, out object kept), mean = Block<float>(1, 16, 0, out object keptMean), variance = Block<float>(1, 16, 0, out object keptVariance);
        for (int n = 0; n < samples; n++)
        {
            x.Row(0)[n] = 10_000 + (n % 2);
        }

        BatchNormalization<float, Lane128<float>>.Statistics(x, mean, variance);
        Assert.Equal(10_000.5f, mean.Row(0)[0]);
        Assert.Equal(0.25f, variance.Row(0)[0]);
        GC.KeepAlive((kept, keptMean, keptVariance));
    }

    private static void Check<V>(int samples)
        where V : struct, ILane<V, double>
    {
        const int rows = 3;
        Matrix<double> x = Block<double>(rows, samples, 1, out object k0), dy = Block<double>(rows, samples, 2, out object k1), scale = Block<double>(1, rows, 3, out object k2), shift = Block<double>(1, rows, 4, out object k3);
        Matrix<double> mean = Block<double>(1, rows, 5, out object k4), variance = Block<double>(1, rows, 6, out object k5), y = Block<double>(rows, samples, 7, out object k6), dx = Block<double>(rows, samples, 8, out object k7);
        Matrix<double> scaleGradient = Block<double>(1, rows, 9, out object k8), shiftGradient = Block<double>(1, rows, 10, out object k9);
        for (int r = 0; r < rows; r++)
        {
            // What lies behind the samples may be anything in the forward pass; gradients there are zero.
            x.PaddedRow(r)[samples..].Fill(double.NaN);
            dy.PaddedRow(r)[samples..].Clear();
        }

        BatchNormalization<double, V>.Statistics(x, mean, variance);
        BatchNormalization<double, V>.Forward(x, mean, variance, Epsilon, scale, shift, y);
        BatchNormalization<double, V>.Backward(x, mean, variance, Epsilon, scale, dy, dx, scaleGradient, shiftGradient, throughStatistics: true);
        for (int r = 0; r < rows; r++)
        {
            double[] row = x.Row(r).ToArray(), slopes = dy.Row(r).ToArray();
            double average = row.Average(), spread = row.Average(v => (v - average) * (v - average)), inverse = 1 / Math.Sqrt(spread + Epsilon), gamma = scale.Row(0)[r];
            double[] normal = [.. row.Select(v => (v - average) * inverse)];
            double total = slopes.Sum(), position = slopes.Zip(normal, (a, b) => a * b).Sum();
            AssertClose(average, mean.Row(0)[r]);
            AssertClose(spread, variance.Row(0)[r]);
            AssertClose(total, shiftGradient.Row(0)[r]);
            AssertClose(position, scaleGradient.Row(0)[r]);
            Assert.True(Math.Abs(total - position) > 1e-2, "the two gradients could be swapped unseen");
            double furthest = 0;
            for (int n = 0; n < samples; n++)
            {
                AssertClose((gamma * normal[n]) + shift.Row(0)[r], y.Row(r)[n]);
                AssertClose(gamma * inverse * (slopes[n] - (total / samples) - (normal[n] * position / samples)), dx.Row(r)[n]);
                furthest = Math.Max(furthest, Math.Abs(dx.Row(r)[n] - (gamma * inverse * slopes[n])));
            }

            Assert.True(furthest > 1e-3, "a gradient that forgets the statistics would pass");
            Assert.All(dx.PaddedRow(r)[samples..].ToArray(), value => Assert.Equal(0, value));
        }

        double[] kept = scaleGradient.Row(0).ToArray();
        BatchNormalization<double, V>.Backward(x, mean, variance, Epsilon, scale, dy, dy, scaleGradient, shiftGradient, throughStatistics: true);
        Assert.Equal(kept, scaleGradient.Row(0).ToArray());
        Assert.Equal(dx.Row(2).ToArray(), dy.Row(2).ToArray());
        GC.KeepAlive((k0, k1, k2, k3, k4, k5, k6, k7, k8, k9));
    }

    private static void AssertClose(double expected, double actual) => Assert.InRange(actual - expected, -1e-11 * Math.Max(1, Math.Abs(expected)), 1e-11 * Math.Max(1, Math.Abs(expected)));

    private static Matrix<T> Block<T>(int rows, int columns, ulong seed, out object keep)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int stride = (int)AlignedBlock<T>.Pad(columns);
        AlignedBlock<T> block = new((long)rows * stride);
        CounterRandom random = new(seed, Streams.Noise);
        for (int i = 0; i < block.Length; i++)
        {
            block.Span[i] = T.CreateTruncating(random.Normal((ulong)i) + 0.5);
        }

        keep = block;
        return block.View(0, rows, columns, stride);
    }
}
