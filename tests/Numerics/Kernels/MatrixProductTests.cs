using Descent.Numerics;

namespace Descent.Tests.Numerics.Kernels;

public class MatrixProductTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(130)]
    public void ItIsTheSumOfProducts(int size)
    {
        double[] left = [.. Enumerable.Range(0, size * size).Select(i => Math.Sin(i))], right = [.. Enumerable.Range(0, size * size).Select(i => Math.Cos(2 * i))];
        MatrixProduct<double> product = new(size);
        product.SetLeft(left);
        product.SetRight(right);
        product.Compute();
        double[] actual = product.ToArray();
        for (int i = 0; i < size * size; i++)
        {
            Assert.Equal(Enumerable.Range(0, size).Sum(k => left[(i / size * size) + k] * right[(k * size) + (i % size)]), actual[i], 1e-12 * size);
        }
    }

    [Fact]
    public void ItAllocatesNothing()
    {
        MatrixProduct<float> product = new(100);
        product.Compute();
        long before = GC.GetAllocatedBytesForCurrentThread();
        product.Compute();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixProduct<float>(0));
        Assert.Contains("2 × 2 has 4", Assert.Throws<ArgumentException>(() => new MatrixProduct<float>(2).SetLeft([1])).Message, StringComparison.Ordinal);
    }
}
