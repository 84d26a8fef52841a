using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Screens;

public class FixedTests
{
    [Theory]
    [InlineData(0, "0.0000")]
    [InlineData(-0.0, "0.0000")]
    [InlineData(0.98765, "0.9877")]
    [InlineData(12.5, "12.5000")]
    [InlineData(-3.25, "-3.2500")]
    [InlineData(1234.56, "1,234.6")]
    [InlineData(51907.4, "51,907")]
    [InlineData(2694396134, "2,694,396,134")]
    [InlineData(0.00012345, "1.235e-4")]
    [InlineData(3e20, "3e+20")]
    [InlineData(double.NaN, "undefined")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void NumbersHaveOneForm(double value, string text) => Assert.Equal(text, Fixed.Text(value));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.01234, "0.012")]
    [InlineData(0.1, "0.10")]
    [InlineData(12.345, "12")]
    [InlineData(5190.7, "5,191")]
    [InlineData(double.NaN, "undefined")]
    public void DeviationsHaveTwoDigits(double value, string text) => Assert.Equal(text, Fixed.Spread(value));

    [Theory]
    [InlineData(0.92, 0.01342, "0.9200 ± 0.0134")]
    [InlineData(1683316, 212644.120941798, "1,683,316 ± 212,644")]
    [InlineData(1234.56, 0.04, "1,234.6 ± 0.0")]
    [InlineData(1.683e-12, 2.126e-13, "1.683e-12 ± 2.126e-13")]
    [InlineData(1.683e-12, 0, "1.683e-12 ± 0")]
    [InlineData(0.5, 1e200, "0.5000 ± 1e+200")]
    [InlineData(double.NaN, double.NaN, "undefined ± undefined")]
    public void AMeanAndItsDeviationHaveTheSamePlaces(double mean, double deviation, string text) => Assert.Equal(text, Fixed.Beside(Fixed.Text(mean), deviation));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.5, "0.5")]
    [InlineData(-0.00015, "-0.00015")]
    [InlineData(20_000, "20,000")]
    [InlineData(1_250_000, "1.25e+6")]
    [InlineData(-1.5e-5, "-1.5e-5")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void AxesHaveRoundNumbersWithoutCapitals(double value, string text) => Assert.Equal(text, Fixed.Number(value, 3));

    [Theory]
    [InlineData(0.5, "0.50")]
    [InlineData(1, "1.00")]
    [InlineData(0.99972, "0.9997")]
    [InlineData(0.0004, "0.0004")]
    [InlineData(0.996, "0.996")]
    public void AProbabilityIsOneOnlyIfItIs(double value, string text) => Assert.Equal(text, Fixed.Probability(value));

    [Theory]
    [InlineData(5.9604645e-8f, "0.000000059604645")]
    [InlineData(1e-5f, "0.00001")]
    [InlineData(0.25f, "0.25")]
    [InlineData(1, "1")]
    [InlineData(0, "0")]
    [InlineData(1.4e-45f, "0.000000000000000000000000000000000000000000001")]
    public void AProbabilityIsWrittenWithoutExponent(float value, string text)
    {
        Assert.Equal(text, Fixed.Plain(value));
        Assert.Equal(value, float.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(-0.0, "0 %")]
    [InlineData(-0.00001, "0 %")]
    [InlineData(0.004, "0.4 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(1, "100 %")]
    public void SharesAreNeverMinusZero(double share, string text) => Assert.Equal(text, Fixed.Percent(share));
}
