using Descent.Numerics;
using Descent.Tests.Laws;

namespace Descent.Tests.Engine;

/// <summary>Masks: how many, how large, the same both ways, another one for every update, none in use.</summary>
public class DropoutTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.93)]
    public void TheRateIsMetAndTheMeanKept(double rate)
    {
        const int rows = 50, columns = 2000;
        double[] values = Mask<double>(new CounterRandom(1, Streams.Noise), rate, rows, columns);
        AssertShare(rate, values.Count(v => v == 0), values.Length);
        Assert.All(values, v => Assert.True(v == 0 || v == 1 / (1 - rate)));

        // Neither a neuron nor a sample is favored.
        for (int i = 0; i < 20; i++)
        {
            AssertShare(rate, Enumerable.Range(0, columns).Count(n => values[(i * columns) + n] == 0), columns);
            AssertShare(rate, Enumerable.Range(0, rows).Count(r => values[(r * columns) + (97 * i)] == 0), rows);
        }

        static void AssertShare(double rate, int zeros, int all) =>
            Assert.InRange(zeros - (rate * all), -5 * Math.Sqrt(all * rate * (1 - rate)), 5 * Math.Sqrt(all * rate * (1 - rate)));
    }

    [Fact]
    public void FloatAndDoubleDropTheSame() => Assert.Equal(
        Mask<double>(new CounterRandom(3, 4), 0.4, 7, 37).Select(v => v == 0), Mask<float>(new CounterRandom(3, 4), 0.4, 7, 37).Select(v => v == 0));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheSameMaskGoesBothWays(bool perBatch)
    {
        Network network = [new Dropout(0.4, perBatch), new Linear(), new Dense(3)];
        Probe<double> probe = new(network, 30, 300, new MeanSquaredError(), 2);
        double[] inputs = [.. Enumerable.Repeat(1.0, 30 * 300)];
        probe.SetBatch(inputs, Samples.Targets("real", 300, 3, 1));
        probe.Gradient();
        double[,] first = Values(probe), slopes = Slopes(probe);
        Parameter weight = probe.Plan.Parameters.InOrder[0];
        for (int r = 0; r < 30; r++)
        {
            for (int n = 0; n < 300; n++)
            {
                // What the dense layer hands back, times what the input was multiplied by.
                double back = 0;
                for (int j = 0; j < 3; j++)
                {
                    back += probe.Parameters.Span[weight.Offset + (j * 30) + r] * probe.Frame.Delta(probe.Plan.Output).Row(j)[n];
                }

                Assert.Equal(back * first[r, n], slopes[r, n], 1e-13);
                Assert.True(!perBatch || first[r, n] == first[r, 0]);
            }
        }

        Assert.Contains(0, first.Cast<double>());
        Assert.Contains(1 / 0.6, first.Cast<double>());
        probe.Gradient();
        Assert.Equal(first, Values(probe));
        probe.Frame.Step = 1;
        probe.Gradient();
        Assert.NotEqual(first, Values(probe));
    }

    [Fact]
    public void LayersAndSeedsHaveMasksOfTheirOwn()
    {
        double[,] first = Output([new Dropout(0.5), new Linear(), new Dense(1)], 0, 1), second = Output([new Dropout(0.5), new Dropout(0.5), new Dense(1)], 1, 1);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, Output([new Dropout(0.5), new Linear(), new Dense(1)], 0, 2));

        // Where the first let a number through, the second decides anew.
        int passed = first.Cast<double>().Count(v => v > 0), twice = second.Cast<double>().Count(v => v > 0);
        Assert.InRange(twice, (passed / 2) - (5 * Math.Sqrt(passed / 4.0)), (passed / 2) + (5 * Math.Sqrt(passed / 4.0)));

        static double[,] Output(Network network, int op, ulong seed)
        {
            Probe<double> probe = new(network, 20, 100, new MeanSquaredError(), seed);
            probe.SetBatch([.. Enumerable.Repeat(1.0, 2000)], new double[100]);
            probe.Loss();
            Matrix<double> values = probe.Frame.Value(probe.Plan.Ops[op].Output);
            return ReferenceMatrix.Matrix(20, 100, (r, n) => values.Row(r)[n]);
        }
    }

    [Fact]
    public void InUseThereIsNoChance()
    {
        Network with = [new GaussianNoise(2), new Dense(5), new Dropout(0.5), new Tanh(), new Dropout(0.9, PerBatch: true), new Dense(2), new GaussianNoise(3)];
        Network without = [new Dense(5), new Tanh(), new Dense(2)];
        double[] inputs = Samples.Targets("real", 40, 3, 1);
        Assert.Equal(without.Build<double>(3, 9).Predict(inputs), with.Build<double>(3, 9).Predict(inputs));
    }

    [Fact]
    public void NoiseHasItsDeviation()
    {
        Network network = [new GaussianNoise(0.7), new Dense(1)];
        Probe<double> probe = new(network, 40, 600, new MeanSquaredError(), 3);
        probe.SetBatch(new double[40 * 600], new double[600]);
        probe.Loss();
        Matrix<double> noisy = probe.Frame.Value(probe.Plan.Ops[0].Output);
        double[] noise = [.. Enumerable.Range(0, 40).SelectMany(r => noisy.Row(r).ToArray())];
        Assert.InRange(noise.Average(), -5 * 0.7 / Math.Sqrt(noise.Length), 5 * 0.7 / Math.Sqrt(noise.Length));
        Assert.InRange(noise.Average(v => v * v), 0.49 * (1 - (5 * Math.Sqrt(2.0 / noise.Length))), 0.49 * (1 + (5 * Math.Sqrt(2.0 / noise.Length))));
        Assert.Equal(noise.Length, noise.Distinct().Count());
    }

    private static double[] Mask<T>(CounterRandom random, double rate, int rows, int columns)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int stride = (int)AlignedBlock<T>.Pad(columns);
        AlignedBlock<T> block = new(2L * rows * stride);
        Matrix<T> mask = block.View(0, rows, columns, stride), zeros = block.View(rows * stride, rows, columns, stride);
        RandomKernels<T, Lane128<T>>.Drop(random, rate, 0, 0, zeros, mask, zeros);
        double[] values = [.. Enumerable.Range(0, rows).SelectMany(r => mask.Row(r).ToArray()).Select(v => double.CreateTruncating(v))];
        GC.KeepAlive(block);
        return values;
    }

    private static double[,] Values(Probe<double> probe)
    {
        Matrix<double> values = probe.Frame.Value(probe.Plan.Ops[0].Output);
        return ReferenceMatrix.Matrix(30, 300, (r, n) => values.Row(r)[n]);
    }

    private static double[,] Slopes(Probe<double> probe)
    {
        Matrix<double> slopes = probe.Frame.Delta(probe.Plan.Input);
        return ReferenceMatrix.Matrix(30, 300, (r, n) => slopes.Row(r)[n]);
    }
}
