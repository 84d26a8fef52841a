using Descent.Cli;
using Descent.Formats;

namespace Descent.Tests.Cli.Verbs;

/// <summary>An option that would do nothing is refused, or has an effect.</summary>
public sealed class IdleOptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train IRIS --target species --cv 2 --test IRIS", "--cv and --test exclude each other")]
    [InlineData("train IRIS --target species --cv 2 --test-fraction 0.3", "--cv and --test-fraction exclude each other")]
    [InlineData("train IRIS --target species --test IRIS --test-fraction 0.3", "--test and --test-fraction exclude each other")]
    [InlineData("compare IRIS --target species --vary epochs=1 --test IRIS --test-fraction 0.3", "--test and --test-fraction exclude each other")]
    [InlineData("train IRIS --target species --strict", "--strict is about the table of --test")]
    [InlineData("train IRIS --target species --missing nope=-9", "there is no column \"nope\"")]
    [InlineData("train IRIS --target species --learning-rate 0.1 --optimizer adam(learningRate=0.5)", "--learning-rate … --optimizer … exclude each other")]
    [InlineData("find-learning-rate IRIS --target species --learning-rate 0.1", "find-learning-rate has no option '--learning-rate'")]
    [InlineData("inspect IRIS --full", "--full is for a model")]
    [InlineData("train IRIS --target species --target petal_width", "--target … more than once")]
    [InlineData("train IRIS --target species --layers 99999999999", "dense's units … at most 2,147,483,647 … 99999999999")]
    [InlineData("train IRIS --target species --memory-limit 1KB", "limit is 1 KiB … (--memory-limit)")]
    [InlineData("train IRIS --target species --test-fraction 0.999", "150 rows … 150 for the test … none for training")]
    public void ItIsRefused(string command, string expected) =>
        Message.Mentions(ToolRun.Of([.. command.Split(' ').Select(word => word == "IRIS" ? ToolRun.Iris : word)]).EndsWith(ExitCode.Usage).Errors, expected.Split(" … "));

    [Fact]
    public void ASeedIsSaidToChangeNothingWhereNothingIsRandom()
    {
        Message.Mentions(ToolRun.Of("list", "losses", "--seed", "3").EndsWith(0).Errors, "--seed changes nothing", "descent list");
        Assert.DoesNotContain("--seed", ToolRun.Of("list", "losses").EndsWith(0).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOfTablesAreNoneOfModels()
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--learning-rate", "0.1", "--optimizer", "momentum:beta=0.5", "--out", folder["run"]).EndsWith(0);
        Assert.Contains("--target is for a table, but", ToolRun.Of("inspect", folder["run"], "--target", "species").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--separator is for a table, but", ToolRun.Of("inspect", folder["run"], "--separator", ";").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        ToolRun.Of("inspect", folder["run"], "--full").EndsWith(0);
    }

    [Theory]
    [InlineData("--metric", "loss")]
    [InlineData("--min-delta", "0")]
    public void WhatWatchesValidationRowsKeepsSome(string option, string value) =>
        Assert.Equal(15, ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", folder["run"], option, value, "--json").EndsWith(0).Json().GetProperty("rows").GetProperty("validation").GetInt32());

    // A number is a dense layer, and gets what --activation and --initializer say, wherever it stands.
    [Fact]
    public void NumbersInsideBlocksGetTheActivationToo()
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--activation", "tanh", "--initializer", "he_uniform", "--layers", "[8, residual(layers=8/dense(8,linear)), concatenate(branches=[[4],[4,relu]])]", "--out", folder["run"]).EndsWith(0);
        Dense[] dense = [.. All(ModelFile.Load(folder["run/model.safetensors"]).Model.Network).OfType<Dense>()];
        Assert.Equal("Tanh, Tanh, Linear, Tanh, none, Softmax", string.Join(", ", dense.Select(layer => layer.Activation?.GetType().Name ?? "none")));
        Assert.All(dense[..^1], layer => Assert.IsType<HeUniform>(layer.WeightInitializer));

        static IEnumerable<Layer> All(IEnumerable<Layer> layers) => layers.SelectMany(layer => layer switch
        {
            Residual block => All(block.Layers),
            Concatenate split => split.Branches.SelectMany(All),
            _ => [layer],
        });
    }
}
