using Descent.Data;

namespace Descent.Tests.Data.Synthetic;

public class SyntheticTests
{
    private const int Rows = 20_000;

    [Fact]
    public void MultilabelRulesHoldForHalfOfAllInputs()
    {
        // Each rule changes its sign when the right inputs change theirs, so each holds for exactly half of the cube.
        Dataset<double> data = FormulaTasks.Multilabel<double>(Rows, 7, noise: 0).Data;
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<double> x = data.Inputs.Span.Slice(row * 4, 4), y = data.Targets.Span.Slice(row * 3, 3);
            Assert.All(x.ToArray(), value => Assert.InRange(value, -6, 6));
            double first = x[3] * (x[0] + 1) - 5 * x[1] - 2 * x[0] * x[2];
            double second = 4 * x[0] + x[2] * (3 - 2 * x[1]) + 0.4 * x[3] * x[1] / x[0];
            double third = 0.3 * x[1] - x[0] / x[3] - 8 * Math.Pow(x[1], 2) / x[2] - 2 * x[3];
            if (Math.Min(Math.Abs(first), Math.Min(Math.Abs(second), Math.Abs(third))) > 1e-9)
            {
                Assert.Equal((first < 0, second < 0, third < 0), (y[0] == 1, y[1] == 1, y[2] == 1));
            }
        }

