using Descent.Numerics;

namespace Descent.Tests.Numerics.Kernels;

public class NormalQuantileTests
{
    // SciPy 1.10: scipy.stats.norm.ppf.
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.3, -0.5244005127080409)]
    [InlineData(0.07, -1.4757910281791706)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1e-9, -5.9978070150076865)]
    [InlineData(1e-20, -9.262340089798409)]
    public void EqualsSciPys(double probability, double expected)
    {
        Assert.Equal(expected, NormalQuantile.Of(probability), 2e-15 * Math.Max(1, Math.Abs(expected)));
        if (probability > 1e-6)
        {
            Assert.Equal(-expected, NormalQuantile.Of(1 - probability), 2e-13 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void WhatIsNoProbabilityIsRefused(double probability) => Assert.Throws<ArgumentOutOfRangeException>(() => NormalQuantile.Of(probability));
}
