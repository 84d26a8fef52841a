using Descent.Data;

namespace Descent.Tests.Data.Preprocessing;

public class DateEncoderTests
{
    [Fact]
    public void PartsThatVaryBecomeInputsAndAreSaid()
    {
        // Monday 1 January, Saturday 20 April and Monday 1 July 2024, all in one year and at noon or six.
        (Preprocessor preprocessor, Table table) = Fitted("2024-01-01 12:00", "2024-04-20 06:00", "2024-07-01 12:00");
        Assert.Equal(
            [
                "when (days since 2024-01-01)", "when (month)", "when (day)", "when (weekday)", "when (hour)",
                "when (sine of the year)", "when (cosine of the year)", "when (sine of the week)", "when (cosine of the week)", "when (sine of the day)", "when (cosine of the day)",
            ],
            preprocessor.InputNames);
        Assert.Contains(preprocessor.Notices, notice => notice.Text.StartsWith("Column \"when\": dates become days since 2024-01-01, month, day, weekday, hour, sine of the year", StringComparison.Ordinal));

        double[] inputs = preprocessor.TransformInputs<double>(table);
        int width = preprocessor.InputNames.Count;
        Standardized([0.5, 110.25, 182.5], 0);
        Standardized([1, 4, 7], 1);
        Standardized([1, 20, 1], 2);
        Standardized([1, 6, 1], 3);
        Standardized([12, 6, 12], 4);
        Raw([Math.Sin(2 * Math.PI * 0.5 / 366), Math.Sin(2 * Math.PI * 110.25 / 366), Math.Sin(2 * Math.PI * 182.5 / 366)], 5);
        Raw([Math.Cos(2 * Math.PI * 0.5 / 366), Math.Cos(2 * Math.PI * 110.25 / 366), Math.Cos(2 * Math.PI * 182.5 / 366)], 6);
        Raw([Math.Sin(2 * Math.PI * 0.5 / 7), Math.Sin(2 * Math.PI * 5.25 / 7), Math.Sin(2 * Math.PI * 0.5 / 7)], 7);
        Raw([0, 1, 0], 9);
        Raw([-1, 0, -1], 10);

        void Standardized(double[] values, int input)
        {
            double mean = values.Average(), scale = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            Raw([.. values.Select(value => (value - mean) / scale)], input);
        }

        void Raw(double[] values, int input) => Assert.Equal(values, [inputs[input], inputs[width + input], inputs[(2 * width) + input]], (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void WhatDoesNotVaryIsLeftOut()
    {
        Assert.Equal(["when (days since 2024-01-01)", "when (year)"], Fitted("2024-01-01", "2029-01-01", "2035-01-01").Preprocessor.InputNames);
        Assert.Equal(["when (hour)", "when (sine of the day)", "when (cosine of the day)"], Fitted("06:00", "12:30", "23:00").Preprocessor.InputNames.Skip(1));
    }

    [Fact]
    public void ASavedModelReadsLaterDatesAlikeAndWarnsOfFarOnes()
    {
        (Preprocessor fitted, _) = Fitted("31/12/2023", "01/02/2024", "15/03/2024");
        Preprocessor preprocessor = Preprocessor.FromJson(fitted.ToJson());
        List<Notice> notices = [];
        double[] later = preprocessor.TransformInputs<double>(Table.Create(["when"], [["02/04/2024"]]), notices);
        Assert.Empty(notices);

        // The second of April, as in training, not the fourth of February.
        Assert.Equal(later, fitted.TransformInputs<double>(Table.Create(["when"], [["2024-04-02"]])));
        Assert.All(preprocessor.TransformInputs<double>(Table.Create(["when"], [["02/04/2054"]]), notices), input => Assert.True(double.IsFinite(input)));
        Message.Mentions(Assert.Single(notices).Text, "1 of 1 date", "2023-12-31 … 2024-03-15", "02/04/2054 in line 1");
        Assert.Contains("line 1, column \"when\": \"soon\" is not a date", Assert.Throws<DataException>(() => preprocessor.TransformInputs<double>(Table.Create(["when"], [["soon"]]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingDateIsTheMedianOneWithAnInputThatSaysSo()
    {
        (Preprocessor preprocessor, Table table) = Fitted("2024-01-01", "", "2024-01-05", "2024-01-04");
        Assert.Equal("when (missing)", preprocessor.InputNames[^1]);
        int width = preprocessor.InputNames.Count;
        double[] inputs = preprocessor.TransformInputs<double>(table);
        Assert.Equal(inputs[(3 * width)..((4 * width) - 1)], inputs[width..((2 * width) - 1)]);
        Assert.Equal((0d, 1d), (inputs[width - 1], inputs[(2 * width) - 1]));
        Assert.Contains(preprocessor.Notices, notice => notice.Text.Contains("1 of 4 training rows has no value", StringComparison.Ordinal) && notice.Text.Contains("2024-01-04", StringComparison.Ordinal));
    }

    [Fact]
    public void DamagedStatisticsAreRefused()
    {
        string json = Fitted("2024-01-01", "2024-02-01", "2024-03-01").Preprocessor.ToJson();
        string broken = json.Replace("\"part\":\"Days\"", "\"part\":99", StringComparison.Ordinal);
        Assert.NotEqual(json, broken);
        Assert.Contains("damaged", Assert.Throws<DataException>(() => Preprocessor.FromJson(broken)).Message, StringComparison.Ordinal);
    }

    private static (Preprocessor Preprocessor, Table Table) Fitted(params string[] dates)
    {
        Table table = Table.Create(["when", "y"], [dates, [.. dates.Select((_, i) => i % 2 == 0 ? "a" : "b")]]);
        return (Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [.. Enumerable.Range(0, dates.Length)]), table);
    }
}
