using System.Globalization;
using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Tests.Cli.Verbs;

/// <summary><c>explain-model</c>, and what <c>predict --explain</c> writes behind its predictions.</summary>
public sealed class ExplainModelVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string TrainOn(string data, string target, params string[] more)
    {
        ToolRun.Of(["train", data, "--target", target, "--epochs", "30", "--out", folder["run"], .. more]).EndsWith(0);
        return folder["run"];
    }

    /// <summary>The target is three times x, and 2 more for red; twin is x again, and noise is nothing.</summary>
    private string Numbers()
    {
        Random random = new(3);
        return folder.Write("numbers.csv", "x,twin,noise,color,day,y\n" + string.Concat(Enumerable.Range(0, 240).Select(i =>
        {
            double x = random.NextDouble();
            string color = random.Next(3) switch { 0 => "red", 1 => "green", _ => "blue" };
            return string.Create(CultureInfo.InvariantCulture, $"{x:F3},{x + (random.NextDouble() / 100):F3},{random.NextDouble():F3},{color},{new DateTime(2024, 1, 1).AddDays(random.Next(300)):yyyy-MM-dd},{(3 * x) + (color == "red" ? 2 : 0):F3}\n");
        })));
    }

    [Fact]
    public void TheJsonHasAllThatIsMeasured()
    {
        string data = Numbers(), run = TrainOn(data, "y");
        JsonElement json = ToolRun.Of("explain-model", run, data, "--json").EndsWith(0).Json(), importance = json.GetProperty("importance");
        Assert.Equal(("squared error", "r2", 48, 10), (importance.GetProperty("loss").GetString(), importance.GetProperty("score").GetString(), importance.GetProperty("rows").GetInt32(), importance.GetProperty("repeats").GetInt32()));
        JsonElement[] columns = [.. importance.GetProperty("columns").EnumerateArray()];
        Assert.Equal("color", columns[0].GetProperty("column").GetString());
        Assert.True(columns[0].GetProperty("certain").GetBoolean() && columns[0].GetProperty("low").GetDouble() > 0);
        Assert.Equal(["x", "twin"], json.GetProperty("correlated")[0].GetProperty("columns").EnumerateArray().Select(name => name.GetString()));
        JsonElement group = Assert.Single(importance.GetProperty("groups").EnumerateArray());
        Assert.True(group.GetProperty("lossIncrease").GetDouble() > columns.Where(column => column.GetProperty("column").GetString() is "x" or "twin").Max(column => column.GetProperty("lossIncrease").GetDouble()));
        Assert.Equal(4, json.GetProperty("dependences").GetArrayLength());
        JsonElement colors = json.GetProperty("dependences").EnumerateArray().Single(curve => curve.GetProperty("column").GetString() == "color");
        Assert.False(colors.GetProperty("number").GetBoolean());
        Assert.Equal(1, colors.GetProperty("points").EnumerateArray().Sum(point => point.GetProperty("share").GetDouble()), 1e-12);
        Assert.Equal("red", colors.GetProperty("points").EnumerateArray().MaxBy(point => point.GetProperty("means")[0].GetDouble()).GetProperty("value").GetString());
        Assert.InRange(json.GetProperty("worstRows").EnumerateArray().First().GetProperty("line").GetInt32(), 2, 241);
        Assert.True(json.GetProperty("calibration")[0].GetProperty("error").GetDouble() >= 0);
        Assert.Contains("training rows, and left out", json.GetProperty("notices").ToString(), StringComparison.Ordinal);
        Assert.Contains("strongly associated", json.GetProperty("notices").ToString(), StringComparison.Ordinal);
        Assert.Equal(20, ToolRun.Of("explain-model", run, data, "--json", "--rows", "20").EndsWith(0).Json().GetProperty("importance").GetProperty("rows").GetInt32());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void TheTextFitsTheTerminal(int width)
    {
        string data = Numbers(), run = TrainOn(data, "y");
        string text = ToolRun.With(new TerminalInfo(width, Color: false, Unicode: false), "", "explain-model", run, data).EndsWith(0).Output;
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.All(text, letter => Assert.True(letter < 0x2500, $"U+{(int)letter:X4} is a drawing"));
        string flat = string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        foreach (string expected in (string[])["Importance: how much worse", "not distinguishable from no effect:", "Columns that go together", "Strongest interactions", "Worst rows, by squared error", "Calibration of y", "days since 1970", "expected calibration error"])
        {
            Assert.Contains(expected, flat, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("species", "log loss", "probability_")]
    [InlineData("sepal_length", "squared error", null)]
    public void EveryPredictionIsTheBaseAndItsContributions(string target, string loss, string? probability)
    {
        string run = TrainOn(ToolRun.Iris, target);
        Assert.Equal(loss, ToolRun.Of("explain-model", run, ToolRun.Iris, "--json").EndsWith(0).Json().GetProperty("importance").GetProperty("loss").GetString());
        ToolRun explained = ToolRun.Of("predict", run, ToolRun.Iris, "--explain").EndsWith(0);
        Assert.Contains("all subsets of 4 columns, compared with 100 rows of iris.csv", explained.Errors, StringComparison.Ordinal);
        Table rows = Table.Parse(explained.Output);
        string[] contributions = [.. rows.Columns.Where(name => name.StartsWith("contribution_", StringComparison.Ordinal) && name != "contribution_error")];
        Assert.Equal(4, contributions.Length);
        for (int row = 0; row < rows.Rows; row++)
        {
            double wanted = Number(row, probability is null ? "prediction" : probability + rows[row, "prediction"]);
            Assert.Equal(wanted, Number(row, "base") + contributions.Sum(name => Number(row, name)), 1e-4 * Math.Max(1, Math.Abs(wanted)));
            string strongest = contributions.MaxBy(name => Math.Abs(Number(row, name)))!["contribution_".Length..];
            Assert.StartsWith($"{strongest}={Table.Read(ToolRun.Iris)[row, strongest]} ", rows[row, "because"], StringComparison.Ordinal);
        }

        double Number(int row, string column) => double.Parse(rows[row, column], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void RowsArriveAloneAsTogether()
    {
        string run = TrainOn(ToolRun.Iris, "species"), header = File.ReadLines(ToolRun.Iris).First();
        string[] lines = [.. File.ReadLines(ToolRun.Iris).Skip(1)];
        string all = ToolRun.Of("predict", run, ToolRun.Iris, "--explain", "--background", ToolRun.Iris).EndsWith(0).Output;
        string one = ToolRun.With(TerminalInfo.None, $"{header}\n{lines[77]}\n", "predict", run, "-", "--explain", "--background", ToolRun.Iris).EndsWith(0).Output;
        Assert.Equal(all.Split('\n')[78], one.Split('\n')[1]);

        // A row that is compared with itself alone has no reasons, and that is said.
        ToolRun alone = ToolRun.With(TerminalInfo.None, $"{header}\n{lines[77]}\n", "predict", run, "-", "--explain").EndsWith(0);
        Assert.Contains("differences from 1 row only", alone.Errors, StringComparison.Ordinal);
        Assert.Contains("--background", ToolRun.Of("predict", run, ToolRun.Iris, "--background", ToolRun.Iris).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMethodIsSaidInJson()
    {
        string data = Numbers(), run = TrainOn(data, "y");
        JsonElement said = ToolRun.Of("predict", run, data, "--explain", "--out", folder["out.csv"], "--json").EndsWith(0).Json().GetProperty("explanation");
        Assert.Equal(("all subsets", 100, "the prediction"), (said.GetProperty("method").GetString(), said.GetProperty("backgroundRows").GetInt32(), said.GetProperty("of").GetString()));
        Assert.True(said.GetProperty("largestStandardError").GetDouble() > 0);
        Assert.Equal(240, Table.Read(folder["out.csv"]).Rows);
    }

    [Fact]
    public void SeveralTargetsHaveColumnsOfTheirOwn()
    {
        string data = folder.Write("labels.csv", "x,z,a,b\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i},{i * 37 % 80},{(i < 40 ? "yes" : "no")},{(i * 37 % 80 < 30 ? "yes" : "no")}\n")));
        string run = TrainOn(data, "a,b");
        Table rows = Table.Parse(ToolRun.Of("predict", run, data, "--explain").EndsWith(0).Output);
        Assert.Equal(["because_a", "base_a", "contribution_a_x", "contribution_a_z", "contribution_error_a", "because_b", "base_b", "contribution_b_x", "contribution_b_z", "contribution_error_b"], rows.Columns.Skip(4));
        Assert.Contains("probability", ToolRun.Of("explain-model", run, data).EndsWith(0).Output, StringComparison.Ordinal);
    }
}
