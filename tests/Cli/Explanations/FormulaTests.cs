using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Descent.Cli.Explanations;
using Descent.Tests.Laws;

namespace Descent.Tests.Cli.Explanations;

/// <summary>The formula that is shown is that of the options that were asked for.</summary>
public class FormulaTests
{
    public static TheoryData<string> Names => [.. Subjects.Entries.Select(entry => entry.Name)];

    [Theory]
    [InlineData("momentum:form=HeavyBall", "v ← β·v + g; θ ← θ - η·v")]
    [InlineData("nesterov:form=Reformulated", "v ← β·v + g; θ ← θ - η·(g + β·v)")]
    [InlineData("adagrad:placement=OutsideRoot", "G ← G + g²; θ ← θ - η·g / (√G + ε)")]
    [InlineData("rmsprop:placement=OutsideRoot", "E ← β·E + (1 - β)·g²; θ ← θ - η·g / (√E + ε)")]
    [InlineData("rmsprop:momentum=0.9", "E ← β·E + (1 - β)·g²; b ← μ·b + g / √(E + ε); θ ← θ - η·b")]
    [InlineData("rmsprop:centered=true", "E ← β·E + (1 - β)·g²; a ← β·a + (1 - β)·g; θ ← θ - η·g / √(E - a² + ε)")]
    [InlineData("rmsprop:centered=true,placement=OutsideRoot,momentum=0.9", "E ← β·E + (1 - β)·g²; a ← β·a + (1 - β)·g; b ← μ·b + g / (√(E - a²) + ε); θ ← θ - η·b")]
    [InlineData("adam:placement=InsideRoot", "θ ← θ - η·m̂ / √(v̂ + ε)")]
    [InlineData("adam:placement=BeforeCorrection", "θ ← θ - η·√(1 - β₂ᵗ)/(1 - β₁ᵗ)·m / (√v + ε)")]
    [InlineData("adamw:amsGrad=true", "θ ← θ - η·λ·θ - η·m̂ / (√v̂max + ε)")]
    [InlineData("polynomial:0.1,cycle=true", "final + (initial - final)·(1 - epoch / e)^power, e = epochs·⌈epoch / epochs⌉, at least epochs")]
    [InlineData("adam:amsGrad=true", "θ ← θ - η·m̂ / (√v̂max + ε)")]
    [InlineData("hypergradient:form=Additive", "η ← η + κ·∇ₜ·uₜ₋₁; θ ← θ - η·u")]
    [InlineData("mean_squared_error:half=true", "½·(ŷ - y)², mean over elements")]
    [InlineData("mse:reduction=sum", "(ŷ - y)², sum over outputs and samples")]
    [InlineData("mae:reduction=MeanOverSamples", "|ŷ - y|, sum over the outputs, mean over samples")]
    [InlineData("cce:reduction=sum", "-Σ yi·ln pi, sum over samples")]
    [InlineData("poisson:logInput=true", "e^ŷ - y·ŷ, mean over elements")]
    [InlineData("bce:positiveWeight=3", "-w·y·ln p - (1 - y)·ln(1 - p), mean over elements")]
    [InlineData("gelu:approximate=true", "½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))")]
    [InlineData("step:form=Bipolar", "1 for x > threshold, otherwise -1")]
    [InlineData("l2:0.1,form=PerSample", "λ/(2m)·Σw², m rows in the batch")]
    [InlineData("variance_scaling:mode=FanOut,distribution=Normal", "N(0, s / fanOut)")]
    public void AVariantHasItsOwn(string text, string expected)
    {
        JsonElement json = ToolRun.Of("explain", text, "--json").EndsWith(0).Json();
        Assert.Equal(expected, json.GetProperty("formula").GetString());
        string words = string.Join(' ', ToolRun.Of("explain", text).EndsWith(0).Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"formula: {expected}", words, StringComparison.Ordinal);
    }

    // One row of facts, one formula: neither can be changed alone.
    [Theory]
    [MemberData(nameof(Names))]
    public void TheUsualOneIsThatOfItsRow(string name)
    {
        CatalogueEntry row = Catalogue.Find(name)!;
        Assert.Equal(row.Formula, Formula.Of(row, row.Example).Text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryWordOfAnOptionChangesTheFormulaAndIsDocumented(string name)
    {
        CatalogueEntry row = Catalogue.Find(name)!;
        (string Option, Formula Formula)[] variants = [.. Formula.Variants(row)];
        Formula[] all = [Formula.Of(row, row.Example), .. variants.Select(variant => variant.Formula)];
        Assert.Equal(all.Length, all.Distinct().Count());
        if (row.Kind == CatalogueKind.Metric)
        {
            return;
        }

        JsonPropertyInfo[] words = [.. Catalogue.InfoOf(row.Type).Properties.Where(option => option.PropertyType.IsEnum)];
        Assert.All(words.SelectMany(option => Enum.GetNames(option.PropertyType)), word => Assert.Contains(word, string.Join("; ", row.Options), StringComparison.Ordinal));
        Assert.Equal(words.Sum(option => Enum.GetNames(option.PropertyType).Length - 1), variants.Count(variant => variant.Option.Split('=')[1] is not ("true" or "false")));
    }

    [Fact]
    public void AveragesAndTheirCorrectionAreExplained()
    {
        foreach (string name in (string[])["adam", "adamw", "nadam"])
        {
            string where = ToolRun.Of("explain", name, "--json").EndsWith(0).Json().GetProperty("where").GetString()!;
            Assert.Contains("m ← β₁·m + (1 - β₁)·g", where, StringComparison.Ordinal);
            Assert.Contains("v̂ = v/(1 - β₂ᵗ)", where, StringComparison.Ordinal);
            Assert.Contains("corrects their bias", where, StringComparison.Ordinal);
        }
    }
}
