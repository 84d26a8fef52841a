using Descent.Cli.Explanations;

namespace Descent.Tests.Cli.Explanations;

public class SamplingTests
{
    [Fact]
    public void APeakBetweenTwoSamplesIsKept()
    {
        // A hat of width 0.2 between the samples at 3 and 4, and a dip between 6 and 7.
        (double X, double Y)[] points = Sampling.Points(x => Math.Max(0, 1 - (10 * Math.Abs(x - 3.5))) - Math.Max(0, 2 - (20 * Math.Abs(x - 6.4375))), 0, 10, 11);
        Assert.Equal((3.5, 1), points.MaxBy(point => point.Y));
        Assert.Equal((6.4375, -2), points.MinBy(point => point.Y));
        Assert.Equal(11, points.Length);
    }

    [Fact]
    public void WhatRisesIsSampledEvenly()
    {
        (double X, double Y)[] points = Sampling.Points(x => x * x, 0, 4, 5);
        Assert.Equal([(0, 0), (1, 1), (2, 4), (3, 9), (4, 16)], points);
    }

    // Each does something beyond what is usually drawn.
    [Theory]
    [InlineData("one_cycle(0.1, epochs=300)", 90, 0.1)]
    [InlineData("cosine(0.1, epochs=400)", 200, 0.05)]
    [InlineData("multi_step(0.1, [150], factor=0.5)", 160, 0.05)]
    [InlineData("warm_up(cosine(0.1, epochs=200), epochs=50)", 50, 0.1)]
    public void ScheduleDrawingsAreAsLongAsTheSchedule(string text, double epoch, double value)
    {
        Drawing drawing = Drawings.Of(Kinds.Parse(CatalogueKind.Schedule, text))!;
        Assert.True(drawing.High > epoch, $"{text} is drawn up to {drawing.High}.");
        if (!text.StartsWith("warm", StringComparison.Ordinal))
        {
            Assert.Equal(value, drawing.Curves[0].At(epoch), 1e-9);
        }
    }

    [Fact]
    public void ThresholdsAndMarginsAreInSight()
    {
        Assert.True(Drawings.Of(new Step(20))!.High > 20);
        Assert.True(Drawings.Of(new Huber(10))!.High > 10);
        Assert.True(Drawings.Of(new CategoricalHinge(9))!.High > 9);
    }
}
