using System.Globalization;
using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;
using Descent.Data;
using Descent.Formats;

namespace Descent.Tests.Cli;

public sealed class PredictTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string TrainOn(string data, string target, params string[] more)
    {
        ToolRun.Of(["train", data, "--target", target, "--epochs", "40", "--out", folder["run"], .. more]).EndsWith(0);
        return folder["run"];
    }

    private string Colors() => folder.Write("colors.csv", "size,color,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{(i % 2 == 0 ? "red" : "blue")},{(i < 30 ? "=small" : "large")}\n"))));

    [Fact]
    public void PredictionsAreOriginalLabelsWithTheirProbabilities()
    {
        string run = TrainOn(ToolRun.Iris, "species");
        Table predictions = Table.Parse(ToolRun.Of("predict", run, ToolRun.Iris).EndsWith(0).Output), iris = Table.Read(ToolRun.Iris);
        Assert.Equal(["prediction", "probability_setosa", "probability_versicolor", "probability_virginica"], predictions.Columns);
        Assert.Equal(150, predictions.Rows);
        Assert.True(Enumerable.Range(0, 150).Count(row => predictions[row, 0] == iris[row, "species"]) > 130);
        JsonElement judged = ToolRun.Of("evaluate", run, ToolRun.Iris, "--json").EndsWith(0).Json();
        Assert.Equal(150, judged.GetProperty("rows").GetInt32());
        Assert.Equal(Enumerable.Range(0, 150).Count(row => predictions[row, 0] == iris[row, "species"]) / 150.0, judged.GetProperty("metrics").GetProperty("accuracy").GetDouble(), 12);
        Assert.Equal(3, judged.GetProperty("confusion").GetProperty("counts").GetArrayLength());
    }

    [Fact]
    public void IntervalsStandBetweenPredictionsAndTheEndsEncloseThem()
    {
        string data = folder.Write("line.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 120).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{(2 * i) + (i * 37 % 11)}\n"))));
        ToolRun trained = ToolRun.Of("train", data, "--target", "y", "--task", "regression", "--recipe", "linear", "--out", folder["run"]).EndsWith(0);
        Assert.Matches(@"those of 90 %[^\n]*contain [0-9.]+ % of the", trained.Output.ReplaceLineEndings("\n").Replace("\n ", " ", StringComparison.Ordinal));
        Table plain = Table.Parse(ToolRun.Of("predict", folder["run"], data).EndsWith(0).Output), wide = Table.Parse(ToolRun.Of("predict", folder["run"], data, "--interval", "0.9").EndsWith(0).Output);
        Assert.Equal(["prediction", "prediction_lower", "prediction_upper"], wide.Columns);
        Assert.Equal(["prediction"], plain.Columns);
        int inside = 0;
        for (int row = 0; row < wide.Rows; row++)
        {
            double[] numbers = [.. Enumerable.Range(0, 3).Select(column => double.Parse(wide[row, column], CultureInfo.InvariantCulture))];
            Assert.Equal(plain[row, 0], wide[row, 0]);
            Assert.True(numbers[1] <= numbers[0] && numbers[0] <= numbers[2]);
            double answer = (2 * row) + (row * 37 % 11);
            inside += numbers[1] <= answer && answer <= numbers[2] ? 1 : 0;
        }

        Assert.InRange(inside, 100, 120);
        Assert.Equal(0.9, ToolRun.Of("evaluate", folder["run"], data, "--json").EndsWith(0).Json().GetProperty("intervals").GetProperty("level").GetDouble());
        Assert.Contains("at most 0.97", ToolRun.Of("predict", folder["run"], data, "--interval", "0.995").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("between 0 and 1", ToolRun.Of("predict", folder["run"], data, "--interval", "1").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        ToolRun.Of("train", data, "--target", "y", "--effort", "quick", "--epochs", "2", "--out", folder["single"]).EndsWith(0);
        Assert.Contains("--effort normal", ToolRun.Of("predict", folder["single"], data, "--interval", "0.9").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("labels", ToolRun.Of("predict", TrainOn(ToolRun.Iris, "species", "--force"), ToolRun.Iris, "--interval", "0.9").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    // Faults 51 and 52.
    [Fact]
    public void ColumnsAreMatchedByName()
    {
        string run = TrainOn(ToolRun.Iris, "species");
        string[] lines = File.ReadAllLines(ToolRun.Iris);
        string turned = string.Concat(lines.Select(line => string.Join(',', line.Split(',').Reverse()) + "\n"));
        Assert.Equal(ToolRun.Of("predict", run, ToolRun.Iris).Output, ToolRun.With(TerminalInfo.None, turned, "predict", run, "-").EndsWith(0).Output);
        string less = string.Concat(lines.Select(line => string.Join(',', line.Split(',')[1..]) + "\n"));
        Assert.Contains("sepal_length", ToolRun.With(TerminalInfo.None, less, "predict", run, "-").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    // Fault 53, and one notice for all parts of a long table.
    [Fact]
    public void UnseenCategoriesAreCountedOverTheWholeTable()
    {
        string run = TrainOn(Colors(), "kind");
        string rows = "size,color\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => i % 2 == 0 ? "5,green\n" : "5,red\n"));
        ToolRun lenient = ToolRun.With(TerminalInfo.None, rows, "predict", run, "-").EndsWith(0);
        Assert.Contains("5,000 of 10,000 values did not occur in training", Assert.Single(lenient.Errors.Split('\n'), line => line.Contains("did not occur", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(10_001, lenient.Output.Count(c => c == '\n'));
        Assert.Contains("green", ToolRun.With(TerminalInfo.None, rows, "predict", run, "-", "--strict").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    // Fault 24.
    [Fact]
    public void LabelsThatLookLikeFormulasAreNeutralized()
    {
        string data = Colors(), run = TrainOn(data, "kind");
        Assert.Contains("\n'=small,", ToolRun.Of("predict", run, data).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("\n=small,", ToolRun.Of("predict", run, data, "--allow-formulas").EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void KeptColumnsStandBeforeThePredictionsAsTheyAre()
    {
        string run = TrainOn(Colors(), "kind");
        string rows = "size,color,note\n5,red,\"a, \"\"b\"\"\"\n-6,blue,=1+1\n7,red,\"two\nlines\"\n";
        ToolRun all = ToolRun.With(TerminalInfo.None, rows, "predict", run, "-", "--keep", "all").EndsWith(0);
        string[] plain = ToolRun.With(TerminalInfo.None, rows, "predict", run, "-").EndsWith(0).Output.Split('\n');
        Assert.Equal($"size,color,note,{plain[0]}\n5,red,\"a, \"\"b\"\"\",{plain[1]}\n-6,blue,'=1+1,{plain[2]}\n7,red,\"two\nlines\",{plain[3]}\n", all.Output);
        ToolRun some = ToolRun.With(TerminalInfo.None, rows, "predict", run, "-", "--keep", "note,size", "--allow-formulas").EndsWith(0);
        Assert.StartsWith($"note,size,{plain[0]}\n\"a, \"\"b\"\"\",5,", some.Output, StringComparison.Ordinal);
        Assert.Contains("\n=1+1,-6,", some.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"note\"?", ToolRun.With(TerminalInfo.None, rows, "predict", run, "-", "--keep", "nota").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--keep '' names no column", ToolRun.With(TerminalInfo.None, rows, "predict", run, "-", "--keep", "").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("\"prediction\"", ToolRun.With(TerminalInfo.None, rows.Replace("note", "prediction", StringComparison.Ordinal), "predict", run, "-", "--keep", "all").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void KeptNumbersStayNumbersWithADecimalComma()
    {
        string run = TrainOn(Colors(), "kind");
        Assert.Contains("\n\"-5,5\",", ToolRun.With(TerminalInfo.None, "size;color\n-5,5;red\n", "predict", run, "-", "--decimal", "comma", "--keep", "size").EndsWith(0).Output, StringComparison.Ordinal);
    }

    // Fault 55.
    [Fact]
    public void NoRowsInNoRowsOut() => Assert.Equal(
        "prediction,probability_setosa,probability_versicolor,probability_virginica\n",
        ToolRun.With(TerminalInfo.None, "sepal_length,sepal_width,petal_length,petal_width\n", "predict", TrainOn(ToolRun.Iris, "species"), "-").EndsWith(0).Output);

    [Fact]
    public void JsonNeedsAFileForThePredictions()
    {
        string run = TrainOn(ToolRun.Iris, "species");
        ToolRun.Of("predict", run, ToolRun.Iris, "--json").EndsWith(ExitCode.Usage);
        JsonElement json = ToolRun.Of("predict", run, ToolRun.Iris, "--json", "--out", folder["p.csv"]).EndsWith(0).Json();
        Assert.Equal(150, json.GetProperty("rows").GetInt32());
        Assert.Equal(151, File.ReadAllLines(folder["p.csv"]).Length);
    }

    [Fact]
    public void RegressionsPredictNumbersInTheirShortestForm()
    {
        string data = folder.Write("line.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{(2 * i) + 1.5}\n"))));
        string output = ToolRun.Of("predict", TrainOn(data, "y", "--layers", "none"), data).EndsWith(0).Output;
        Assert.StartsWith("prediction\n", output, StringComparison.Ordinal);
        Assert.All(output.TrimEnd('\n').Split('\n')[1..], line => Assert.Equal(line, double.Parse(line, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)));
    }

    // Faults 58 to 60: damaged and foreign files are refused, and nothing is predicted.
    [Fact]
    public void DamagedModelsAreRefused()
    {
        string model = Path.Combine(TrainOn(ToolRun.Iris, "species"), "model.safetensors");
        byte[] bytes = File.ReadAllBytes(model);
        bytes[^1] ^= 1;
        File.WriteAllBytes(model, bytes);
        Assert.Empty(ToolRun.Of("predict", model, ToolRun.Iris).EndsWith(ExitCode.Usage).Output);
        ToolRun.Of("predict", folder["none"], ToolRun.Iris).EndsWith(ExitCode.Usage);
        ToolRun.Of("inspect", model).EndsWith(ExitCode.Usage);
    }

    [Fact]
    public void InspectShowsTablesAndModels()
    {
        string run = TrainOn(ToolRun.Iris, "species");
        Assert.Contains("petal_width", ToolRun.Of("inspect", ToolRun.Iris).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Equal(150, ToolRun.Of("inspect", ToolRun.Iris, "--json").EndsWith(0).Json().GetProperty("rows").GetInt32());
        Assert.Equal("multiclass", ToolRun.Of("inspect", ToolRun.Iris, "--target", "species", "--json").EndsWith(0).Json().GetProperty("task").GetString());
        Assert.Contains("layers.0.weight", ToolRun.Of("inspect", run, "--full").EndsWith(0).Output, StringComparison.Ordinal);
        JsonElement json = ToolRun.Of("inspect", run, "--json").EndsWith(0).Json();
        Assert.Equal("dense", json.GetProperty("network")[0].GetProperty("type").GetString());
        Assert.Equal(ModelFile.Load(Path.Combine(run, "model.safetensors")).Model.ParameterCount, json.GetProperty("parameters").GetInt64());
        string narrow = ToolRun.With(new TerminalInfo(40, Color: false), "", "inspect", run).EndsWith(0).Output;
        Assert.Contains("…", narrow, StringComparison.Ordinal);
        Assert.All(narrow.Split('\n'), line => Assert.True(line.Length <= 40, line));
    }
}
