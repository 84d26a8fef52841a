using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;
using Descent.Cli.Verbs;
using Descent.Data;

namespace Descent.Tests.Cli.Verbs;

public class CompareVerbTests
{
    private static readonly string[] s_iris = ["compare", ToolRun.Iris, "--target", "species", "--epochs", "5"];

    [Fact]
    public void NineOptimizersStandSideBySide()
    {
        ToolRun run = ToolRun.With(new TerminalInfo(80, Color: false), "", [.. s_iris, "--vary", "optimizer=sgd,momentum,nesterov,adagrad,rmsprop,adam,adadelta,adamax,nadam", "--cv", "3"]).EndsWith(0);
        string[] lines = run.Output.Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains(lines, line => line.Contains("optimizer", StringComparison.Ordinal) && line.Contains("accuracy", StringComparison.Ordinal) && line.Contains("log_loss", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("* ", StringComparison.Ordinal) && line.Contains('±', StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Length > 2 && line[2..].StartsWith("a  sgd ", StringComparison.Ordinal) && line[0] is ' ' or '*' or '=');
        Assert.Single(lines, line => line.StartsWith("     baseline ", StringComparison.Ordinal));
        Assert.Contains("paired t-test", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Training loss, fold 1, by epoch", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TimesBelowASecondAndAnEpochThatNothingChoseAreNotShownAsIfTheyMattered()
    {
        using TemporaryFolder folder = new();
        string output = ToolRun.Of([.. s_iris, "--vary", "optimizer=sgd,adam", "--seeds", "3", "--out", folder["page.html"]]).EndsWith(0).Output;
        Assert.Matches(@"f1 +epoch\n", output);
        Assert.Matches(@"no clear winner|a clear winner", output);
        Assert.Matches(@"trained on all folds, on 30 test rows that chose\s+nothing: log_loss \d", output);
        string page = File.ReadAllText(folder["page.html"]);
        Assert.Contains(">last epoch<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("seconds", page, StringComparison.Ordinal);
        Assert.Contains("as the best of 2, expect slightly worse scores on new rows", page, StringComparison.Ordinal);
        ToolRun.Of([.. s_iris, "--vary", "optimizer=sgd,adam", "--validation-fraction", "0.2", "--force", "--out", folder["page.html"]]).EndsWith(0);
        Assert.Contains(">best epoch<", File.ReadAllText(folder["page.html"]), StringComparison.Ordinal);

        // Where it takes long, it is worth a column.
        VariantResult slow = new(new Variant("slow", new TableOptions()), [new VariantRun(1, 1, [], 5, 1.5, new Dictionary<string, double> { ["accuracy"] = 1 }, Failure: null)]);
        StringWriter screen = new();
        Table table = Table.Read(ToolRun.Iris);
        new ComparisonResults(new Comparison([slow], [new Accuracy()]), ["optimizer"], [["adam"]], isSorted: false, table, TableTrainer.Prepare(table, ["species"], new TableOptions())).Write(new Screen(screen, new TerminalInfo(80, Color: false)));
        Assert.Matches(@"accuracy +epoch +seconds\n.*1\.0000 .* 5 +1\.50\n", screen.ToString());
    }

    /// <summary>The line that was written over at last says that all trainings are done.</summary>
    [Fact]
    public void TheLineOnATerminalEndsComplete()
    {
        ToolRun run = ToolRun.With(new TerminalInfo(80, Color: false), "", [.. s_iris, "--vary", "optimizer=sgd,adam", "--cv", "2", "--score", "accuracy"]).EndsWith(0);
        Assert.Contains("4/4 done", run.Errors.TrimEnd().Split('\r')[^1], StringComparison.Ordinal);
        Assert.Contains("best by accuracy: ", run.Output, StringComparison.Ordinal);
        Message.Mentions(ToolRun.Of([.. s_iris, "--vary", "optimizer=sgd,adam", "--score", "r2"]).EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), "'r2' is not a score of this task");
    }

    /// <summary>Scores that do not fit beside the others follow in a table of their own.</summary>
    [Fact]
    public void ANarrowTerminalHasAllScores()
    {
        string table = "x,answer\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 30},{(i % 30 > 14 ? "yes" : "no")}\n"));
        ToolRun run = ToolRun.With(new TerminalInfo(60, Color: false), table, ["compare", "-", "--target", "answer", "--treat", "x=numeric", "--epochs", "2", "--vary", "optimizer=sgd,adam", "--cv", "2"]).EndsWith(0);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 60, line));
        string[] heads = [.. run.Output.Split('\n').Where(line => line.Contains("optimizer ", StringComparison.Ordinal))];
        Assert.Equal(2, heads.Length);
        Assert.All((string[])["log_loss", "accuracy", "f1", "epoch"], score => Assert.Single(heads, head => head.Split(' ').Contains(score, StringComparer.Ordinal)));
    }

