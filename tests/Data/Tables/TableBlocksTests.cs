using System.Text;
using CsvHelper;
using Descent.Data;

namespace Descent.Tests.Data.Tables;

/// <summary>Files of several blocks, which are parsed at once, against the parser of the CSV library on the whole text.</summary>
public class TableBlocksTests
{
    private const int Rows = 60_000;

    // Blocks of a mebibyte end within quoted cells, between the two characters of a line break, and among blank lines.
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void RowsAndTheirLinesAreThoseOfTheWholeText(string lineBreak)
    {
        Random random = new(lineBreak.Length);
        string[] cells = ["", "1.5", "-17", "größe", "\"a,b\"", $"\"two{lineBreak}lines\"", "\"\"\"quoted\"\"\"", "x\"y", "  spaced  ", "\t\"tab,quote\"", "NA"];
        StringBuilder text = new($"first,second,third,last{lineBreak}");
        for (int row = 0; row < Rows; row++)
        {
            text.Append(row).Append(',').AppendJoin(',', Enumerable.Range(0, 3).Select(_ => cells[random.Next(cells.Length)])).Append(lineBreak).Append(row % 97 == 0 ? lineBreak : "");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        Assert.True(bytes.Length > 1 << 20);
        using CsvReader expected = CsvReader.Create(bytes, new CsvReaderOptions { Separator = ',', HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true });
        Assert.True(expected.Read());
        Table table = Table.Read(new MemoryStream(bytes), "whole");
        Table[] parts = [.. Table.ReadChunks(new MemoryStream(bytes), "parts", rowsPerChunk: 7_000)];
        for (int row = 0; row < Rows; row++)
        {
            Assert.True(expected.Read());
            Table part = parts[row / 7_000];
            Assert.True(expected.LineNumber == table.LineOf(row) && expected.LineNumber == part.LineOf(row % 7_000), $"row {row}: line {expected.LineNumber}");
            for (int column = 0; column < 4; column++)
            {
                string cell = expected.GetString(column);
                Assert.True(cell == table[row, column] && cell == part[row % 7_000, column], $"row {row}, column {column}: {cell}");
            }
        }

        Assert.False(expected.Read());
        Assert.Equal((Rows, Rows), (table.Rows, parts.Sum(part => part.Rows)));
    }

    [Fact]
    public void TheFirstErrorOfTheFileIsTold()
    {
        string row = new('x', 100), good = string.Concat(Enumerable.Repeat($"{row},1\n", 40_000));
        byte[] valid = Encoding.UTF8.GetBytes($"a,b\n{good}"), ragged = [.. valid, .. Encoding.UTF8.GetBytes($"1,2,3\n{good}")];
        Assert.Contains("line 40002: expected 2 cells as in the header, found 3", Refused([.. ragged, 0xFF]), StringComparison.Ordinal);
        Assert.Contains($"byte {valid.Length} (0xFF) is not valid UTF-8", Refused([.. valid, 0xFF, .. "\n"u8]), StringComparison.Ordinal);
        Table skipped = Table.Read(new MemoryStream(ragged), "skips", new CsvOptions { SkipBadRows = true });
        Assert.Equal((80_000, 1L, 80_002), (skipped.Rows, skipped.SkippedRows, skipped.LineOf(79_999)));

        byte[] open = Encoding.UTF8.GetBytes($"a,b\n{good}\"open,1\n{string.Concat(Enumerable.Repeat(good, 5))}");
        Assert.Contains("line 40002: a row is longer than 16 MiB. Is a quote not closed?", Refused(open), StringComparison.Ordinal);
    }

    [Fact]
    public void TextsAreCountedHoweverManyThereAre()
    {
        Random random = new(3);
        string[] texts = [.. Enumerable.Range(0, 50_000).Select(_ => random.Next(3) == 0 ? $"K{random.Next(30_000)}" : random.Next(20) == 0 ? "" : $"a longer text {random.Next(40)}")];
        Table table = Table.Create(["text"], [texts]);
        KeyValuePair<string, int>[] expected = [.. texts.Where(text => text.Length > 0).GroupBy(text => text).Select(same => KeyValuePair.Create(same.Key, same.Count()))];
        Assert.Equal(expected, ColumnProfile.Texts(table, 0, [.. Enumerable.Range(0, texts.Length)]).ToArray());
    }

    private static string Refused(byte[] text) => Assert.Throws<DataException>(() => Table.Read(new MemoryStream(text), "test")).Message;
}