        Assert.All(Shares(data), share => Assert.InRange(share, 0.5 - Tolerance(0.5), 0.5 + Tolerance(0.5)));
    }

    [Fact]
    public void MulticlassRowsLieInTheBoxOfTheirClass()
    {
        double[][] lows = [[2, 1, 0, 3], [1, 1, 3, 1], [0, 2, 0, 0]], highs = [[5, 5, 4, 5], [4, 3, 6, 5], [3, 6, 5, 2]];
        Dataset<double> data = FormulaTasks.Multiclass<double>(Rows, 8, noise: 0).Data;
        for (int row = 0; row < Rows; row++)
        {
            int label = data.Targets.Span.Slice(row * 3, 3).IndexOf(1.0);
            for (int i = 0; i < 4; i++)
            {
                Assert.InRange(data.Inputs.Span[(row * 4) + i], lows[label][i], highs[label][i]);
            }
        }

        Assert.All(Shares(data), share => Assert.InRange(share, (1 / 3.0) - Tolerance(1 / 3.0), (1 / 3.0) + Tolerance(1 / 3.0)));
    }

    [Fact]
    public void RegressionTargetsAreThePolynomials()
    {
        Dataset<double> data = FormulaTasks.Regression<double>(1000, 9, noise: 0).Data;
        for (int row = 0; row < 1000; row++)
        {
            double[] x = data.Inputs.Slice(row * 4, 4).ToArray(), y = data.Targets.Slice(row * 3, 3).ToArray();
            Assert.All(x, value => Assert.InRange(value, -3, 3));
            Assert.Equal(x[3] * (x[0] + 1) + 5 * x[1] + 2 * x[0] * x[2], y[0], 10);
            Assert.Equal(4 * x[0] + x[2] * (2 * x[1] + 3) + 0.4 * x[1] * x[3], y[1], 10);
            Assert.Equal(x[0] + x[1] * (0.3 + 2 * x[2]) + 2 * x[3], y[2], 10);
        }
    }

    [Fact]
    public void NoiseMovesInputsButNotTargets()
    {
        Dataset<double> clean = FormulaTasks.Regression<double>(Rows, 4, noise: 0).Data, noisy = FormulaTasks.Regression<double>(Rows, 4, noise: 0.2).Data;
        Assert.Equal(clean.Targets.ToArray(), noisy.Targets.ToArray());
        double[] moves = [.. clean.Inputs.ToArray().Zip(noisy.Inputs.ToArray(), (a, b) => b - a)];
        Assert.All(moves, move => Assert.InRange(move, -0.2000001, 0.2000001));
        Assert.InRange(moves.Average(), -0.003, 0.003);
        Assert.InRange(moves.Average(move => move * move), 0.0130, 0.0137);
    }

    [Fact]
    public void RowsDependOnTheSeedAndNotOnHowManyThereAre()
    {
        float[] few = FormulaTasks.Multiclass<float>(10, 1).Data.Inputs.ToArray(), many = FormulaTasks.Multiclass<float>(50, 1).Data.Inputs.ToArray();
        Assert.Equal(few, many[..few.Length]);
        Assert.NotEqual(few, FormulaTasks.Multiclass<float>(10, 2).Data.Inputs.ToArray());
        Assert.Equal(few, Array.ConvertAll(FormulaTasks.Multiclass<double>(10, 1).Data.Inputs.ToArray(), x => (float)x));
    }

    [Fact]
    public void XorIsItsTruthTable()
    {
        Dataset<float> data = ToyTasks.Xor<float>().Data;
        Assert.Equal([0f, 0, 0, 1, 1, 0, 1, 1], data.Inputs.ToArray());
        Assert.Equal([0f, 1, 1, 0], data.Targets.ToArray());
    }

    [Fact]
    public void CirclesMoonsAndSpiralsLieOnTheirCurves()
    {
        foreach ((double x, double y, double target) in Points(ToyTasks.Circles<double>(500, 1, noise: 0)))
        {
            Assert.Equal(target == 0 ? 1 : 0.5, Math.Sqrt((x * x) + (y * y)), 12);
        }

        foreach ((double x, double y, double target) in Points(ToyTasks.Moons<double>(500, 1, noise: 0)))
        {
            (double u, double v) = target == 0 ? (x, y) : (1 - x, 0.5 - y);
            Assert.Equal(1, (u * u) + (v * v), 12);
            Assert.True(v >= 0);
        }

        foreach ((double x, double y, double target) in Points(ToyTasks.Spirals<double>(500, 1, noise: 0)))
        {
            double radius = Math.Sqrt((x * x) + (y * y)), angle = (3 * Math.PI * radius) + (Math.PI * target);
            Assert.Equal((radius * Math.Cos(angle), radius * Math.Sin(angle)), (x, y), new Close());
        }
    }

    [Fact]
    public void GaussiansHaveTheirMoments()
    {
        SyntheticData<double> made = ToyTasks.Gaussians<double>(Rows, 3, noise: 0.3, classes: 4);
        Assert.Equal((TaskKind.Multiclass, 4), (made.Task, made.OutputNames.Count));
        double[] x = [.. Enumerable.Range(0, Rows / 4).Select(i => made.Data.Inputs.Span[i * 8])];
        Assert.InRange(x.Average(), 1 - 0.025, 1 + 0.025);
        Assert.InRange(x.Average(value => Math.Pow(value - 1, 2)), 0.085, 0.095);
    }

    [Fact]
    public void WrongRequestsAreRefused()
    {
        Assert.Throws<DataException>(() => FormulaTasks.Regression<float>(0, 1));
        Assert.Throws<DataException>(() => ToyTasks.Moons<float>(10, 1, noise: -1));
        Assert.Throws<DataException>(() => ToyTasks.Gaussians<float>(10, 1, classes: 1));
    }

    private static double Tolerance(double share) => 5 * Math.Sqrt(share * (1 - share) / Rows);

    private static double[] Shares(Dataset<double> data) =>
        [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, Rows).Average(row => data.Targets.Span[(row * 3) + i]))];

    private static IEnumerable<(double X, double Y, double Target)> Points(SyntheticData<double> made) =>
        Enumerable.Range(0, made.Data.Rows).Select(row => (made.Data.Inputs.Span[row * 2], made.Data.Inputs.Span[(row * 2) + 1], made.Data.Targets.Span[row]));

    private sealed class Close : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12;

        public int GetHashCode((double, double) point) => 0;
    }
}
