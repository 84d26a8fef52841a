using Descent.Numerics;
using Descent.Tests.Coverage;
using Matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace Descent.Tests.Initializers;

/// <summary>Bounds, means and variances within five standard errors of their formulas; exact structure where there is one.</summary>
public class InitializerTests
{
    private const int FanOut = 150, FanIn = 300;

    /// <summary>Name, instance, variance, kurtosis of the distribution, largest magnitude.</summary>
    private static readonly (Initializer Initializer, double Variance, double Kurtosis, double Largest)[] s_cases =
    [
        (new RandomUniform(0.3), 0.09 / 3, 1.8, 0.3),
        // Its squares do not scatter; rounding does.
        (new RandomSigns(0.3), 0.09, 1 + 1e-9, 0.3),
        (new RandomNormal(0.2), 0.04, 3, 2),
        Uniform(new GlorotUniform(), 2.0 / (FanIn + FanOut)), Normal(new GlorotNormal(), 2.0 / (FanIn + FanOut)),
        Uniform(new HeUniform(), 2.0 / FanIn), Normal(new HeNormal(), 2.0 / FanIn),
        Uniform(new LecunUniform(), 1.0 / FanIn), Normal(new LecunNormal(), 1.0 / FanIn),
        Uniform(new VarianceScaling(1.5, FanMode.FanOut, ScaledDistribution.Uniform), 1.5 / FanOut),
        Normal(new VarianceScaling(2, FanMode.Average, ScaledDistribution.Normal), 4.0 / (FanIn + FanOut)),
        Truncated(new VarianceScaling(), 1.0 / FanIn), Truncated(new VarianceScaling(2, FanMode.FanOut), 2.0 / FanOut),
    ];

    public static TheoryData<string> Cases => [.. s_cases.Select(c => c.Initializer.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void MeanVarianceAndBounds(string name)
    {
        (Initializer initializer, double variance, double kurtosis, double largest) = s_cases.Single(c => c.Initializer.ToString() == name);
        double[] values = Fill(initializer, FanOut, FanIn);
        double count = values.Length, mean = values.Average(), measured = values.Sum(v => v * v) / count;
        Assert.InRange(mean, -5 * Math.Sqrt(variance / count), 5 * Math.Sqrt(variance / count));
        Assert.InRange(measured, variance * (1 - (5 * Math.Sqrt((kurtosis - 1) / count))), variance * (1 + (5 * Math.Sqrt((kurtosis - 1) / count))));
        Assert.InRange(values.Max(Math.Abs), 0.9 * Math.Min(largest, 4 * Math.Sqrt(variance)), largest);
    }

    [Fact]
    public void NamedCasesAreCasesOfVarianceScaling()
    {
        (Initializer Named, Initializer Scaled)[] pairs =
        [
            (new LecunNormal(), new VarianceScaling(1, FanMode.FanIn, ScaledDistribution.Normal)), (new LecunUniform(), new VarianceScaling(1, FanMode.FanIn, ScaledDistribution.Uniform)),
            (new HeNormal(), new VarianceScaling(2, FanMode.FanIn, ScaledDistribution.Normal)), (new HeUniform(), new VarianceScaling(2, FanMode.FanIn, ScaledDistribution.Uniform)),
            (new GlorotNormal(), new VarianceScaling(1, FanMode.Average, ScaledDistribution.Normal)), (new GlorotUniform(), new VarianceScaling(1, FanMode.Average, ScaledDistribution.Uniform)),
        ];
        foreach ((Initializer named, Initializer scaled) in pairs)
        {
            Assert.All(Fill(named, 7, 5).Zip(Fill(scaled, 7, 5)), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
        }
    }

    [Fact]
    public void TheWidthOfTheTruncatedNormalIsThatOfItsFormula()
    {
        // √(1 − 4φ(2)/(2Φ(2) − 1)) by Simpson's rule: Σ x²φ(x) / Σ φ(x) over [−2, 2].
        const int steps = 2000;
        double mass = 0, second = 0;
        for (int i = 0; i <= steps; i++)
        {
            double x = -2 + (4.0 * i / steps), weight = (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-x * x / 2);
            (mass, second) = (mass + weight, second + (weight * x * x));
        }

        double[] wide = Fill(new VarianceScaling(), 500, 4);
        Assert.InRange(wide.Max(Math.Abs), 0.99 * 2 * 0.5 / Math.Sqrt(second / mass), 2 * 0.5 / Math.Sqrt(second / mass) * (1 + 1e-9));
    }

    public static IEnumerable<string> Orthogonals => ["orthogonal"];

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Orthogonals))]
    [InlineData(40, 12, 1)]
    [InlineData(12, 40, 1)]
    [InlineData(25, 25, 1.5)]
    [InlineData(1, 6, 2)]
    [InlineData(6, 1, 2)]
    [InlineData(1, 1, 1)]
    public void OrthogonalMatricesAreOrthogonalAndEqualThoseOfAQrDecomposition(int fanOut, int fanIn, double gain)
    {
        double[] values = Fill(new Orthogonal(gain), fanOut, fanIn);
        Matrix weight = Matrix.Build.DenseOfRowMajor(fanOut, fanIn, values);
        Matrix gram = fanOut >= fanIn ? weight.Transpose() * weight : weight * weight.Transpose();
        Matrix identity = Matrix.Build.DenseIdentity(Math.Min(fanOut, fanIn)) * (gain * gain);
        Assert.InRange((gram - identity).Enumerate().Max(Math.Abs), 0, 1e-13);

        // Householder's decomposition of the same normal numbers, signs fixed so that R has a positive diagonal.
        int length = Math.Max(fanOut, fanIn), count = Math.Min(fanOut, fanIn);
        CounterRandom random = new(5, Streams.Initialization);
        Matrix drawn = Matrix.Build.Dense(length, count, (row, column) => random.Normal((ulong)((column * length) + row)));
        MathNet.Numerics.LinearAlgebra.Factorization.QR<double> decomposition = drawn.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        Matrix expected = decomposition.Q * Matrix.Build.DenseDiagonal(count, count, i => gain * Math.Sign(decomposition.R[i, i]));
        Assert.InRange(((fanOut < fanIn ? expected.Transpose() : expected) - weight).Enumerate().Max(Math.Abs), 0, 1e-11);
    }

