using System.Runtime.CompilerServices;
using Descent.Cli.Explanations;
using Descent.Tests.Laws;

namespace Descent.Tests.Cli.Explanations;

public class SpellingTests
{
    // The compiler reads the code as well: what is spelled makes what is spelled of.
    [Fact]
    public void CSharpIsWhatMakesIt()
    {
        Same(new Dense(1));
        Same(new Dense(5, UseBias: false));
        Same(new Sigmoid());
        Same(new LeakyRelu(Slope: 0.2));
        Same(new Swish(Beta: 2, Learnable: true));
        Same(new Step(Form: StepForm.Bipolar));
        Same(new Huber(Delta: 0.5, Reduction: Reduction.Sum));
        Same(new Momentum(Form: MomentumForm.HeavyBall));
        Same(new Adam(LearningRate: 0.02, Epsilon: 1e-10));
        Same(new Adam(LearningRate: new CosineSchedule(0.1, Epochs: 30)));
        Same(new L2(0.0001));
        Same(new L2(0.5, AllParameters: true));
        Same(new ElasticNet(0.0001, 0.0001));
        Same(new MaxNorm(Penalty: new L2(0.0001)));
        Same(new Constant(0));
        Same(new VarianceScaling(Distribution: ScaledDistribution.Uniform));
        Same(new StepSchedule(0.01));
        Same(new MultiStepSchedule(0.01, [30, 60, 90]));
        Same(new WarmUpSchedule(new CosineSchedule(0.01)));
        Same(new WarmUpSchedule(0.01));
        Same(new F1());
    }

    [Theory]
    [InlineData("leaky_relu:slope=0.2", "--activation leaky_relu:slope=0.2")]
    [InlineData("adam", "--optimizer adam")]
    [InlineData("l2:strength=0.003", "--l2 0.003")]
    [InlineData("l1:strength=0.003", "descent explain l1:strength=0.003")]
    public void TheCommandLineIsWhatWouldBeTyped(string form, string expected)
    {
        CatalogueEntry entry = Catalogue.Find(form.Split(':')[0])!;
        string? typed = Spelling.Of(entry, Kinds.Parse(entry.Kind, form)).CommandLine;
        // A kind may get an option of its own in train.
        Assert.Equal(expected.Split(' ')[^1], typed?.Split(' ')[^1]);
        Assert.True(typed == expected || typed == $"--{Kinds.Word(entry.Kind)} {form}", typed);
    }

    // What is printed is taken by the parser of the option that it names; a step and a perceptron have none.
    [Theory]
    [InlineData("dropout:rate=0.2", "--layers 16,dropout:rate=0.2")]
    [InlineData("dense:units=8", "--layers dense:units=8")]
    [InlineData("mixup:alpha=0.4", "--augment mixup:alpha=0.4")]
    [InlineData("exponential_schedule:initial=0.1", "--learning-rate exponential_schedule:initial=0.1")]
    [InlineData("he_normal", "--initializer he_normal")]
    [InlineData("step:form=Bipolar", null)]
    [InlineData("perceptron", null)]
    public void EachKindGoesToTheOptionThatTakesIt(string form, string? expected)
    {
        CatalogueEntry entry = Catalogue.Find(form.Split(':')[0])!;
        Assert.Equal(expected, Spelling.Of(entry, Kinds.Parse(entry.Kind, form)).CommandLine);
        if (expected is not null)
        {
            ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--cv", "2", "--epochs", "1", .. expected.Split(' ')]).EndsWith(0);
        }
    }

    [Fact]
    public void EveryEntryIsSpelled() => Assert.All(Subjects.Entries, entry => Assert.StartsWith($"new {entry.Type.Name}(", Spelling.Of(entry, entry.Example).CSharp, StringComparison.Ordinal));

    private static void Same(object thing, [CallerArgumentExpression(nameof(thing))] string code = "") =>
        Assert.Equal(code, Spelling.Of(Catalogue.Find(Catalogue.NameOf(thing))!, thing).CSharp);
}
