using System.Text;
using Descent.Data;

namespace Descent.Tests.Data.Tables;

public class EncodingTests
{
    private const string Text = "caf\u00E9,y\n1,\u20AC\n2,b\n";

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-32", false)]
    [InlineData("windows-1252", false)]
    [InlineData("iso-8859-15", false)]
    public void TextIsReadInItsEncoding(string name, bool mark)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text)];
        Table table = Table.Read(new MemoryStream(bytes), "x", new() { Encoding = mark ? null : encoding });
        Assert.Equal(["caf\u00E9", "y"], table.Columns);
        Assert.Equal("\u20AC", table[0, "y"]);
    }

    [Fact]
    public void AByteOrderMarkComesFirst() =>
        Assert.Equal("caf\u00E9", Table.Read(new MemoryStream([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)]), "x", new() { Encoding = Encoding.Latin1 }).Columns[0]);

    [Theory]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16BE", "utf-16BE")]
    [InlineData("utf-32", "utf-32")]
    [InlineData("utf-32BE", "utf-32BE")]
    public void Fault05_TextWithoutAByteOrderMarkIsRecognizedByItsZeros(string name, string remedy)
    {
        DataException fault = Assert.Throws<DataException>(() => Table.Read(new MemoryStream(Encoding.GetEncoding(name).GetBytes("x,y\n1,a\n2,b\n")), "x"));
        Assert.Contains($"looks like {remedy.ToUpperInvariant()} without a byte order mark", fault.Message, StringComparison.Ordinal);
        Assert.Equal((nameof(CsvOptions.Encoding), remedy), (fault.Remedies[0].Setting, fault.Remedies[0].Value));
    }

    [Fact]
    public void Fault05_AZeroFarDownIsFoundToo()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("x,y\n" + string.Concat(Enumerable.Repeat("1,aaaaaaaa\n", 10_000)));
        bytes[^5] = 0;
        Assert.Contains($"byte {bytes.Length - 5} is zero, so this is not text in UTF-8", Assert.Throws<DataException>(() => Table.Read(new MemoryStream(bytes), "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault05_WhatIsNotUtf8NamesTheEncodingToTry()
    {
        DataException fault = Assert.Throws<DataException>(() => Table.Read(new MemoryStream(Encoding.Latin1.GetBytes(Text)), "x"));
        Assert.Contains("byte 3 (0xE9) is not valid UTF-8", fault.Message, StringComparison.Ordinal);
        Assert.Equal((nameof(CsvOptions.Encoding), "windows-1252"), (fault.Remedies[0].Setting, fault.Remedies[0].Value));
    }

    [Fact]
    public void BytesThatMeanNothingAreRefused() =>
        Assert.Contains("invalid in the given encoding", Assert.Throws<DataException>(() => Table.Read(new MemoryStream([.. "x\n"u8, 0x81, 0x20]), "x", new() { Encoding = CodePagesEncodingProvider.Instance.GetEncoding("shift_jis") })).Message, StringComparison.Ordinal);
}
