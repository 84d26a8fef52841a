using System.IO.Compression;
using System.Text;
using Descent.Data;

namespace Descent.Tests.Data.Tables;

public sealed class TableReadingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("descent tables Größe ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Fault01_AnEmptyFileHasNoRows() => Assert.Contains("no rows", Refused(""), StringComparison.Ordinal);

    [Fact]
    public void Fault02_AHeaderOnlyIsAnErrorThatNamesTheFile()
    {
        string message = Refused("a,b\n");
        Assert.Contains("text", message, StringComparison.Ordinal);
        Assert.Contains("no rows", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault04_AUtf8ByteOrderMarkIsStripped()
    {
        Table table = Table.Read(new MemoryStream([0xEF, 0xBB, 0xBF, .. "größe,b\n1,2\n"u8]), "x");
        Assert.Equal(["größe", "b"], table.Columns);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fault05_Utf16WithAMarkIsRecognised(bool bigEndian)
    {
        UnicodeEncoding utf16 = new(bigEndian, byteOrderMark: true);
        Table table = Table.Read(new MemoryStream([.. utf16.GetPreamble(), .. utf16.GetBytes("größe;b\n1;€\n")]), "x");
        Assert.Equal("€", table[0, "b"]);
        Assert.Equal("größe", table.Columns[0]);
    }

    [Fact]
    public void Fault05_InvalidUtf8IsRefusedWithItsOffset()
    {
        byte[] bytes = [.. "a,b\n1,ä\n2,"u8, 0xE4, .. "\n"u8];
        DataException fault = Assert.Throws<DataException>(() => Table.Read(new MemoryStream(bytes), "latin.csv"));
        Assert.Contains("latin.csv: byte 11 (0xE4)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault05_EveryCutThroughACharacterIsFine()
    {
        byte[] text = Encoding.UTF8.GetBytes("aé€😀b");
        for (int piece = 1; piece <= text.Length; piece++)
        {
            using StrictUtf8Stream stream = new(new SlowStream(text, piece), "x", 0);
            using StreamReader reader = new(stream);
            Assert.Equal("aé€😀b", reader.ReadToEnd());
        }

        using StrictUtf8Stream cut = new(new SlowStream(text[..^2], 3), "x", 10);
        Assert.Contains("byte 16", Assert.Throws<DataException>(() => cut.CopyTo(Stream.Null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault05_ZeroBytesAreNotText() =>
        Assert.Contains("byte 1 is zero", Assert.Throws<DataException>(() => Table.Read(new MemoryStream([65, 0, 66, 0]), "x")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(';', "semicolon")]
    [InlineData('\t', "tab")]
    [InlineData('|', "bar")]
    public void Fault06_SeparatorsAreFoundAndReported(char separator, string name)
    {
        Table table = Table.Parse($"a{separator}b\n1,x{separator}x\n2,x{separator}\"y{separator}z\"\n");
        Assert.Equal(separator, table.Separator);
        Assert.Equal($"y{separator}z", table[1, "b"]);
        Assert.Contains(name, Assert.Single(table.Notices).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault06_AnAmbiguousSeparatorMustBeNamed()
    {
        string message = Refused("a,b;c\n1,2;3\n");
        Assert.Contains("comma or semicolon", message, StringComparison.Ordinal);
        Assert.Contains("Separator", message, StringComparison.Ordinal);
        Assert.Equal(["a,b", "c"], Table.Parse("a,b;c\n1,2;3\n", options: new() { Separator = ';' }).Columns);
    }

    [Fact]
    public void Fault09_QuotesFollowTheStandard()
    {
        Table table = Table.Parse("a,b\n\"x\r\ny\",\"say \"\"hi\"\", he said\"\n 3 ,\" 4 \"\n\n\n");
        Assert.Equal(["x\r\ny", "say \"hi\", he said", "3", " 4 "], [table[0, 0], table[0, 1], table[1, 0], table[1, 1]]);
        Assert.Equal((2, 4), (table.LineOf(0), table.LineOf(1)));
        Assert.Contains("line 3: a quote is never closed", Refused("a,b\n1,2\n\"3,4\n5,6\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Fault10_ARaggedRowIsAnErrorWithItsLine() =>
        Assert.Contains("line 4: expected 2 cells as in the header, found 3", Refused("a,b\n1,2\n\n1,2,3\n"), StringComparison.Ordinal);

    [Fact]
    public void Fault10_BadRowsCanBeSkippedAndAreCounted()
    {
        Table table = Table.Parse("a,b\n1,2\n1,2,3\n4\n\"x\"y,1\n5,6\n", options: new() { SkipBadRows = true });
        Assert.Equal(2, table.Rows);
        Assert.Equal(3, table.SkippedRows);
        Assert.Contains("bad rows skipped: 3", Assert.Single(table.Notices).Text, StringComparison.Ordinal);
        Assert.Equal(6, table.LineOf(1));
    }

    [Fact]
    public void Fault16_DuplicateNamesAreListed()
    {
        string message = Refused("a,b,a,c,b,a\n1,2,3,4,5,6\n");
        Assert.Contains("\"a\" (3 times), \"b\" (2 times)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault21_ATableThatDoesNotFitIsRefusedWithTheNumbers()
    {
        string path = Path.Combine(folder, "large.csv");
        File.WriteAllText(path, "a,b\n" + string.Concat(Enumerable.Repeat("12345678,abcdefgh\n", 200_000)));
        DataException early = Assert.Throws<DataException>(() => Table.Read(path, new() { MemoryLimit = 1 << 20 }));
        Message.Mentions(early.Message, "large.csv", "5.1 MiB", "limit is 1 MiB");
        DataException late = Assert.Throws<DataException>(() => Table.Read(File.OpenRead(path), "pipe", new() { MemoryLimit = 1 << 20 }));
        Assert.Contains("pipe needs about", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault22_AFileThatVanishesIsAClearError()
    {
        Assert.Contains("does not exist", Assert.Throws<DataException>(() => Table.Read(Path.Combine(folder, "no.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<DataException>(() => Table.Read(folder)).Message, StringComparison.Ordinal);
        DataException gone = Assert.Throws<DataException>(() => Table.Read(new SlowStream([.. "a,b\n1,2\n"u8], 4, new IOException("Stale handle.")), "net.csv"));
        Assert.Contains("net.csv cannot be read: Stale handle.", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault23_GzipSpacesAndUnicodeInPathsWork()
    {
        string path = Path.Combine(folder, "späte daten.csv.gz");
        using (GZipStream gzip = new(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("a,b\n1,ü\n"u8);
        }

        Assert.Equal("ü", Table.Read(path)[0, "b"]);
        byte[] damaged = File.ReadAllBytes(path)[..^9];
        Assert.Contains("damaged", Assert.Throws<DataException>(() => Table.Read(new MemoryStream(damaged), "half.gz")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault23_NamedPipesWork()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among its files.");
        string pipe = Path.Combine(folder, "a pipe");
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Task writer = Task.Run(() => File.WriteAllText(pipe, "a,b\n1,2\n"), TestContext.Current.CancellationToken);
        Assert.Equal("2", Table.Read(pipe)[0, "b"]);
        await writer;
    }

    [Fact]
    public void Fault55And57_ChunksTakeTheMemoryOfOneChunk()
    {
        Table[] chunks = [.. Table.ReadChunks(new MemoryStream([.. "a,b\n1,2\n3,4\n5,6\n"u8]), "x", rowsPerChunk: 2)];
        Assert.Equal([2, 1], chunks.Select(chunk => chunk.Rows));
        Assert.Equal(("5", 4), (chunks[1][0, "a"], chunks[1].LineOf(0)));
        Table empty = Assert.Single(Table.ReadChunks(new MemoryStream([.. "a,b\n"u8]), "x"));
        Assert.Equal(0, empty.Rows);

        int rows = 0;
        string path = Path.Combine(folder, "many.csv");
        File.WriteAllText(path, "a\n" + string.Concat(Enumerable.Repeat("1.5\n", 200_000)));
        foreach (Table chunk in Table.ReadChunks(path, new() { MemoryLimit = 1 << 18 }))
        {
            rows += chunk.Rows;
        }

        Assert.Equal(200_000, rows);
    }

    [Fact]
    public void UnnamedColumnsGetANameAndANotice()
    {
        Table table = Table.Parse(",b\n0,2\n");
        Assert.Equal(["column 1", "b"], table.Columns);
        Assert.Single(table.Notices);
    }

    [Fact]
    public void TablesCanBeMadeAndCutInMemory()
    {
        Table table = Table.Create(["a", "b"], [["1", "2", "3"], ["x", "", "ä"]]).Select([2, 0]);
        Assert.Equal(("3", "ä", "x", 3), (table[0, "a"], table[0, "b"], table[1, "b"], table.LineOf(0)));
        Assert.Contains("Did you mean \"b\"?", Assert.Throws<DataException>(() => table[0, "B"]).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Table.Create(["a"], [["1"], ["2"]]));
        Assert.Throws<DataException>(() => Table.Create(["a", "b"], [["1"], []]));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("na", true)]
    [InlineData("N/A", true)]
    [InlineData("NaN", true)]
    [InlineData("NULL", true)]
    [InlineData("None", true)]
    [InlineData("?", true)]
    [InlineData("0", false)]
    [InlineData("nil", false)]
    public void Fault12_MissingCellsAreRecognised(string cell, bool missing) => Assert.Equal(missing, Table.Create(["a"], [[cell]]).IsMissing(0, 0));

    [Fact]
    public void OptionsAreChecked()
    {
        Assert.Throws<DataException>(() => Table.Parse("a\n1\n", options: new() { DecimalMark = ';' }));
        Assert.Throws<DataException>(() => Table.Parse("a\n1\n", options: new() { Separator = '"' }));
        Assert.Throws<DataException>(() => Table.Parse("a\n1\n", options: new() { Separator = ',', DecimalMark = ',' }));
    }

    private static string Refused(string text) => Assert.Throws<DataException>(() => Table.Parse(text)).Message;

    /// <summary>Gives out a few bytes at a time and may fail in the end, like a pipe or a network drive.</summary>
    private sealed class SlowStream(byte[] bytes, int piece, Exception? end = null) : ForwardStream(Null)
    {
        private int position;

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(piece, buffer.Length), bytes.Length - position);
            if (count == 0 && end is not null)
            {
                throw end;
            }

            bytes.AsSpan(position, count).CopyTo(buffer);
            position += count;
            return count;
        }
    }
}