    /// <summary>Rows of --test that are equal to training rows are said, as train says it.</summary>
    [Fact]
    public void TestRowsThatWereInTrainingAreSaid()
    {
        using TemporaryFolder folder = new();
        string[] lines = File.ReadAllLines(ToolRun.Iris);
        File.WriteAllLines(folder["test.csv"], [lines[0], .. lines[1..11]]);
        string[] call = [.. s_iris, "--vary", "optimizer=sgd,adam", "--cv", "2", "--test", folder["test.csv"]];
        Message.Mentions(ToolRun.Of(call).EndsWith(0).Output.ReplaceLineEndings(" "), "10 of 10 test rows are equal to a training row in every column");
        Assert.Contains(ToolRun.Of([.. call, "--json"]).EndsWith(0).Json().GetProperty("notices").EnumerateArray(), notice => notice.GetProperty("text").GetString()!.Contains("test rows are equal", StringComparison.Ordinal));
        Assert.DoesNotContain("test rows are equal", ToolRun.Of([.. s_iris, "--vary", "optimizer=sgd,adam", "--cv", "2", "--seed", "4"]).EndsWith(0).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void JsonHasWhatTheLibraryComputes()
    {
        JsonElement json = ToolRun.Of([.. s_iris, "--vary", "layers=none,6/4", "--vary", "learning-rate=0.01,cosine(0.02,epochs=5)", "--seeds", "2", "--cv", "2", "--json", "--l2", "0"]).EndsWith(0).Json();
        JsonElement[] variants = [.. json.GetProperty("variants").EnumerateArray()];
        Assert.Equal(["none, 0.01", "none, cosine(0.02,epochs=5)", "6/4, 0.01", "6/4, cosine(0.02,epochs=5)"], variants.Select(variant => variant.GetProperty("name").GetString()));
        Assert.Equal("6/4", variants[3].GetProperty("options").GetProperty("layers").GetString());
        Comparison twin = Comparison.Of(Table.Read(ToolRun.Iris), ["species"], [new("twin", new TableOptions { Layers = [6, 4], LearningRate = new CosineSchedule(0.02, 5), Epochs = 5, Regularizer = new L2(0) })], [1, 2], folds: 2);
        VariantRun run = twin.Results[0].Runs[3];
        JsonElement last = variants[3].GetProperty("runs")[3];
        Assert.Equal((2, 2), (last.GetProperty("seed").GetInt32(), last.GetProperty("fold").GetInt32()));
        Assert.Equal(run.Scores["logLoss"], last.GetProperty("scores").GetProperty("logLoss").GetDouble());
        Assert.Equal([.. run.Epochs.Select(epoch => epoch.Loss)], last.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble()));
        Assert.Equal(2, json.GetProperty("folds").GetInt32());
        JsonElement best = Assert.Single(variants, variant => !variant.TryGetProperty("differenceToBest", out _));
        Assert.Equal(json.GetProperty("best").GetString(), best.GetProperty("name").GetString());
        Assert.All(variants.Where(variant => variant.TryGetProperty("differenceToBest", out _)), variant =>
        {
            JsonElement difference = variant.GetProperty("differenceToBest");
            Assert.Equal(variant.GetProperty("scores").GetProperty("logLoss").GetProperty("mean").GetDouble() - best.GetProperty("scores").GetProperty("logLoss").GetProperty("mean").GetDouble(), difference.GetProperty("mean").GetDouble(), 1e-12);
            Assert.Equal(4, difference.GetProperty("pairs").GetInt32());
        });
        Assert.InRange(json.GetProperty("test").GetProperty("accuracy").GetDouble(), 0, 1);
        Assert.Equal(2, json.GetProperty("seeds").GetArrayLength());
    }

    [Fact]
    public void FailuresHaveARowAndTheExitCodeTellsWhetherAnyTrained()
    {
        ToolRun mixed = ToolRun.Of([.. s_iris, "--vary", "learning-rate=1e30,0.01", "--vary", "optimizer=sgd", "--sort"]).EndsWith(ExitCode.Ok);
        Message.Mentions(mixed.Output, "- 1e30, sgd: ", "epoch 1, batch 2");
        Assert.True(mixed.Output.IndexOf("0.01 ", StringComparison.Ordinal) < mixed.Output.IndexOf("1e30 ", StringComparison.Ordinal));
        ToolRun none = ToolRun.Of([.. s_iris, "--vary", "learning-rate=1e30,1e31", "--optimizer", "sgd"]).EndsWith(ExitCode.TrainingFailed);
        Assert.Contains("No variant could be trained.", none.Output, StringComparison.Ordinal);
        Assert.Contains("No variant can be trained. hinge: hinge is for two classes", ToolRun.Of([.. s_iris, "--vary", "loss=bce,hinge"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePageHasTableAndCurvesAndNothingFromElsewhere()
    {
        using TemporaryFolder folder = new();
        string file = folder["comparison.html"];
        ToolRun.Of([.. s_iris, "--vary", "activation=relu,<b>"]).EndsWith(ExitCode.Usage);
        ToolRun.Of([.. s_iris, "--vary", "activation=relu,leaky_relu:slope=0.2", "--out", file]).EndsWith(0);
        string page = File.ReadAllText(file);
        Assert.Contains("leaky_relu:slope=0.2", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<path class=\"curve\"").Length - 1);
        Assert.Contains("★", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
    }

    // Every option whose value may be none: the variant trains as if the option were not there.
    [Theory]
    [InlineData("clip=0.01,none")]
    [InlineData("augment=oversample,none")]
    [InlineData("regularizer=l1:1,none")]
    [InlineData("layers=4,none")]
    public void NoneIsAValue(string variation)
    {
        JsonElement json = ToolRun.Of([.. s_iris, "--vary", variation, "--cv", "2", "--json"]).EndsWith(0).Json();
        JsonElement none = json.GetProperty("variants")[1].GetProperty("runs")[0];
        Assert.Equal(JsonValueKind.Null, none.GetProperty("failure").ValueKind);
        string[] without = variation.StartsWith("regularizer", StringComparison.Ordinal) ? ["--l2", "0"] : variation.StartsWith("layers", StringComparison.Ordinal) ? ["--layers", "none"] : [];
        JsonElement plain = ToolRun.Of([.. s_iris, "--vary", "balance=false", "--cv", "2", "--json", .. without]).EndsWith(0).Json();
        Assert.Equal(plain.GetProperty("variants")[0].GetProperty("runs")[0].GetProperty("losses").ToString(), none.GetProperty("losses").ToString());
    }

    [Theory]
    [InlineData("optmizer=sgd", "Did you mean \"optimizer\"?")]
    [InlineData("foo=1", "balance-validation.")]
    [InlineData("optimizer", "a value is missing")]
    [InlineData("optimizer=sgd,,adam", "a value is missing")]
    [InlineData("optimizer=sgd,adma", "Did you mean \"adam\"")]
    [InlineData("batch-size=16,few", "--batch-size must be a whole number of at least 1, but is 'few'")]
    [InlineData("test-fraction=0.1,0.2", "--vary cannot vary 'test-fraction'")]
    [InlineData("epochs=5,6", "--epochs is given twice")]
    [InlineData("optimizer=sgd,sgd", "2 variants are named 'sgd'")]
    [InlineData("learning-rate=0.1,0.01,0.10", "the variants '0.1' and '0.10' are the same")]
    [InlineData("optimizer=sgd,gradient_descent", "the variants 'sgd' and 'gradient_descent' are the same")]
    [InlineData("layers=64/32,[64, 32]", "are the same")]
    [InlineData("augment=mixup:0.4,none,mixup:alpha=0.4", "are the same")]
    [InlineData("balance=[setosa=1,virginica=2],[virginica=2.0,setosa=1]", "are the same")]
    public void WhatCannotBeVariedIsSaid(string variation, string expected) =>
        Assert.Contains(expected, ToolRun.Of([.. s_iris, "--vary", variation]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);

    [Fact]
    public void ListsAreCutOutsideBrackets()
    {
        IReadOnlyList<System.CommandLine.Option> options = new TrainingOptionSet().OfModels;
        Assert.Equal(["sgd", "momentum:beta=0.5,form=HeavyBall", "adam(0.1, 0.8)"], Variation.Parse("optimizer = sgd, [momentum:beta=0.5,form=HeavyBall], adam(0.1, 0.8)", options).Values);
        Assert.Equal(["none", "yes=5,no=1", "yes=5"], Variation.Parse("balance=none,[yes=5,no=1],yes=5", options).Values);
        Assert.Equal(["none", "bagging(count=3, rowFraction=0.5)"], Variation.Parse("ensemble=none,[bagging(count=3, rowFraction=0.5)]", options).Values);
        Assert.Equal(["64, relu", "64/32", "none"], Variation.Parse("layers=[64, relu],64/32,none", options).Values);
        Assert.Equal(["true", "false"], Variation.Parse("balance=true,false", options).Values);
        Assert.Equal(["none", "balanced", "a=1,b=5"], Variation.Parse("balance=none,balanced,[a=1,b=5]", options).Values);
    }

    [Fact]
    public void TrainTakesEveryKindOfDescription()
    {
        using TemporaryFolder folder = new();
        ToolRun run = ToolRun.Of(
            "train", ToolRun.Iris, "--target", "species", "--epochs", "4", "--out", folder["run"], "--json",
            "--layers", "8, batch_normalization, relu, dropout 0.2, 6", "--activation", "tanh", "--initializer", "orthogonal(gain=1.4)", "--loss", "cce:labelSmoothing=0.1",
            "--optimizer", "momentum(beta=0.5)", "--learning-rate", "warm_up(cosine(0.05, epochs=4), epochs=1)", "--regularizer", "max_norm(2, l1(0.001))", "--clip", "value:0.5").EndsWith(0);
        TableTraining twin = TableTrainer.Train(Table.Read(ToolRun.Iris), ["species"], new TableOptions
        {
            HiddenLayers = [new Dense(8), new BatchNormalization(), new Relu(), new Dropout(0.2), new Dense(6)],
            Activation = new Tanh(),
            Initializer = new Orthogonal(1.4),
            Loss = new CategoricalCrossEntropy(LabelSmoothing: 0.1),
            Optimizer = new Momentum(Beta: 0.5),
            LearningRate = new WarmUpSchedule(new CosineSchedule(0.05, 4), 1),
            Regularizer = new MaxNorm(2, new L1(0.001)),
            Clipping = new GradientClipping(0.5, ClippingForm.Value),
            Epochs = 4,
        });
        Assert.Equal(
            [
                new Dense(8) { WeightInitializer = new Orthogonal(1.4) }, new BatchNormalization(), new Relu(), new Dropout(0.2),
                new Dense(6, new Tanh()) { WeightInitializer = new Orthogonal(1.4) }, new Dense(3, new Softmax()) { WeightInitializer = new Orthogonal(1.4) },
            ],
            twin.Model.Model.Network);
        Assert.Equal(twin.Evaluation!.Scores["logLoss"], run.Json().GetProperty("metrics").GetProperty("logLoss").GetDouble());
        Assert.Contains("exclude each other", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--l2", "1", "--regularizer", "l1:1").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--clip: There is no form of clipping 'norm'. There are: global_norm, tensor_norm, value.", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--clip", "norm:1").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--learning-rate: A learning rate is above 0", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--learning-rate", "0").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--layers: There is no layer 'rleu'. Did you mean \"relu\"", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "8, rleu").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("at least 0", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--learning-rate", "cosine(0.1, epochs=2, final=-1)", "--epochs", "3").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }
}
