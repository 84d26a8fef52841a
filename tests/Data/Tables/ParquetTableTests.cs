using Descent.Data;
using Descent.Sources.Parquet;
using Descent.Tests.Repository;

namespace Descent.Tests.Data.Tables;

/// <summary>Files that Apache Arrow's C++ library has written; <c>tests/Goldens/parquet/write.fsx</c> has the same values.</summary>
public sealed class ParquetTableTests
{
    private static readonly string s_iris = Path.Combine(Checkout.Root, "samples/data/iris.parquet");

    private static string File(string name) => Path.Combine(Checkout.Root, "tests/Goldens/parquet", name);

    [Fact]
    public void EveryPrimitiveTypeKeepsItsValues()
    {
        Table table = ParquetTable.Read(File("types.parquet"));
        Assert.Equal(["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float", "double", "string", "uuid"], table.Columns);
        AssertRow(table, 0, "true", "-128", "255", "-32768", "65535", "-2147483648", "4294967295", "-9223372036854775808", "18446744073709551615", "0.1", "0.1", "red", "00112233-4455-6677-8899-aabbccddeeff");
        AssertRow(table, 1, "", "0", "", "32767", "0", "2147483647", "0", "9223372036854775807", "0", "", "", "", "00000000-0000-0000-0000-000000000000");
        AssertRow(table, 2, "false", "127", "0", "0", "1", "", "1", "0", "1", "-1E-30", "0.3333333333333333", "blå, \"x\"", "00000000-0000-0000-0000-000000000000");
        Assert.Equal(["-0", "5E-324", "1E+300"], Enumerable.Range(3, 3).Select(row => table[row, "double"]));
        Assert.Equal(["red", "red", "green"], Enumerable.Range(3, 3).Select(row => table[row, "string"]));
        Assert.Equal(6, table.Rows);
    }

    [Fact]
    public void DatesTimesAndDecimalsKeepTheirValues()
    {
        Table table = ParquetTable.Read(File("moments.parquet"));
        Assert.Equal(["date", "milliseconds", "microseconds", "local", "nanoseconds", "int96", "time", "price", "amount"], table.Columns);
        AssertRow(table, 0, "2024-02-29", "2024-02-29T13:45:30.123", "2024-02-29T13:45:30.123456", "2024-02-29T13:45:30.123", "2024-02-29T13:45:30.1234567", "2024-02-29T13:45:30.123", "06:30:00", "12.5", "1234567890123456789012.345678");
        AssertRow(table, 1, "", "2024-03-01T13:45:30.123", "", "2024-03-01T13:45:30.123", "2024-02-29T13:45:30.123", "1970-01-01", "", "", "-1");
        AssertRow(table, 2, "1969-12-31", "1970-01-01", "1969-12-31T23:59:59.999999", "1970-01-01", "1970-01-01", "2000-01-01", "23:59:59.999", "-0.01", "0");
    }

    [Fact]
    public void RowGroupsAreReadOneAtATime()
    {
        Table[] parts = [.. ParquetTable.ReadChunks(s_iris)];
        Table whole = ParquetTable.Read(s_iris), csv = Table.Read(Path.Combine(Checkout.Root, "samples/data/iris.csv"));
        Assert.Equal([100, 50], parts.Select(part => part.Rows));
        Assert.Equal(101, parts[1].LineOf(0));
        Assert.Equal(csv.Columns, whole.Columns);
        for (int row = 0; row < csv.Rows; row++)
        {
            Assert.Equal(csv[row, 4], whole[row, 4]);
            Assert.All([0, 1, 2, 3], column => Assert.Equal(decimal.Parse(csv[row, column], System.Globalization.CultureInfo.InvariantCulture), decimal.Parse(whole[row, column], System.Globalization.CultureInfo.InvariantCulture)));
        }

        Assert.Equal(120, ParquetTable.Read(s_iris, new() { Rows = 120 }).Rows);
        Assert.Equal(csv.Columns, ParquetTable.ColumnsOf(s_iris));
    }

    [Fact]
    public void ColumnsThatAreNoCellsAreNamed()
    {
        DataException lists = Assert.Throws<DataException>(() => ParquetTable.Read(File("list.parquet"))), bytes = Assert.Throws<DataException>(() => ParquetTable.Read(File("bytes.parquet")));
        Assert.Contains("list.parquet: column \"scores\" has ", lists.Message, StringComparison.Ordinal);
        Assert.Contains("Ignore[\"scores\"]", lists.Message, StringComparison.Ordinal);
        Assert.Contains("column \"image\" has bytes", bytes.Message, StringComparison.Ordinal);
        Table table = ParquetTable.Read(File("list.parquet"), new() { Ignore = ["scores", "id"] });
        AssertRow(table, 1, "2", "");
    }

    [Fact]
    public void NoRowsAndNoRoomAreErrors()
    {
        Assert.Contains("has columns (id, name) but no rows", Refused("nothing.parquet"), StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(ParquetTable.ReadChunks(File("nothing.parquet"))).Rows);
        Assert.Contains("the limit is 1 KiB", Assert.Throws<DataException>(() => ParquetTable.Read(s_iris, new() { MemoryLimit = 1024 })).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Refused("none.parquet"), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ParquetTable.Read(s_iris, new() { Rows = 0 }));
    }

    /// <summary>Cut off anywhere, or with any byte changed, a file is an error of the data or a table, never another exception.</summary>
    [Fact]
    public void DamageIsAnErrorOfTheData()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "damaged.parquet");
        byte[] whole = System.IO.File.ReadAllBytes(File("types.parquet"));
        Assert.Contains("is empty", Damaged([]), StringComparison.Ordinal);
        foreach (int length in (int[])[1, 4, 11, 12, 500, whole.Length - 9, whole.Length - 1])
        {
            Message.Mentions(Damaged(whole[..length]), "damaged.parquet", "cut off");
        }

        int refused = 0;
        for (int place = 0; place < whole.Length; place += 11)
        {
            byte[] bytes = [.. whole];
            bytes[place] ^= 0xFF;
            System.IO.File.WriteAllBytes(path, bytes);
            try
            {
                ParquetTable.Read(path);
            }
            catch (DataException fault)
            {
                Assert.Contains("damaged.parquet", fault.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > 100, $"Only {refused} damaged files were refused.");
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        string Damaged(byte[] bytes)
        {
            System.IO.File.WriteAllBytes(path, bytes);
            return Assert.Throws<DataException>(() => ParquetTable.Read(path)).Message;
        }
    }

    private static string Refused(string name) => Assert.Throws<DataException>(() => ParquetTable.Read(File(name))).Message;

    private static void AssertRow(Table table, int row, params string[] cells) => Assert.Equal(cells, Enumerable.Range(0, table.Columns.Count).Select(column => table[row, column]));
}
