using System.Text;
using Descent.Data;

namespace Descent.Tests.Data.Tables;

public class NumberTextTests
{
    [Theory]
    [InlineData("$1,234.50", '.', 1234.5, "USD")]
    [InlineData("US$ 1,234,567", '.', 1234567, "USD")]
    [InlineData("1.234,50 EUR", ',', 1234.5, "EUR")]
    [InlineData("1.234.567,5 \u20AC", ',', 1234567.5, "EUR")]
    [InlineData("CHF 1'234.50", '.', 1234.5, "CHF")]
    [InlineData("1\u2019234 CHF", '.', 1234, "CHF")]
    [InlineData("-$5", '.', -5, "USD")]
    [InlineData("$-5", '.', -5, "USD")]
    [InlineData("($1,234.50)", '.', -1234.5, "USD")]
    [InlineData("A$12.5", '.', 12.5, "A$")]
    [InlineData("99 kr", '.', 99, "kr")]
    [InlineData("12.5%", '.', 0.125, null)]
    [InlineData("12,5 %", ',', 0.125, null)]
    [InlineData("83.9%", '.', 0.839, null)]
    [InlineData("1.5e1 %", '.', 0.15, null)]
    [InlineData("-6.9\u2030", '.', -0.0069, null)]
    [InlineData("5\u2030", '.', 0.005, null)]
    [InlineData("1 234 567", '.', 1234567, null)]
    [InlineData("1\u00A0234,5", ',', 1234.5, null)]
    [InlineData("12\u202F345", '.', 12345, null)]
    [InlineData("\u22120.931", '.', -0.931, null)]
    [InlineData("12,34,567", '.', 1234567, null)]
    [InlineData("1.5e3", '.', 1500, null)]
    [InlineData(" +7 ", '.', 7, null)]
    public void NumbersAreReadAsPeopleWriteThem(string text, char mark, double expected, string? currency)
    {
        Assert.True(NumberText.TryRead(Encoding.UTF8.GetBytes(text), mark, out double value, out string? found, out _));
        Assert.Equal((expected, currency), (value, found));
    }

    [Theory]
    [InlineData("1,5", '.')]
    [InlineData("0,125", '.')]
    [InlineData("12,3456", '.')]
    [InlineData("1234,567", '.')]
    [InlineData("1,234 567", '.')]
    [InlineData("1,,234", '.')]
    [InlineData("1,234,", '.')]
    [InlineData("12.31.2024", ',')]
    [InlineData("2024-12-31", '.')]
    [InlineData("12:30", '.')]
    [InlineData("5 kg", '.')]
    [InlineData("$", '.')]
    [InlineData("$ USD 5", '.')]
    [InlineData("--5", '.')]
    [InlineData("5%%", '.')]
    [InlineData("krill 5", '.')]
    [InlineData("A1", '.')]
    [InlineData("", '.')]
    public void WhatIsNoNumberIsNotReadAsOne(string text, char mark) =>
        Assert.False(NumberText.TryRead(Encoding.UTF8.GetBytes(text), mark, out _, out _, out _));
}
