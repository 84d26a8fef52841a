using Descent.Data;

namespace Descent.Tests.Data.Preprocessing;

public class StatisticsTests
{
    [Fact]
    public void MedianMeanAndDeviationAgreeWithHandValues()
    {
        Assert.Equal(3, Statistics.Median([9, 1, 3]));
        Assert.Equal(2.5, Statistics.Median([4, 1, 2, 3]));
        Assert.Equal(0, Statistics.Median([]));
        (double mean, double scale) = Statistics.MeanAndScale([2, 4, 4, 4, 5, 5, 7, 9]);
        Assert.Equal((5.0, 2.0), (Math.Round(mean, 12), Math.Round(scale, 12)));
    }

    [Fact]
    public void NothingOverflowsOrDividesByZero()
    {
        Assert.Equal((0.1, 1.0), Statistics.MeanAndScale([0.1, 0.1, 0.1]));
        (double mean, double scale) = Statistics.MeanAndScale([1e300, -1e300, 1e300, -1e300]);
        Assert.InRange(mean, -1e285, 1e285);
        Assert.InRange(scale, 0.999e300, 1.001e300);
        Assert.Equal(1e300, Statistics.Median([1e300, 1e300]));
    }

    [Fact]
    public void BalancedWeightsAgreeWithTheirFormula() =>
        Assert.Equal([6 / (3 * 3.0), 6 / (3 * 2.0), 6 / (3 * 1.0), 0], [.. ClassWeights.Balanced([0, 0, 0, 1, 1, 2], 3), ClassWeights.Balanced([0], 2)[1]]);
}
