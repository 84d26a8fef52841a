using Descent.Data;

namespace Descent.Tests.Data.Tables;

public class CsvTextWriterTests
{
    [Theory]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-x", "'-x")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-1.5e3", "-1.5e3")]
    [InlineData("+7", "+7")]
    [InlineData("a=b", "a=b")]
    [InlineData("=a,b", "\"'=a,b\"")]
    public void Fault24_TextCannotBecomeAFormula(string text, string expected) => Assert.Equal(expected + "\n", Written(text));

    [Fact]
    public void Fault24_UnlessAsked() => Assert.Equal("=1+2\n", Written("=1+2", allowFormulas: true));

    [Fact]
    public void WhatIsWrittenCanBeReadBack()
    {
        string[] cells = ["plain", "with, comma", "with \"quotes\"", "two\nlines", " spaces ", "größe"];
        StringWriter text = new();
        CsvTextWriter writer = new(text);
        writer.WriteRow(["a", "b", "c", "d", "e", "f", "g", "h"]);
        foreach (string cell in cells)
        {
            writer.Write(cell);
        }

        writer.Write(-0.1);
        writer.Write(0.1f);
        writer.EndRow();
        Table table = Table.Parse(text.ToString());
        Assert.Equal([.. cells, "-0.1", "0.1"], Enumerable.Range(0, 8).Select(i => table[0, i]));
    }

    private static string Written(string text, bool allowFormulas = false)
    {
        StringWriter writer = new();
        new CsvTextWriter(writer, allowFormulas: allowFormulas).WriteRow([text]);
        return writer.ToString();
    }
}
