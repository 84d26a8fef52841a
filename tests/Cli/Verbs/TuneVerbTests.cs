using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cli;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Verbs;

public sealed partial class TuneVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string[] Quick(params string[] more) =>
        ["tune", ToolRun.Iris, "--target", "species", .. more.Contains("--trials", StringComparer.Ordinal) ? [] : (string[])["--trials", "3"], "--cv", "2", "--epochs", "5", "--search", "learning-rate=log(1e-3,1e-1)", "--search", "hidden-layers=int(0,2); width=int-log(4,8)", "--out", folder["run"], .. more];

    /// <summary>What is said at the end trains the same model, with options that were given and with those that were found.</summary>
    [Fact]
    public void TheCommandTrainsTheSameModelAgain()
    {
        JsonElement json = ToolRun.Of(Quick("--json", "--seed", "3", "--ignore", "sepal_width", "--balance", "--treat", "petal_width=numeric")).EndsWith(0).Json();
        string command = json.GetProperty("tuning").GetProperty("command").GetString()!;
        string[] words = [.. Words().Matches(command).Select(word => word.Value.Trim('\''))];
        Assert.Equal(["descent", "train"], words[..2]);
        JsonElement again = ToolRun.Of([.. words[1..], "--json", "--out", folder["again"]]).EndsWith(0).Json();
        Assert.Equal(json.GetProperty("metrics").GetRawText(), again.GetProperty("metrics").GetRawText());
        Assert.Equal(json.GetProperty("features").GetInt32(), again.GetProperty("features").GetInt32());
        Assert.Equal(3, again.GetProperty("features").GetInt32());
        Assert.Equal(File.ReadAllText(folder["run/history.csv"]).Split('\n').Select(WithoutSeconds), File.ReadAllText(folder["again/history.csv"]).Split('\n').Select(WithoutSeconds));

        static string WithoutSeconds(string line) => string.Join(',', line.Split(',').SkipLast(1));
    }

    [Fact]
    public void JsonHasEveryTrialAndTheRunIsThatOfTrain()
    {
        JsonElement json = ToolRun.Of(Quick("--json", "--score", "accuracy", "--sampler", "random", "--pruner", "none")).EndsWith(0).Json(), tuning = json.GetProperty("tuning");
        Assert.Equal(("accuracy", true, "random", "none", "trials"), (
            tuning.GetProperty("score").GetString(), tuning.GetProperty("higherIsBetter").GetBoolean(), tuning.GetProperty("sampler").GetString(), tuning.GetProperty("pruner").GetString(), tuning.GetProperty("end").GetString()));
        JsonElement[] trials = [.. tuning.GetProperty("trials").EnumerateArray()];
        Assert.Equal([1, 2, 3], trials.Select(trial => trial.GetProperty("number").GetInt32()));
        Assert.Equal(JsonValueKind.Null, tuning.GetProperty("importance").ValueKind);
        Assert.All(trials, trial => Assert.Equal(trial.GetProperty("folds").EnumerateArray().Average(fold => fold.GetDouble()), trial.GetProperty("score").GetDouble(), 1e-12));
        JsonElement best = trials[tuning.GetProperty("best").GetInt32() - 1];
        Assert.Equal(trials.Max(trial => trial.GetProperty("score").GetDouble()), best.GetProperty("score").GetDouble());
        Assert.Equal(best.GetProperty("score").GetDouble(), tuning.GetProperty("validation").GetProperty("mean").GetDouble());
        Assert.Equal(json.GetProperty("metrics").GetProperty("accuracy").GetDouble(), tuning.GetProperty("test").GetDouble());
        Assert.Equal(tuning.GetProperty("validation").GetProperty("mean").GetDouble() - tuning.GetProperty("test").GetDouble(), tuning.GetProperty("optimism").GetDouble(), 1e-12);
        Assert.Equal(["history.csv", "metrics.json", "model.safetensors", "report.html", "study.html"], Directory.GetFiles(folder["run"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(tuning.GetRawText(), JsonDocument.Parse(File.ReadAllText(folder["run/metrics.json"])).RootElement.GetProperty("tuning").GetRawText());
        ToolRun.Of("predict", folder["run"], ToolRun.Iris).EndsWith(0);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void ATerminalHasOneLineThatIsOverwritten(int width)
    {
        ToolRun run = ToolRun.With(new TerminalInfo(width, false), "", Quick()).EndsWith(0);
        Assert.All($"{run.Output}\n{run.Errors}".Split('\n', '\r'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("\rtrial 3/3  fold 1/2", run.Errors, StringComparison.Ordinal);
        Assert.Contains("1/3  log_loss", run.Errors, StringComparison.Ordinal);
        Assert.Contains("optimism", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Choices that are the same value in different words would be computed twice.</summary>
    [Theory]
    [InlineData("learning-rate=choice(0.1;0.10)", "'0.1' and '0.10'")]
    [InlineData("optimizer=choice(sgd;adam;gradient_descent)", "'sgd' and 'gradient_descent'")]
    [InlineData("hidden-layers=choice(1;2); width=choice(8;08)", "'8' and '08'")]
    [InlineData("recipe=choice(tabm;tabm:members=4)", "'tabm' and 'tabm:members=4'")]
    [InlineData("recipe=choice(tabm;nothing)", "nothing")]
    public void EqualChoicesAreRefused(string space, string expected) =>
        Message.Mentions(ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--search", space, "--out", folder["run"]).EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), expected);

    /// <summary>Rows of --test that are equal to training rows are not called unseen.</summary>
    [Fact]
    public void TestRowsThatWereInTrainingAreSaid()
    {
        string[] lines = File.ReadAllLines(ToolRun.Iris);
        File.WriteAllLines(folder["test.csv"], [lines[0], .. lines[1..11]]);
        ToolRun run = ToolRun.Of(Quick("--test", folder["test.csv"])).EndsWith(0);
        Assert.DoesNotContain("no trial s", (run.Output + run.Errors).ReplaceLineEndings(" "), StringComparison.Ordinal);
        Message.Mentions(run.Output.ReplaceLineEndings(" "), "on 10 rows that were kept from all trials; 10 of 10 rows are equal to a training row", "10 of 10 rows are equal to a training row in every column");
        Assert.Contains("that no trial saw", ToolRun.Of(Quick("--seed", "4", "--force")).EndsWith(0).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void APipeHasLines()
    {
        ToolRun run = ToolRun.Of(Quick("--search", "loss=choice(cce;bce)", "--sampler", "grid", "--trials", "9")).EndsWith(0);
        Assert.DoesNotContain("\r", run.Errors, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 9).Select(number => $"{number}/9"), NumberedLines().Matches(run.Errors.ReplaceLineEndings("\n")).Select(line => line.Value.Trim()).Order(StringComparer.Ordinal));
        Assert.Matches("(?m)^[1-9]/9  failed: .*loss=bce\\. .*Use another loss", run.Errors.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void AGridEndsWithItsLastCombination()
    {
        JsonElement tuning = ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--epochs", "2", "--search", "layers=choice(none;3)", "--search", "activation=choice(relu;tanh)", "--sampler", "grid", "--pruner", "halving", "--json", "--out", folder["run"]).EndsWith(0).Json().GetProperty("tuning");
        Assert.Equal(4, tuning.GetProperty("trials").GetArrayLength());
        Assert.Equal(["none relu", "none tanh", "3 relu", "3 tanh"], tuning.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("values"))
            .Select(values => $"{values.GetProperty("layers")} {values.GetProperty("activation")}").OrderByDescending(text => text.Length).ThenBy(text => text, StringComparer.Ordinal));
    }

    [Fact]
    public void AGridOfTooManyCombinationsIsRefused()
    {
        string space = string.Join(';', ((string[])["learning-rate", "l2", "min-delta"]).Select(name => $"{name}=uniform(0.001,0.1)").Concat(((string[])["epochs", "batch-size", "patience", "max-categories", "min-category-rows", "hidden-layers", "width"]).Select(name => $"{name}=int(1,100)")));
        ToolRun run = ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--search", space, "--sampler", "grid", "--out", folder["run"]).EndsWith(ExitCode.Usage);
        Assert.Contains("Search fewer options, or use another --sampler.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void TheImportanceOfParametersIsShown()
    {
        string[] arguments = ["tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--layers", "4", "--pruner", "none", "--search", "epochs=int(1,40); patience=int(90,99)", "--sampler", "sobol", "--trials", "16", "--learning-rate", "0.01", "--force", "--out", folder["run"]];
        JsonElement importance = ToolRun.Of([.. arguments, "--json"]).EndsWith(0).Json().GetProperty("tuning").GetProperty("importance");
        JsonElement fractions = importance.GetProperty("fractions");
        Assert.Equal(16, importance.GetProperty("trials").GetInt32());
        Assert.InRange(fractions.GetProperty("epochs").GetDouble(), 0.7, 1);
        string output = ToolRun.Of(arguments).EndsWith(0).Output;
        Message.Mentions(output, "\nStudy\n", "16 trials: 16 completed, 0 pruned, 0 failed.", $"Share of the variance over the whole search space: epochs {fractions.GetProperty("epochs").GetDouble() * 100:0} %", $"study: {folder["run/study.html"]}: all trials");
        string page = File.ReadAllText(folder["run/study.html"]);
        Message.Mentions(page, "<h2>Value by parameter</h2>", "<h2>Timeline</h2>", "<h2>epochs and patience</h2>", "iris.csv, species");
    }

    [Fact]
    public void RecipesAreAveragedAndThePlanRepeatsIt()
    {
        string[] arguments = ["tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--trials", "3", "--search", "recipe=choice(realmlp;mlp;linear); realmlp.units=int(4,8) if recipe=realmlp; realmlp.epochs=choice(4) if recipe=realmlp; mlp.units=int(4,8) if recipe=mlp", "--sampler", "sobol", "--out", folder["run"]];
        JsonElement json = ToolRun.Of([.. arguments, "--json"]).EndsWith(0).Json();
        string[] words = [.. Words().Matches(json.GetProperty("tuning").GetProperty("command").GetString()!).Select(word => word.Value.Trim('\''))];
        Assert.Contains("--plan", words);
        JsonElement again = ToolRun.Of([.. words[1..], "--json", "--out", folder["again"]]).EndsWith(0).Json();
        Assert.Equal(json.GetProperty("metrics").GetRawText(), again.GetProperty("metrics").GetRawText());
        string output = ToolRun.Of([.. arguments, "--force"]).EndsWith(0).Output;
        JsonElement tuning = json.GetProperty("tuning");
        JsonElement[] average = [.. tuning.GetProperty("average").EnumerateArray()];
        Assert.Equal(1, average.Sum(trial => trial.GetProperty("weight").GetDouble()), 1e-9);
        Assert.Equal(tuning.GetProperty("best").GetInt32(), average[0].GetProperty("trial").GetInt32());
        Assert.Equal(json.GetProperty("metrics").GetProperty("logLoss").GetDouble(), tuning.GetProperty("test").GetDouble());
        // A smaller log loss is better.
        Assert.Equal(tuning.GetProperty("bestTest").GetDouble() - tuning.GetProperty("validation").GetProperty("mean").GetDouble(), tuning.GetProperty("optimism").GetDouble(), 1e-12);
        Message.Mentions(output, $"The best trial alone, trial {tuning.GetProperty("best")}", "The model: ", "baseline prior, which uses no feature: log_loss 1.0");

        string[] used = [.. average.Where(trial => trial.GetProperty("weight").GetDouble() > 0).Select(trial => $"{trial.GetProperty("trial")}")];
        string inspected = ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output;
        Assert.Matches(@"\nmembers +trial +weight +epochs +parameters +recipe *\n", inspected);
        Assert.All(used, trial => Assert.Matches($@"\n +\d+–\d+ +{trial} +[01]\.\d{{3}} +", inspected));
        JsonElement[] members = [.. ToolRun.Of("inspect", folder["run"], "--json").EndsWith(0).Json().GetProperty("members").EnumerateArray()];
        Assert.Equal(used.SelectMany(trial => (string[])[trial, trial]), members.Select(member => $"{member.GetProperty("trial")}"));
        Assert.All(members, member => Assert.InRange(member.GetProperty("epoch").GetInt32(), 1, 1_000));
        Message.Mentions(File.ReadAllText(folder["run/study.html"]), used.Length == 1 ? "The trial whose networks are the model" : $"The {used.Length} trials whose networks are averaged");
    }

    [Fact]
    public void TheSearchSpaceOfAFileIsThatOfTheOption()
    {
        string[] arguments = ["tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--epochs", "2", "--trials", "3", "--json"];
        string file = folder.Write("search.yaml", "# what is tried\nlearning-rate: log(1e-3,1e-1)\nactivation: [relu, tanh]\n");
        JsonElement texts = ToolRun.Of([.. arguments, "--search", "learning-rate=log(1e-3,1e-1); activation=choice(relu;tanh)", "--search", "l2=log(1e-4,1e-2)", "--out", folder["texts"]]).EndsWith(0).Json().GetProperty("tuning");
        JsonElement both = ToolRun.Of([.. arguments, "--search-file", file, "--search", "l2=log(1e-4,1e-2)", "--out", folder["both"]]).EndsWith(0).Json().GetProperty("tuning");
        Assert.Equal(texts.GetProperty("settings").GetRawText(), both.GetProperty("settings").GetRawText());
        Assert.Equal(texts.GetProperty("search").GetRawText(), both.GetProperty("search").GetRawText());
        Assert.DoesNotContain("search", both.GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("activation: [relu, tanh]\nlearning-rate: log(0,1)\n", "search.yaml: Line 2, column 16: learning-rate")]
    [InlineData("learning_rat: log(1e-3,1)", "--search-file cannot try 'learning_rat'. Did you mean")]
    [InlineData("batch-size: int(1,20)", "--batch-size is fixed, but --search-file tries batch-size, too")]
    [InlineData("", "search.yaml: Line 1, column 1: ")]
    [InlineData(null, "search.yaml")]
    public void AFileThatIsNoSearchSpaceIsRefused(string? text, string expected)
    {
        string file = text is null ? folder["search.yaml"] : folder.Write("search.yaml", text);
        Assert.Contains(expected, ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--batch-size", "32", "--search-file", file, "--out", folder["run"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void SeveralScoresHaveAFront()
    {
        string[] arguments = ["tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--trials", "6", "--epochs", "3", "--search", "layers=choice(none;2;4;8;16;32)", "--score", "accuracy", "--score", "parameters", "--out", folder["run"]];
        JsonElement tuning = ToolRun.Of([.. arguments, "--json"]).EndsWith(0).Json().GetProperty("tuning");
        Assert.Equal(("nsga2", "none"), (tuning.GetProperty("sampler").GetString(), tuning.GetProperty("pruner").GetString()));
        Assert.Equal(["accuracy", "parameters"], tuning.GetProperty("objectives").EnumerateArray().Select(objective => objective.GetProperty("score").GetString()));
        double[][] trials = [.. tuning.GetProperty("trials").EnumerateArray().Select(trial => (double[])[.. trial.GetProperty("scores").EnumerateArray().Select(score => score.GetDouble())])];
        int[] front = [.. tuning.GetProperty("front").EnumerateArray().Select(number => number.GetInt32() - 1)];
        Assert.NotEmpty(front);
        Assert.Equal(Enumerable.Range(0, trials.Length).Where(i => !trials.Any(other => other[0] >= trials[i][0] && other[1] <= trials[i][1] && (other[0] > trials[i][0] || other[1] < trials[i][1]))), front);
        string output = ToolRun.Of([.. arguments, "--force"]).EndsWith(0).Output;
        Assert.Matches("trial +accuracy +parameters +values", output);
        ToolRun refused = ToolRun.Of([.. arguments, "--force", "--pruner", "median"]).EndsWith(ExitCode.Usage);
        Assert.Contains("several scores", refused.Errors, StringComparison.Ordinal);
    }

    /// <summary>The first Ctrl-C ends the search; the best of the trials so far is trained and saved.</summary>
    [Fact]
    public void AfterCtrlCTheBestTrialIsTrainedAndSaved()
    {
        using CancellationTokenSource source = new();
        StringWriter output = new();
        Screen errors = new(new Alarm("1/500", source.Cancel), TerminalInfo.None);
        string[] arguments = ["tune", ToolRun.Iris, "--target", "species", "--trials", "500", "--cv", "2", "--epochs", "5", "--json", "--out", folder["run"]];
        int code = Tool.Run(arguments, new ToolContext(new Screen(output, TerminalInfo.None), errors, () => new MemoryStream(), source.Token));
        Assert.Equal(ExitCode.Cancelled, code);
        JsonElement json = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal("canceled", json.GetProperty("tuning").GetProperty("end").GetString());
        Assert.Equal(5, json.GetProperty("epochs").GetInt32());
        Assert.Equal("cancelled", json.GetProperty("stop").GetString());
        int finished = json.GetProperty("tuning").GetProperty("finishedTrials").GetInt32();
        Assert.Equal((500, true), (json.GetProperty("tuning").GetProperty("plannedTrials").GetInt32(), finished is > 0 and < 500));
        Assert.True(File.Exists(folder["run/model.safetensors"]));
    }

    /// <summary>Options of a recipe say which recipe is searched.</summary>
    [Fact]
    public void OptionsOfRecipesNeedNoRecipe()
    {
        JsonElement tuning = ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--trials", "1", "--search", "perceptron.units=int(4,8)", "--average", "1", "--json", "--out", folder["run"]).EndsWith(0).Json().GetProperty("tuning");
        Assert.Equal(["recipe=choice(perceptron)", "perceptron.units=int(4,8) if recipe=perceptron"], tuning.GetProperty("search").EnumerateArray().Select(parameter => parameter.GetString()));
        Assert.Equal("perceptron", tuning.GetProperty("trials")[0].GetProperty("values").GetProperty("recipe").GetString());
        Assert.Equal(1, tuning.GetProperty("average").GetArrayLength());
    }

    [Theory]
    [InlineData("--search", "learning-rate=log(1e-3,1e-1", "--search: 'learning-rate=log(1e-3,1e-1' is not a parameter")]
    [InlineData("--search", "learning_rat=log(1e-3,1e-1)", "--search cannot try 'learning_rat'. Did you mean")]
    [InlineData("--search", "learning-rate=uniform(-1,1)", "A learning rate is above 0, but this is -1")]
    [InlineData("--search", "activation=choice(relu;tanhh)", "--activation: ")]
    [InlineData("--search", "epochs=uniform(1.5,2)", "--epochs must be a whole number")]
    [InlineData("--search", "batch-size=int(1,20)", "--batch-size is fixed, but --search tries batch-size, too")]
    [InlineData("--search", "optimizer=choice(momentum); optimizer.beta=uniform(0.5,2)", "optimizer.beta is from 0.5 to 2, but beta of momentum is in [0, 1)")]
    [InlineData("--search", "loss=choice(huber:delta=0.5); loss.delta=uniform(0.2,1)", "The choice huber:delta=0.5 of loss sets delta already")]
    [InlineData("--score", "nonsense", "'nonsense' is not a score of this task. The scores are accuracy")]
    [InlineData("--search", "recipe=choice(tabm); tabm.depth=int(1,2) if recipe=tabm", "tabm.depth does not fit tabm")]
    [InlineData("--search", "recipe=choice(tabm)", "A recipe and settings of the network cannot be combined")]
    [InlineData("--sampler", "best", "--sampler must be one of tpe, random, grid, sobol, cmaes, gp, nsga2, but is 'best'")]
    [InlineData("--pruner", "some", "--pruner must be one of median, halving, hyperband, none, but is 'some'")]
    [InlineData("--trials", "0", "--trials must be a whole number of at least 1")]
    [InlineData("--time", "0", "--time must be a number above 0")]
    [InlineData("--cv", "0", "--cv must be a whole number of at least 1")]
    [InlineData("--cv", "200", "")]
    public void OptionsThatCannotBeAreRefused(string name, string value, string expected)
    {
        ToolRun run = ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--batch-size", "32", name, value, "--out", folder["run"]).EndsWith(ExitCode.Usage);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void ScoresThatCannotBeAreRefused()
    {
        string[] call = ["tune", ToolRun.Iris, "--target", "species", "--layers", "4", "--epochs", "1", "--cv", "2", "--trials", "2", "--out", folder["run"]];
        foreach (string sampler in (string[])["gp", "cmaes"])
        {
            Assert.Contains($"--sampler {sampler} learns from one score", Refused("--sampler", sampler, "--score", "accuracy", "--score", "parameters"), StringComparison.Ordinal);
        }

        Assert.Contains("is named 2 times", Refused("--score", "log_loss", "--score", "log_loss"), StringComparison.Ordinal);
        Assert.Contains("top_k_accuracy", Refused("--score", "nonsense"), StringComparison.Ordinal);
        Assert.Contains("another way to combine networks", ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--ensemble", "average", "--search", "recipe=choice(linear)", "--out", folder["run"]).EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("None of 2 trials", ToolRun.Of([.. call, "--optimizer", "sgd", "--search", "learning-rate=log(1e30,1e31)"]).EndsWith(ExitCode.TrainingFailed).Errors, StringComparison.Ordinal);

        string Refused(params string[] more) => ToolRun.Of([.. call, .. more]).EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" ");
    }

    [GeneratedRegex(@"(?m)^\d+/9  ", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex NumberedLines();

    [GeneratedRegex("'[^']*'|[^ ']+", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Words();

    /// <summary>Acts when a text is written.</summary>
    private sealed class Alarm(string text, Action act) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
            {
                act();
            }
        }
    }
}
