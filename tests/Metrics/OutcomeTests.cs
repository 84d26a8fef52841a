namespace Descent.Tests.Metrics;

public class OutcomeTests
{
    [Fact]
    public void RemembersThePrecisionOfItsOutputs()
    {
        Assert.Equal(Math.ScaleB(1, -23), Outcome.From<float>(OutcomeForm.Binary, [1], [1], 1).Epsilon);
        Assert.Equal(Math.ScaleB(1, -52), Outcome.From<double>(OutcomeForm.Binary, [1], [1], 1).Epsilon);
        Assert.Equal(Math.ScaleB(1, -52), new Outcome(OutcomeForm.Binary, new double[1], new double[1], 1).Epsilon);
    }

    [Theory]
    [InlineData(OutcomeForm.Binary, 4, 4, 2, 0)]
    [InlineData(OutcomeForm.Multiclass, 4, 4, 1, 0)]
    [InlineData(OutcomeForm.Multilabel, 4, 6, 2, 0)]
    [InlineData(OutcomeForm.Regression, 5, 5, 2, 0)]
    [InlineData(OutcomeForm.Regression, 4, 4, 0, 0)]
    [InlineData(OutcomeForm.Regression, 4, 4, 2, 3)]
    [InlineData((OutcomeForm)7, 4, 4, 2, 0)]
    public void ShapesThatDoNotFitAreRefused(OutcomeForm form, int targets, int outputs, int columns, int weights) =>
        Assert.ThrowsAny<ArgumentException>(() => new Outcome(form, new double[targets], new double[outputs], columns, new double[weights]));

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void UnusableWeightsAreRefused(double weight) =>
        Assert.Contains("weights[1]", Assert.Throws<ArgumentException>(() => new Outcome(OutcomeForm.Binary, new double[2], new double[2], 1, new[] { 1, weight })).Message);
}