    [Theory]
    [InlineData(0.9, 100, 90)]
    [InlineData(0.29, 100, 29)]
    [InlineData(0.9, 4, 3)]
    [InlineData(0, 8, 0)]
    [InlineData(0.5, 1, 0)]
    public void SparseHasExactlyItsShareOfZerosInEveryNeuron(double sparsity, int fanIn, int zeros)
    {
        double[] values = Fill(new Sparse(sparsity, 0.5), 30, fanIn);
        double[][] neurons = [.. values.Chunk(fanIn)];
        Assert.All(neurons, n => Assert.Equal(zeros, n.Count(v => v == 0)));
        double[] others = [.. values.Where(v => v != 0)];
        double variance = others.Sum(v => v * v) / others.Length;
        Assert.InRange(variance, 0.25 * (1 - (5 * Math.Sqrt(2.0 / others.Length))), 0.25 * (1 + (5 * Math.Sqrt(2.0 / others.Length))));
        if (zeros is > 0 and > 20)
        {
            Assert.True(neurons.Select(n => string.Join(',', n.Index().Where(v => v.Item == 0).Select(v => v.Index))).Distinct().Count() > 25);
        }
    }

    private static (Initializer Initializer, double Variance, double Kurtosis, double Largest) Uniform(Initializer initializer, double variance) =>
        (initializer, variance, 1.8, Math.Sqrt(3 * variance));

    private static (Initializer Initializer, double Variance, double Kurtosis, double Largest) Normal(Initializer initializer, double variance) =>
        (initializer, variance, 3, 7 * Math.Sqrt(variance));

    private static (Initializer Initializer, double Variance, double Kurtosis, double Largest) Truncated(Initializer initializer, double variance) =>
        (initializer, variance, 2.4, 2 * Math.Sqrt(variance) / 0.8796);

    private static double[] Fill(Initializer initializer, int fanOut, int fanIn)
    {
        double[] values = new double[fanOut * fanIn];
        initializer.Fill(values, fanOut, fanIn, new CounterRandom(5, Streams.Initialization));
        return values;
    }
}
