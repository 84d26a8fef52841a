using Descent.Data;
using Microsoft.Data.Sqlite;
using DataTable = System.Data.DataTable;

namespace Descent.Tests.Data.Tables;

public sealed class TableSourcesTests
{
    private enum Size
    {
        Small,
        Large,
    }

    private sealed record Person(string? Name, int? Age, Size Size, DateOnly Born);

    // Ends of the range, the smallest number above 0, and numbers without a short decimal form.
    private static readonly double[] s_numbers = [0.1, 1.0 / 3, -0.0, double.Epsilon, 1e300, 1.234, 2.345, 123456789012345678, 4.35];

    [Fact]
    public void NumbersAreEqualToTheBit()
    {
        double[,] matrix = new double[s_numbers.Length, 2];
        for (int row = 0; row < s_numbers.Length; row++)
        {
            (matrix[row, 0], matrix[row, 1]) = (s_numbers[row], double.NaN);
        }

        Table table = Table.From(matrix);
        Assert.Equal(["column1", "column2"], table.Columns);
        AssertNumbers(table, 0);
        Assert.True(table.IsMissing(0, 1));
        Assert.Contains("2 columns", Assert.Throws<DataException>(() => Table.From(matrix, ["one"])).Message, StringComparison.Ordinal);
    }

    /// <summary>As a column of text, 1.234 could be 1234.</summary>
    [Fact]
    public void TypedNumbersAreNeverAmbiguous()
    {
        Table table = Table.From(new double[,] { { 1.234, 0 }, { 2.345, 1 }, { 3.456, 0 }, { 4.567, 1 } }, ["x", "y"]);
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal(ColumnKind.Numeric, schema.Columns[0].Kind);
        Assert.DoesNotContain(schema.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains("1.234", StringComparison.Ordinal));

        // Nor for a model that was trained on text such as 1.234,50.
        Assert.True(NumberReader.TryRead(table, table.Bytes(0, 0), new NumberNotation(',', null, false), out double number));
        Assert.Equal(1.234, number);
    }

    [Fact]
    public void SqliteRowsKeepTheirValues()
    {
        using SqliteConnection connection = Memory();
        Execute(connection, "CREATE TABLE t (n INTEGER, x REAL, s TEXT)");
        foreach (double number in s_numbers)
        {
            Execute(connection, "INSERT INTO t VALUES (9223372036854775807, $x, 'it''s null')", ("$x", number));
        }

        Execute(connection, "INSERT INTO t VALUES (NULL, NULL, NULL)");
        Table table = Query(connection, "SELECT n, x, s AS text FROM t ORDER BY rowid");
        Assert.Equal(["n", "x", "text"], table.Columns);
        Assert.Equal("9223372036854775807", table[0, 0]);
        Assert.Equal("it's null", table[0, 2]);
        // SQLite stores a whole number as an integer, which has no negative zero.
        AssertNumbers(table, 1, number => number + 0.0);
        Assert.All([0, 1, 2], column => Assert.Equal("", table[s_numbers.Length, column]));
        Assert.All([0, 1, 2], column => Assert.True(table.IsMissing(s_numbers.Length, column)));
    }

