using Descent.Cli.Verbs;
using Descent.Data;
using Descent.Tests.Repository;
using Microsoft.Data.Sqlite;

namespace Descent.Tests.Cli;

/// <summary>The verbs read Parquet files and SQLite files as they read CSV: the same rows give the same results.</summary>
public sealed class DataSourceTests : IDisposable
{
    private const string Query = "SELECT * FROM iris ORDER BY rowid";

    private readonly TemporaryFolder folder = new();
    private readonly string parquet;
    private readonly string database;

    public DataSourceTests()
    {
        // Told apart by their first bytes, whatever they are called.
        parquet = folder["flowers.data"];
        database = folder["flowers"];
        File.Copy(Path.Combine(Checkout.Root, "samples/data/iris.parquet"), parquet);
        WriteDatabase(database);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ModelsAndPredictionsAreThoseOfTheCsvFile()
    {
        string Trained(string name, params string[] data)
        {
            string run = folder[name];
            ToolRun.Of(["train", .. data, "--target", "species", "--effort", "quick", "--epochs", "2", "--out", run]).EndsWith(0);
            return ToolRun.Of(["predict", run, .. data, "--keep", "petal_width"]).EndsWith(0).Output;
        }

        // The kept cells are not the text of the file: 1.0 is the number 1.
        string csv = Trained("a", ToolRun.Iris), ofParquet = Trained("b", parquet), ofDatabase = Trained("c", database, "--sql", Query);
        string[] Answers(string text) => [.. text.Split('\n').Skip(1).Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..])];
        Assert.Equal(151, Answers(csv).Length);
        Assert.Equal(Answers(csv), Answers(ofParquet));
        Assert.Equal(Answers(csv), Answers(ofDatabase));
        Assert.StartsWith("petal_width,prediction,", ofParquet, StringComparison.Ordinal);
        Assert.StartsWith("0.2,", ofDatabase.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void OtherVerbsReadThemToo()
    {
        ToolRun inspected = ToolRun.Of("inspect", parquet, "--target", "species", "--json").EndsWith(0);
        Assert.Equal(5, inspected.Json().GetProperty("columns").GetArrayLength());
        ToolRun compared = ToolRun.Of("compare", database, "--sql", Query, "--target", "species", "--vary", "optimizer=sgd,adam", "--epochs", "1", "--cv", "2").EndsWith(0);
        Assert.Contains("adam", compared.Output, StringComparison.Ordinal);
        ToolRun.Of("train", database, "--sql", Query, "--target", "species", "--effort", "quick", "--epochs", "1", "--test", ToolRun.Iris, "--out", folder["mixed"]).EndsWith(0);
        Assert.Contains("accuracy", ToolRun.Of("evaluate", folder["mixed"], parquet).EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is a database. Choose its rows with --sql \"SELECT … FROM …\". Its tables are iris.")]
    [InlineData("no such table: irises", "--sql", "SELECT * FROM irises")]
    [InlineData("--sql only reads", "--sql", "DELETE FROM iris")]
    [InlineData("but no rows", "--sql", "SELECT * FROM iris WHERE 0")]
    [InlineData("--sql needs a query", "--sql", "")]
    [InlineData("--separator is for a CSV file", "--sql", "SELECT * FROM iris", "--separator", "tab")]
    public void AQueryThatIsNoTableIsAnError(string message, params string[] options)
    {
        ToolRun run = ToolRun.Of(["inspect", database, .. options]).EndsWith(2);
        Assert.Contains(message, Unwrapped(run.Errors), StringComparison.Ordinal);
        Assert.Equal("150", ToolRun.Of("inspect", database, "--sql", "SELECT COUNT(*) AS rows, 1 AS one FROM iris", "--json").EndsWith(0).Json().GetProperty("columns")[0].GetProperty("examples")[0].GetString());
    }

    [Fact]
    public void OptionsForOtherFilesAreErrors()
    {
        Assert.Contains("--sql is for an SQLite file", Unwrapped(ToolRun.Of("inspect", ToolRun.Iris, "--sql", Query).EndsWith(2).Errors), StringComparison.Ordinal);
        Assert.Contains("is not there", Unwrapped(ToolRun.Of("inspect", folder["no.db"], "--sql", Query).EndsWith(2).Errors), StringComparison.Ordinal);
        Assert.Contains("--no-header is for a CSV file", Unwrapped(ToolRun.Of("inspect", parquet, "--no-header").EndsWith(2).Errors), StringComparison.Ordinal);
        Assert.Contains("it is damaged, cut off, or not a Parquet file", Unwrapped(ToolRun.Of("inspect", folder.Write("text.parquet", "a,b,c,d,e,f\n1,2,3,4,5,6\n")).EndsWith(2).Errors), StringComparison.Ordinal);
        string lists = Path.Combine(Checkout.Root, "tests/Goldens/parquet/list.parquet");
        Assert.Contains("(--ignore \"scores\")", Unwrapped(ToolRun.Of("inspect", lists).EndsWith(2).Errors).Replace("--ignore scores", "--ignore \"scores\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("scores", ToolRun.Of("inspect", lists, "--ignore", "scores").EndsWith(0).Output, StringComparison.Ordinal);
    }

    /// <summary>Nothing listens there: the message has the place and what is wrong, and no message has the password.</summary>
    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=shop;Username=me;Password=secret")]
    [InlineData("postgresql://me:secret@127.0.0.1:1/shop")]
    public void APasswordIsNeverPrinted(string place)
    {
        string[][] lines =
        [
            ["inspect", place, "--sql", "SELECT 1"], ["inspect", place], ["inspect", place, "--full", "--sql", "SELECT 1"], ["inspect", place, "--sql", "SELECT 1", "--separator", "tab"],
            ["train", place, "--sql", "SELECT 1", "--target", "x", "--out", folder["run"]], ["inspect", place.Replace("shop", "shop?colour=1;Colour=1", StringComparison.Ordinal), "--sql", "SELECT 1"],
        ];
        foreach (string[] line in lines)
        {
            ToolRun run = ToolRun.Of(line).EndsWith(2);
            Assert.DoesNotContain("secret", run.Output + run.Errors, StringComparison.Ordinal);
        }

        // What tune prints as the command that trains the same again.
        Assert.Equal("Host=127.0.0.1;Port=1;Database=shop;Username=me".Split(';').Order(), DataPlace.Masked(place).Split(';').Order());
        Assert.Contains("127.0.0.1:1/shop: no PostgreSQL server answers", Unwrapped(ToolRun.Of(lines[0]).Errors), StringComparison.Ordinal);
    }

    private static string Unwrapped(string text) => string.Join(' ', text.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));

    private static void WriteDatabase(string path)
    {
        Table iris = Table.Read(ToolRun.Iris);
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = new("CREATE TABLE iris (sepal_length REAL, sepal_width REAL, petal_length REAL, petal_width REAL, species TEXT)", connection, transaction);
        command.ExecuteNonQuery();
        for (int row = 0; row < iris.Rows; row++)
        {
            command.CommandText = $"INSERT INTO iris VALUES ({iris[row, 0]}, {iris[row, 1]}, {iris[row, 2]}, {iris[row, 3]}, '{iris[row, 4]}')";
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
