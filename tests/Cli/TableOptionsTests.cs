using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Descent.Tests.Cli;

/// <summary>The options that say how a table is read and split, through the tool.</summary>
public sealed class TableOptionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Write(string name, IEnumerable<string> lines, Encoding? encoding = null)
    {
        File.WriteAllText(folder[name], string.Join('\n', lines) + "\n", encoding ?? new UTF8Encoding(false));
        return folder[name];
    }

    private string Visits() => Write("visits.csv", ["day,x,w,y", .. Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 28 + 1:00}.{i / 28 + 1:00}.2024,{i % 7},{1 + (i % 2)},{(i % 3 == 0 ? "a" : "b")}"))]);

    [Fact]
    public void WeightAndOrderReachEveryVerbThatTrains()
    {
        string[] options = [Visits(), "--target", "y", "--weight", "w", "--split-by", "day", "--treat", "x=CATEGORICAL", "--epochs", "2"];
        ToolRun train = ToolRun.Of(["train", .. options, "--out", folder["run"]]).EndsWith(0);
        Assert.Contains("Rows are split in the order of \"day\": 48 trained on (01.01.2024 … 20.02.2024), 12 test (21.02.2024 … 04.03.2024)", train.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Rows are weighted by column \"w\", from 1 to 2", train.Errors, StringComparison.Ordinal);
        Assert.Contains("dates become days since 2024-01-01", train.Errors, StringComparison.Ordinal);
        Assert.Contains("Every fold trains on the rows before its test rows", ToolRun.Of(["train", .. options, "--cv", "3"]).EndsWith(0).Errors, StringComparison.Ordinal);
        ToolRun.Of(["compare", .. options, "--vary", "layers=none,4"]).EndsWith(0);
        ToolRun.Of(["find-learning-rate", .. options[..^2], "--steps", "10"]).EndsWith(0);
        ToolRun.Of(["learning-curve", .. options, "--cv", "2", "--sizes", "50,100"]).EndsWith(0);
        Assert.Contains("weighted by column \"w\"", ToolRun.Of("evaluate", folder["run"], options[0]).EndsWith(0).Errors, StringComparison.Ordinal);
        ToolRun predict = ToolRun.Of("predict", folder["run"], Write("later.csv", ["x,day", "3,24.12.2024"])).EndsWith(0);
        Assert.Equal(2, predict.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("date", ToolRun.Of("inspect", options[0], "--target", "y", "--weight", "w").EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void GroupsAndAnOrderExcludeEachOther() =>
        Assert.Contains("both by the groups of \"x\" and in the order of \"day\"", ToolRun.Of("train", Visits(), "--target", "y", "--group", "x", "--split-by", "day", "--out", folder["run"]).EndsWith(2).Errors, StringComparison.Ordinal);

    [Fact]
    public void AColumnIsOfOneKind() =>
        Assert.Contains("--treat says twice what the column \"x\" is", ToolRun.Of("inspect", Visits(), "--treat", "x=numeric", "--treat", "x=date").EndsWith(2).Errors, StringComparison.Ordinal);

    [Fact]
    public void AnIdentifierOfSeveralCurrenciesSaysSo()
    {
        string data = Write("prices.csv", ["price,y", .. Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "$" : "€")}{i}.50,{i % 3}")]);
        Message.Mentions(ToolRun.Of("inspect", data).EndsWith(0).Output, "several currencies", "\"€1.50\" in line 3", "--treat price=categorical");
    }

    [Fact]
    public void NumbersThatBecomeClassesAreSaidBeforeTraining()
    {
        string data = Write("wine.csv", ["a,quality", .. Enumerable.Range(0, 120).Select(i => $"{i % 7},{3 + (i % 6)}")]);
        ToolRun train = ToolRun.Of("train", data, "--target", "quality", "--epochs", "1", "--json", "--out", folder["wine"]).EndsWith(0);
        string hint = train.Json().GetProperty("notices").EnumerateArray().Select(notice => notice.GetProperty("text").GetString()!).Single(text => text.Contains("becomes a class", StringComparison.Ordinal));
        Message.Mentions(hint, "Target \"quality\"", "6 values");
        Assert.Contains($"{hint} (--task regression, or --task counts)", train.Errors, StringComparison.Ordinal);
        Assert.True(train.Errors.IndexOf(hint, StringComparison.Ordinal) < train.Errors.IndexOf("epoch 1/", StringComparison.Ordinal));
        Assert.DoesNotContain("becomes a class", ToolRun.Of("inspect", data, "--target", "quality", "--task", "multiclass").EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ABadDateAtPredictionNamesWhatCanBeDoneThere()
    {
        ToolRun.Of("train", Visits(), "--target", "y", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        string rows = Write("bad.csv", ["day,x,w", "31.02.2024,1,1"]);
        Message.Mentions(ToolRun.Of("predict", folder["run"], rows).EndsWith(2).Errors, "\"31.02.2024\" is not a date", "(correct or empty the cell)");
        ToolRun lacking = ToolRun.Of("predict", folder["run"], Write("lacking.csv", ["z", "1"])).EndsWith(2);
        Assert.Contains("lacks the columns \"day\", \"x\", \"w\", which", lacking.Errors, StringComparison.Ordinal);
        ToolRun one = ToolRun.Of("predict", folder["run"], Write("one.csv", ["day,x,w", ",,99999"])).EndsWith(0);
        Message.Mentions(one.Errors, "1 of 1 row has no value", "median");
        Message.Mentions(one.Errors, "1 of 1 value", "1 … 2", "99999 in line 2");
    }

    [Fact]
    public void APoissonLossTakesCountsAndRatesAndNothingBelowZero()
    {
        string rates = Write("rates.csv", ["a,y", .. Enumerable.Range(0, 60).Select(i => $"{i % 7},{i % 9}.5")]);
        ToolRun run = ToolRun.Of("train", rates, "--target", "y", "--loss", "poisson", "--epochs", "1", "--json", "--out", folder["rates"]).EndsWith(0);
        Assert.Equal("counts", run.Json().GetProperty("task").GetString());
        Message.Mentions(run.Errors, "not whole", "rates", "--loss mean_squared_error");
        string below = Write("below.csv", ["a,y", .. Enumerable.Range(0, 60).Select(i => $"{i % 7},{(i % 9) - 1.5}")]);
        Assert.Contains("numbers of at least 0, but this is a regression task", ToolRun.Of("train", below, "--target", "y", "--loss", "poisson", "--out", folder["below"]).EndsWith(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AKindIsReadWithoutRegardToCase()
    {
        JsonElement json = ToolRun.Of("inspect", Visits(), "--target", "y", "--treat", "day=Ignored", "--treat", "x=CATEGORICAL", "--json").EndsWith(0).Json();
        Assert.Equal(["ignored", "categorical"], json.GetProperty("columns").EnumerateArray().Take(2).Select(column => column.GetProperty("kind").GetString()));
        Assert.Contains("is not a date", ToolRun.Of("train", Visits(), "--target", "y", "--treat", "w=Date", "--out", folder["dates"]).EndsWith(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelWithoutAHeaderReadsTheNextTableAlike()
    {
        string data = Write("flowers.csv", File.ReadAllLines(ToolRun.Iris).Skip(1));
        Assert.Contains("the header looks like data", ToolRun.Of("inspect", data).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("--no-header", ToolRun.Of("inspect", data).EndsWith(0).Output, StringComparison.Ordinal);
        ToolRun train = ToolRun.Of("train", data, "--no-header", "--target", "column5", "--epochs", "2", "--out", folder["run"]).EndsWith(0);
        Assert.Contains("150 rows, 5 columns", train.Errors, StringComparison.Ordinal);

        string four = Write("four.csv", File.ReadAllLines(data).Select(line => line[..line.LastIndexOf(',')]));
        string named = Write("named.csv", ["column1,column2,column3,column4", .. File.ReadAllLines(four)]);
        string expected = ToolRun.Of("predict", folder["run"], four).EndsWith(0).Output;
        Assert.Equal(151, expected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(expected, ToolRun.Of("predict", folder["run"], named).EndsWith(0).Output);
        Assert.Equal(150, ToolRun.Of("evaluate", folder["run"], data, "--json").EndsWith(0).Json().GetProperty("rows").GetInt32());
    }

    [Fact]
    public void AnEncodingIsNamedAndUsed()
    {
        string data = Write("latin.csv", ["caf\u00E9,y", "1,a", "2,b", "3,a"], Encoding.Latin1);
        Assert.Contains("--encoding windows-1252", ToolRun.Of("inspect", data).EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.All(["windows-1252", "1252", "cp1252", "latin1"], name => Assert.Contains("caf\u00E9", ToolRun.Of("inspect", data, "--encoding", name).EndsWith(0).Output, StringComparison.Ordinal));
        Assert.Contains("--encoding 'klingon' is not known", ToolRun.Of("inspect", data, "--encoding", "klingon").EndsWith(2).Errors, StringComparison.Ordinal);
        string wide = Write("wide.csv", ["x,y", "1,a", "2,b"], new UnicodeEncoding(false, false));
        Assert.Contains("--encoding utf-16", ToolRun.Of("inspect", wide).EndsWith(2).Errors, StringComparison.Ordinal);
        ToolRun.Of("inspect", wide, "--encoding", "utf-16").EndsWith(0);
    }

    [Fact]
    public void EveryVerbThatReadsATableTakesTheSameOptions() =>
        Assert.All(["train", "compare", "tune", "learning-curve", "find-learning-rate", "evaluate", "predict", "inspect"], verb =>
            Assert.All(["--separator", "--decimal", "--no-header", "--encoding", "--skip-bad-rows", "--memory-limit"], option =>
                Assert.Contains(option, ToolRun.Of(verb, "--help").EndsWith(0).Output, StringComparison.Ordinal)));
}
