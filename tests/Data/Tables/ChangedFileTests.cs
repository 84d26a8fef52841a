using System.IO.Compression;
using System.Text;
using Descent.Data;

namespace Descent.Tests.Data.Tables;

/// <summary>A file that another program shortens or extends while it is read is not taken for a complete one.</summary>
public class ChangedFileTests
{
    private const int Rows = 20_000;

    private static readonly byte[] s_text = Encoding.UTF8.GetBytes("a,b,y\n" + string.Concat(Enumerable.Repeat("1234,5678,9\n", Rows)));

    [Theory]
    [InlineData(12)]
    [InlineData(3 * 12)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(-12)]
    public void AnotherLengthAtTheEndIsAnError(int missing)
    {
        // A whole row, several, parts of the last one, and a row too many.
        Assert.Contains("changed while it was read: it had", Refusal(() => Table.Read(Changing(s_text, missing), "data.csv")), StringComparison.Ordinal);
        Assert.Contains("data.csv changed while it was read: it had", Refusal(() => Table.ReadChunks(Changing(s_text, missing), "data.csv").Sum(rows => rows.Rows)), StringComparison.Ordinal);
        Assert.Contains("changed while it was read", Refusal(() => Table.Read(Changing(s_text, missing), "data.csv", new CsvOptions { SkipBadRows = true })), StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnchangedFileIsReadWhole()
    {
        Assert.Equal(Rows, Table.Read(new MemoryStream(s_text), "data.csv").Rows);
        Assert.Equal(Rows, Table.ReadChunks(new MemoryStream(s_text), "data.csv").Sum(rows => rows.Rows));
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(s_text);
        }

        Assert.Equal(Rows, Table.ReadChunks(new MemoryStream(compressed.ToArray()), "data.csv.gz").Sum(rows => rows.Rows));
    }

    private static string Refusal(Func<object> read) => Assert.Throws<DataException>(read).Message;

    /// <summary>A file that has lost its last bytes since it was opened, or was given more of them.</summary>
    private static FileOfLength Changing(byte[] text, int missing) => new(missing > 0 ? text[..^missing] : [.. text, .. text[^-missing..]], text.Length);

    private sealed class FileOfLength(byte[] bytes, long length) : MemoryStream(bytes)
    {
        public override long Length => length;
    }
}