    [Fact]
    public void QueriesThatAreNoTableAreRefused()
    {
        using SqliteConnection connection = Memory();
        Execute(connection, "CREATE TABLE t (id INTEGER, image BLOB)");
        Execute(connection, "INSERT INTO t VALUES (1, x'0102')");
        Assert.Contains("\"image\" has bytes", Refused(() => Query(connection, "SELECT * FROM t")), StringComparison.Ordinal);
        Assert.Contains("\"id\" (2 times)", Refused(() => Query(connection, "SELECT a.id, b.id FROM t a, t b")), StringComparison.Ordinal);
        Assert.Contains("no columns", Refused(() => Query(connection, "DELETE FROM t")), StringComparison.Ordinal);
        Assert.Equal(0, Query(connection, "SELECT id FROM t").Rows);
        const string Many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9000) SELECT x FROM n";
        Assert.Equal("9000", Query(connection, Many)[8999, 0]);
        Assert.Contains("the limit is", Refused(() => Query(connection, Many, memoryLimit: 10_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void ChunksContinueTheNumbersOfRows()
    {
        using SqliteConnection connection = Memory();
        using SqliteCommand command = new("SELECT value FROM json_each('[1,2,3,4,5,6,7,8]')", connection);
        using SqliteDataReader reader = command.ExecuteReader();
        Table[] chunks = [.. Table.ReadChunks(reader, "eight", 3)];
        Assert.Equal([3, 3, 2], chunks.Select(chunk => chunk.Rows));
        Assert.Equal(["1", "4", "7"], chunks.Select(chunk => chunk[0, 0]));
        Assert.Equal(7, chunks[2].LineOf(0));
        using SqliteDataReader none = new SqliteCommand("SELECT 1 AS x WHERE 0", connection).ExecuteReader();
        Assert.Equal(0, Assert.Single(Table.ReadChunks(none, "none")).Rows);
    }

    [Fact]
    public void ADataTableIsCopiedWithoutDeletedRows()
    {
        using DataTable data = new("people");
        data.Columns.Add("name", typeof(string));
        data.Columns.Add("when", typeof(DateTime));
        data.Columns.Add("share", typeof(decimal));
        data.Rows.Add("Åsa", new DateTime(2024, 2, 29, 13, 45, 0), 0.10m);
        data.Rows.Add("gone", DBNull.Value, 1m);
        data.Rows.Add(DBNull.Value, DBNull.Value, DBNull.Value);
        data.AcceptChanges();
        data.Rows[1].Delete();
        Table table = Table.From(data);
        Assert.Equal("people", table.Source);
        Assert.Equal(2, table.Rows);
        Assert.Equal(["Åsa", "2024-02-29T13:45:00", "0.10"], Enumerable.Range(0, 3).Select(column => table[0, column]));
        Assert.All([0, 1, 2], column => Assert.True(table.IsMissing(1, column)));
    }

    [Fact]
    public void ObjectsAreRows()
    {
        Person[] people = [new("Ada", 36, Size.Large, new(1815, 12, 10)), new(null, null, Size.Small, new(2000, 1, 2))];
        Table all = Table.From(people), some = Table.From(people, ("years", person => person.Age), ("short", person => person.Name?.Length < 4));
        Assert.Equal(["Name", "Age", "Size", "Born"], all.Columns);
        Assert.Equal(["Ada", "36", "Large", "1815-12-10"], Enumerable.Range(0, 4).Select(column => all[0, column]));
        Assert.Equal(["", "", "Small", "2000-01-02"], Enumerable.Range(0, 4).Select(column => all[1, column]));
        Assert.Equal(["36", "true", "", "false"], [some[0, 0], some[0, 1], some[1, 0], some[1, 1]]);
        Assert.Equal("2", Table.From([new { X = 1 }, new { X = 2 }])[1, "X"]);
        Assert.Contains("has lists", Refused(() => Table.From(people, ("x", _ => new double[2]))), StringComparison.Ordinal);
        Assert.Contains("has durations", Refused(() => Table.From(people, ("x", _ => TimeSpan.FromHours(1)))), StringComparison.Ordinal);
        Assert.Contains("no public properties", Refused(() => Table.From([1, 2])), StringComparison.Ordinal);
    }

    [Fact]
    public void ABuilderNeedsCellsInAllColumns()
    {
        TableBuilder builder = new("sensor", ["time", ""]);
        builder.Append(0, 1);
        Assert.Contains("\"column 2\" has 0 cells", Refused(() => builder.Build()), StringComparison.Ordinal);
        builder.Append(1, null);
        Table table = builder.Build();
        Assert.Equal("column 2", table.Columns[1]);
        Assert.Contains("has no name", Assert.Single(table.Notices).Text, StringComparison.Ordinal);
    }

    private static string Refused(Func<object> make) => Assert.Throws<DataException>(make).Message;

    private static SqliteConnection Memory()
    {
        SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string text, params (string Name, object Value)[] values)
    {
        using SqliteCommand command = new(text, connection);
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    private static Table Query(SqliteConnection connection, string text, long? memoryLimit = null)
    {
        using SqliteCommand command = new(text, connection);
        using SqliteDataReader reader = command.ExecuteReader();
        return Table.From(reader, "query", memoryLimit);
    }

    private static void AssertNumbers(Table table, int column, Func<double, double>? stored = null)
    {
        for (int row = 0; row < s_numbers.Length; row++)
        {
            Assert.True(Cell.TryNumber(table.Bytes(row, column), table.DecimalMark, out double number));
            Assert.Equal(BitConverter.DoubleToInt64Bits(stored?.Invoke(s_numbers[row]) ?? s_numbers[row]), BitConverter.DoubleToInt64Bits(number));
        }
    }
}
