using Descent.Cli.Screens;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Repository;

namespace Descent.Tests.Recipes;

/// <summary>Recipes by name: reading, writing, other names, and what is said of them.</summary>
public sealed class RecipeNameTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => new(Recipe.ByName.Keys);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("realmlp", "realmlp")]
    [InlineData(" Real-MLP ", "realmlp")]
    [InlineData("realmlp_td:256,256", "realmlp(units=256, epochs=256)")]
    [InlineData("realmlp(256, epochs=10)", "realmlp(units=256, epochs=10)")]
    [InlineData("realmlp epochs=10", "realmlp(epochs=10)")]
    [InlineData("tabm:32,512,48,16", "tabm(members=32, units=512, bins=48, embeddingWidth=16)")]
    [InlineData("tabm(embedding_width=2)", "tabm(embeddingWidth=2)")]
    [InlineData("realmlp:rate=0.3,rateFactor=0.5,decay=0,deviation=0.2", "realmlp(rate=0.3, rateFactor=0.5, decay=0, deviation=0.2)")]
    [InlineData("tabm:layers=3,learning-rate=1e-4", "tabm(layers=3, learningRate=0.0001)")]
    [InlineData("dropout", "mlp")]
    [InlineData("mlp:rate=0.5", "mlp(rate=0.5)")]
    [InlineData("linear", "linear")]
    public void ATextIsReadAndWritten(string text, string written)
    {
        Recipe recipe = Catalogue.Parse<Recipe>(text);
        Assert.Equal(written, $"{recipe}");
        Assert.Equal(recipe, Catalogue.Parse<Recipe>(written));
    }

    [Theory]
    [InlineData("forest", "There is no recipe 'forest'. There are: linear, perceptron, mlp, realmlp, tabm.")]
    [InlineData("relmlp", "Did you mean \"realmlp\"?")]
    [InlineData("linear:3", "linear does not take more values, but found '3'. Options: none.")]
    [InlineData("tabm:unit=3", "tabm has no option 'unit'. Did you mean \"units\"? Options: members ≥ 2 (4: number of members); units ≥ 1 (64:")]
    [InlineData("tabm(3", "Expected ',' or ')', but the text ends")]
    [InlineData("tabm:2.5", "tabm's members must be a whole number, but is 2.5")]
    [InlineData("tabm:many", "tabm's members must be a number, but found 'm'")]
    [InlineData("mlp:rate=NaN", "mlp:rate=NaN is not valid")]
    [InlineData("realmlp:0", "units must be")]
    public void WhatIsNoneIsSaid(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Catalogue.Parse<Recipe>(text)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void OtherNamesAreNotTaken() => Assert.All(Recipe.Aliases, alias =>
    {
        Assert.Equal(Recipe.ByName[alias.Value], Catalogue.Find(alias.Key, typeof(Recipe))!.Example);
        Assert.DoesNotContain(alias.Key, Recipe.ByName.Keys);
    });

    /// <summary>The facts follow the numbers of the recipe.</summary>
    [Fact]
    public void FactsHaveTheNumbers()
    {
        Assert.All(Recipe.ByName.Values.SelectMany(recipe => new CatalogueEntry(recipe.Name, recipe).Options.Select(option => Catalogue.Parse<Recipe>($"{recipe.Name}({option.Name}={(option.IsWhole ? "777" : "0.777")})"))), recipe =>
            Assert.Contains("777", recipe.Facts.Layers + recipe.Facts.Training + recipe.Facts.Numbers, StringComparison.Ordinal));
        Assert.Contains("full", new RealMlpRecipe(256, 256).Facts.BatchSize, StringComparison.Ordinal);
        Assert.Contains("1,024", new TabMRecipe(32, 512, 48, 16).Facts.BatchSize, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryRecipeIsExplained(string name)
    {
        Recipe recipe = Recipe.ByName[name];
        string text = ToolRun.Of("explain", name).EndsWith(0).Output, json = ToolRun.Of("explain", name, "--json").EndsWith(0).Output;
        Assert.All([recipe.Facts.Use, recipe.Facts.Layers, recipe.Facts.Training, $"--recipe {name}", recipe.Facts.Source], words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.Contains("\"batchSize\"", json, StringComparison.Ordinal);
        Assert.Contains($"\n{name} ", ToolRun.Of("list", "recipes").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains($"\n{name} ", ToolRun.Of("list").EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void WhatIsSaidFits(int width)
    {
        foreach (string[] call in (string[][])[["list", "recipes"], .. Recipe.ByName.Keys.Except(["linear", "perceptron"]).Select(name => (string[])["explain", name])])
        {
            string output = ToolRun.With(new TerminalInfo(width, Color: false), "", call).EndsWith(0).Output;
            Assert.All(output.Split('\n'), line => Assert.True(line.Length <= width, line));
        }
    }

    /// <summary>A word that is a part as well: both are told of, the part first; a form with options means the part.</summary>
    [Theory]
    [InlineData("linear", "activation", "linear")]
    [InlineData("perceptron", "model", "perceptron")]
    [InlineData("dropout", "layer", "mlp")]
    public void AWordThatMeansTwoThingsTellsOfBoth(string word, string kind, string recipe)
    {
        string text = ToolRun.Of("explain", word).EndsWith(0).Output;
        Assert.True(text.IndexOf($"kind: {kind}", StringComparison.Ordinal) < text.IndexOf($"The recipe {recipe}", StringComparison.Ordinal));
        Assert.Contains($"The recipe {recipe}", text, StringComparison.Ordinal);
        Assert.Equal(recipe, ToolRun.Of("explain", word, "--json").EndsWith(0).Json().GetProperty("recipe").GetProperty("name").GetString());
        Assert.DoesNotContain("The recipe", ToolRun.Of("explain", "dropout:0.4").EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ARecipeWithNumbersIsTrainedAndShown()
    {
        string output = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--recipe", "mlp:8,0.1", "--effort", "quick", "--out", folder["run"]).EndsWith(0).Errors;
        Assert.Contains("mlp (units 8, dropout 0.1)", output, StringComparison.Ordinal);
        Assert.Contains("mlp (units 8, dropout 0.1)", ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("units=8, rate=0.1", ToolRun.Of("explain", "mlp:8,0.1").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"tabm\"?", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--recipe", "tabn", "--out", folder["none"]).EndsWith(2).Errors, StringComparison.Ordinal);
    }

    /// <summary>A file of a time when mlp was called dropout is read as it is.</summary>
    [Fact]
    public void AModelWithTheOldNameIsRead()
    {
        TableModel trained = TableTrainer.Train(Table.Read(Path.Combine(Checkout.Root, "samples", "data", "iris.csv")), ["species"], new TableOptions { Effort = Effort.Quick, Recipe = new MlpRecipe(4) }).Model;
        TableModel old = new([.. trained.Members.Select(member => member with { Recipe = "dropout" })], trained.Preprocessor);
        using MemoryStream file = new();
        ModelFile.Save(file, old);
        TableMember member = Assert.Single(ModelFile.Load(file.ToArray()).Members);
        Assert.Equal("mlp", Catalogue.Find(member.Recipe!, typeof(Recipe))!.Name);
    }
}
