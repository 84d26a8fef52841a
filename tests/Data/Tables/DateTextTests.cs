using System.Globalization;
using System.Text;
using Descent.Data;

namespace Descent.Tests.Data.Tables;

public class DateTextTests
{
    [Theory]
    [InlineData("2024-12-31", "2024-12-31 00:00:00", "Date")]
    [InlineData("2024-12-31T23:59:58", "2024-12-31 23:59:58", "Date, Time")]
    [InlineData("2024-12-31 23:59", "2024-12-31 23:59:00", "Date, Time")]
    [InlineData("2024-12-31T23:59:58.500Z", "2024-12-31 23:59:58.5", "Date, Time, Zone")]
    [InlineData("2024-12-31T23:59:58+01:00", "2024-12-31 23:59:58", "Date, Time, Zone")]
    [InlineData("2024-12-31 23:59:58 -0530", "2024-12-31 23:59:58", "Date, Time, Zone")]
    [InlineData("2024-12-31 23:59 UTC", "2024-12-31 23:59:00", "Date, Time, Zone")]
    [InlineData("2024-12", "2024-12-01 00:00:00", "Date")]
    [InlineData("2024/12/31", "2024-12-31 00:00:00", "Date")]
    [InlineData("20241231", "2024-12-31 00:00:00", "Date")]
    [InlineData("31.12.2024", "2024-12-31 00:00:00", "Date")]
    [InlineData("1.2.2024 6:05", "2024-02-01 06:05:00", "Date, Time")]
    [InlineData("31.12.24", "2024-12-31 00:00:00", "Date")]
    [InlineData("31.12.71", "1971-12-31 00:00:00", "Date")]
    [InlineData("31-Dec-2024", "2024-12-31 00:00:00", "Date")]
    [InlineData("31 December 2024", "2024-12-31 00:00:00", "Date")]
    [InlineData("Dec 31, 2024", "2024-12-31 00:00:00", "Date")]
    [InlineData("Dec 31, 2024 3:15 PM", "2024-12-31 15:15:00", "Date, Time")]
    [InlineData("29.02.2024", "2024-02-29 00:00:00", "Date")]
    [InlineData(" 12:30 ", "0001-01-01 12:30:00", "Time")]
    [InlineData("12:30:15.25", "0001-01-01 12:30:15.25", "Time")]
    [InlineData("12:05 AM", "0001-01-01 00:05:00", "Time")]
    [InlineData("12:05pm", "0001-01-01 12:05:00", "Time")]
    public void DatesAndTimesAreRead(string text, string expected, string content)
    {
        Assert.True(DateText.TryRead(Encoding.UTF8.GetBytes(text), DateOrder.DayFirst, out DateTime moment, out DateContent found));
        Assert.Equal((DateTime.Parse(expected, CultureInfo.InvariantCulture), content), (moment, found.ToString()));
    }

    [Theory]
    [InlineData("03/04/2024", 4, 3)]
    [InlineData("3-4-2024", 4, 3)]
    [InlineData("03/04/24", 4, 3)]
    [InlineData("03.04.2024", 4, 4)]
    [InlineData("2024/04/03", 4, 4)]
    public void TheOrderDecidesWhereTheDateDoesNot(string text, int dayFirst, int monthFirst)
    {
        Assert.True(DateText.TryRead(Encoding.UTF8.GetBytes(text), DateOrder.DayFirst, out DateTime first, out _));
        Assert.True(DateText.TryRead(Encoding.UTF8.GetBytes(text), DateOrder.MonthFirst, out DateTime second, out _));
        Assert.Equal((dayFirst, monthFirst), (first.Month, second.Month));
    }

    [Theory]
    [InlineData("2024-13-01")]
    [InlineData("30.02.2024")]
    [InlineData("29.02.2023")]
    [InlineData("12/31/2024")]
    [InlineData("1.2.10")]
    [InlineData("1.2.3")]
    [InlineData("192.168.1.10")]
    [InlineData("2024")]
    [InlineData("2024-")]
    [InlineData("2024-12-31x")]
    [InlineData("2024-12-31T")]
    [InlineData("2024-12-31T24:00")]
    [InlineData("2024-12-31T12:00+")]
    [InlineData("12:60")]
    [InlineData("13:00 PM")]
    [InlineData("12:5")]
    [InlineData("March")]
    [InlineData("555-1234")]
    [InlineData("12-34")]
    [InlineData("123456789")]
    [InlineData("")]
    public void WhatIsNoDateIsNotReadAsOne(string text) =>
        Assert.False(DateText.TryRead(Encoding.UTF8.GetBytes(text), DateOrder.DayFirst, out _, out _));
}
