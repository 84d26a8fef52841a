using Descent.Data;
using Descent.Tests.Tuning;
using Npgsql;

namespace Descent.Tests.Cli;

/// <summary>Tables from a PostgreSQL server, in the library and in the tool.</summary>
public sealed class PostgresTableTests : IClassFixture<PostgresTestServer>
{
    private const string Types = """
        SELECT * FROM (VALUES
            (1::smallint, 2147483647, 9007199254740993::bigint, 0.1::real, 1e-300::float8, 12.50::numeric, true, 'it''s null'::text, DATE '2024-02-29', TIMESTAMP '2024-02-29 13:45:30.123456', TIME '06:30', '00112233-4455-6677-8899-aabbccddeeff'::uuid, '{"a": 1}'::jsonb),
            (NULL, NULL, NULL, 'NaN', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
        ) AS t (a, b, c, d, e, f, g, h, i, j, k, l, m)
        """;

    private readonly PostgresTestServer server;

    public PostgresTableTests(PostgresTestServer server)
    {
        Assert.SkipUnless(server.IsThere, PostgresTestServer.Missing);
        this.server = server;
    }

    [Fact]
    public void TypesKeepTheirValues()
    {
        Table table = Query(Types);
        string[] cells = ["1", "2147483647", "9007199254740993", "0.1", "1E-300", "12.50", "true", "it's null", "2024-02-29", "2024-02-29T13:45:30.123456", "06:30:00", "00112233-4455-6677-8899-aabbccddeeff", "{\"a\": 1}"];
        Assert.Equal(cells, Enumerable.Range(0, cells.Length).Select(column => table[0, column]));
        Assert.All(Enumerable.Range(0, cells.Length), column => Assert.Equal("", table[1, column]));
        Assert.Contains("\"x\" has lists", Assert.Throws<DataException>(() => Query("SELECT ARRAY[1, 2] AS x")).Message, StringComparison.Ordinal);
        Assert.Contains("\"x\" has bytes", Assert.Throws<DataException>(() => Query("SELECT 'a'::bytea AS x")).Message, StringComparison.Ordinal);
        Assert.Contains("EXTRACT(EPOCH", Assert.Throws<DataException>(() => Query("SELECT INTERVAL '1 hour' AS x")).Message, StringComparison.Ordinal);
        Assert.Contains("column \"x\" cannot be read", Assert.Throws<DataException>(() => Query("SELECT 1e40::numeric AS x")).Message, StringComparison.Ordinal);
        Assert.Contains("division by zero", Assert.Throws<DataException>(() => Query("SELECT 1 / (3 - n) AS x FROM generate_series(1, 3) AS n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheToolReadsButNeverWrites()
    {
        server.Execute("CREATE TABLE flowers AS SELECT n AS size, CASE WHEN n % 2 = 0 THEN 'even' ELSE 'odd' END AS kind FROM generate_series(1, 40) AS n");
        string uri = $"postgresql://owner:secret@/postgres?host={server.Folder}";
        using TemporaryFolder folder = new();
        ToolRun run = ToolRun.Of("train", uri, "--sql", "SELECT * FROM flowers", "--target", "kind", "--effort", "quick", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        string predicted = ToolRun.Of("predict", folder["run"], uri, "--sql", "SELECT size FROM flowers WHERE size < 4").EndsWith(0).Output;
        Assert.Equal(4, predicted.TrimEnd().Split('\n').Length);
        Assert.All(Directory.GetFiles(folder["run"]), file => Assert.DoesNotContain("secret", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.DoesNotContain("secret", run.Output + run.Errors, StringComparison.Ordinal);

        Assert.Contains("--sql only reads", Refused("DELETE FROM flowers"), StringComparison.Ordinal);
        Assert.Contains("relation \"flower\" does not exist", Refused("SELECT * FROM flower"), StringComparison.Ordinal);
        Assert.Equal("40", Query("SELECT COUNT(*) AS n FROM flowers")[0, 0]);

        string Refused(string sql) => string.Join(' ', ToolRun.Of("inspect", uri, "--sql", sql).EndsWith(2).Errors.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
    }

    private Table Query(string text)
    {
        using NpgsqlConnection connection = new(server.ConnectionString);
        connection.Open();
        using NpgsqlCommand command = new(text, connection);
        using NpgsqlDataReader reader = command.ExecuteReader();
        return Table.From(reader);
    }
}
