using Descent.Tuning;

namespace Descent.Tests.Tuning;

public class SearchSpaceTests
{
    private const string Nested = """
        learning-rate=log(0.0001,0.1)
        layers=choice(64,64;128,128;256)
        dropout=uniform(0,0.5)
        noise=uniform(0,0.5,0.1)
        epochs=int(10,200)
        width=int(8,64,8)
        batch=int-log(16,512)
        optimizer=choice(adam;adamw;momentum)
        beta=uniform(0.8,0.999) if optimizer=(adam;adamw)
        nesterov=choice(yes;no) if optimizer=momentum
        momentum=uniform(0.5,0.99) if nesterov=yes
        """;

    public static TheoryData<string> Parameters => [.. SearchSpace.Parse(Nested).Select(parameter => parameter.ToString())];

    [Fact]
    public void TextIsReadBack()
    {
        SearchSpace space = SearchSpace.Parse(Nested);
        Assert.Equal(Nested, space.ToString());
        Assert.Equal(space, SearchSpace.Parse(space.ToString()));
        Assert.Equal(space, SearchSpace.Parse("# a comment\n\n" + Nested.Replace("\n", " ; ", StringComparison.Ordinal)));
        Assert.NotEqual(space, SearchSpace.Parse(Nested.Replace("0.99)", "0.98)", StringComparison.Ordinal)));
    }

    [Fact]
    public void CodeAndTextAreTheSame()
    {
        SearchSpace space =
        [
            SearchParameter.LogNumber("a", 1e-4, 1),
            SearchParameter.Number("b", -1, 1, step: 0.5),
            SearchParameter.Integer("c", 1, 9, step: 2),
            SearchParameter.LogInteger("d", 1, 9),
            SearchParameter.Choice("e", "x", "f(1, 2)"),
            SearchParameter.Number("g", 0, 1).When("e", "f(1, 2)"),
        ];
        Assert.Equal(SearchSpace.Parse("a=log(1e-4,1); b=uniform(-1,1,0.5); c=int(1,9,2); d=int-log(1,9); e=choice(x; f(1, 2)); g=uniform(0,1) if e=f(1, 2)"), space);
    }

    [Theory]
    [InlineData("", "has no parameters")]
    [InlineData("a", "Write NAME=KIND")]
    [InlineData("a=uniform(0,1", "Write NAME=KIND")]
    [InlineData("a=uniform(0)", "uniform(low,high)")]
    [InlineData("a=normal(0,1)", "'normal(0,1)' is not a kind")]
    [InlineData("a=uniform(0,x)", "'x' is not a number")]
    [InlineData("a=uniform(0,NaN)", "bounds must be finite")]
    [InlineData("a=uniform(1,0)", "bounds must be finite")]
    [InlineData("a=uniform(0,1,2)", "step 2")]
    [InlineData("a=uniform(0,1,-1)", "step -1")]
    [InlineData("a=log(0,1)", "above 0")]
    [InlineData("a=int(0,1.5)", "'1.5' is not an integer")]
    [InlineData("a=int-log(0,5)", "above 0")]
    [InlineData("a=choice()", "must not be empty")]
    [InlineData("a=choice(x;x)", "'x' twice")]
    [InlineData("a=choice(x,y)", "Separate choices with ';'")]
    [InlineData("1a=uniform(0,1)", "not the name of a parameter")]
    [InlineData("a=uniform(0,1); a=uniform(0,1)", "two parameters called 'a'")]
    [InlineData("a=uniform(0,1) when b=c", "not a condition")]
    [InlineData("a=uniform(0,1) if b", "not a condition")]
    [InlineData("a=uniform(0,1) if b=c", "must be a parameter before it")]
    [InlineData("b=int(0,1); a=uniform(0,1) if b=1", "not a choice")]
    [InlineData("b=choice(c;d); a=uniform(0,1) if b=e", "can only be c, d")]
    public void WhatIsNoSpaceIsRefused(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => SearchSpace.Parse(text)).Message, StringComparison.Ordinal);

    // Equal parts of the unit interval for finitely many values, and bounds that are reached.
    [Theory]
    [MemberData(nameof(Parameters))]
    public void TheUnitIntervalIsMappedToAllValues(string text)
    {
        SearchParameter parameter = SearchSpace.Parse(text.Split(" if ")[0])[0];
        HashSet<double> values = [];
        double last = double.NegativeInfinity;
        for (int i = 0; i <= 10_000; i++)
        {
            double value = parameter.FromUnit(i / 10_000.0);
            Assert.True(parameter.Contains(value));
            Assert.Equal(value, parameter.ValueOf(parameter.TextOf(value)));
            Assert.Equal(value, parameter.FromUnit(parameter.ToUnit(value)), 1e-12 * Math.Abs(value));
            Assert.True(value >= last);
            last = value;
            values.Add(value);
        }

        if (parameter.Count is { } count)
        {
            Assert.Equal(count, values.Count);
        }
    }

    [Fact]
    public void StepsAreRoundNumbers()
    {
        SearchParameter parameter = SearchParameter.Number("x", 0, 1, step: 0.1);
        Assert.Equal(["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"], Enumerable.Range(0, 11).Select(i => parameter.TextOf(parameter.FromUnit(parameter.ToUnit(i * 0.1)))));
        Assert.Equal(0.9, SearchParameter.Number("x", 0, 1, step: 0.45).FromUnit(1));
    }

    [Fact]
    public void ConditionsDecideWhatIsActive()
    {
        SearchSpace space = SearchSpace.Parse(Nested);
        ParameterValues adam = space.Assign(i => space[i].FromUnit(0)), momentum = space.Assign(i => space[i].FromUnit(i == space.IndexOf("nesterov") ? 0 : 1));
        Assert.True(adam.IsActive("beta"));
        Assert.False(adam.IsActive("nesterov"));
        Assert.False(adam.IsActive("momentum"));
        Assert.False(momentum.IsActive("beta"));
        Assert.True(momentum.IsActive("momentum"));
        Assert.False(space.Assign(i => space[i].FromUnit(1)).IsActive("momentum"));
        Assert.Contains("momentum has no value here", Assert.Throws<InvalidOperationException>(() => adam.GetNumber("momentum")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValuesAreReadByTheirKindAndAsText()
    {
        SearchSpace space = SearchSpace.Parse("x=log(1e-3,1); n=int(1,9); c=choice(a;b); y=uniform(0,1) if c=b");
        Dictionary<string, string> texts = new() { ["x"] = "0.1", ["n"] = "7", ["c"] = "a" };
        ParameterValues values = ParameterValues.Parse(space, texts);
        Assert.Equal((0.1, 7, 7, "a"), (values.GetNumber("x"), values.GetNumber("n"), values.GetInteger("n"), values.GetChoice("c")));
        Assert.Equal("x=0.1 n=7 c=a", values.ToString());
        Assert.Equal(values, ParameterValues.Parse(space, values.ToTexts()));
        Assert.Contains("GetNumber", Assert.Throws<ArgumentException>(() => values.GetInteger("x")).Message, StringComparison.Ordinal);
        Assert.Contains("GetChoice", Assert.Throws<ArgumentException>(() => values.GetNumber("c")).Message, StringComparison.Ordinal);
        Assert.Contains("no parameter 'z'. It has x, n, c, y", Assert.Throws<ArgumentException>(() => values.GetNumber("z")).Message, StringComparison.Ordinal);

        AssertRefused("x cannot be '2'", ("x", "2"));
        AssertRefused("n cannot be '1.5'", ("n", "1.5"));
        AssertRefused("c cannot be 'd'; allowed: a, b", ("c", "d"));
        AssertRefused("value for y is missing", ("c", "b"));
        AssertRefused("y has a value", ("y", "0.5"));
        AssertRefused("z has a value", ("z", "0.5"));

        void AssertRefused(string reason, (string Name, string Value) change) => Assert.Contains(
            reason,
            Assert.Throws<FormatException>(() => ParameterValues.Parse(space, new Dictionary<string, string>(texts) { [change.Name] = change.Value })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void YamlIsTheTextForm()
    {
        SearchSpace expected = SearchSpace.Parse("learning-rate=log(1e-4,1e-1); layers=choice(64,64;none); width=choice(32;64); beta=uniform(0.5,0.99) if layers=(none;64,64)");
        Assert.Equal(expected, SearchSpace.ParseYaml("# what is tried\nlearning-rate: log(1e-4, 1e-1)\nlayers: ['64,64', none]\nwidth:\n  - 32\n  - 64\nbeta: uniform(0.5,0.99) if layers=(none;64,64) # not always\n"));
        Assert.Equal(expected, SearchSpace.ParseYaml("---\n{learning-rate: \"log(1e-4,1e-1)\", layers: 'choice(64,64;none)', width: [32, 64], beta: 'uniform(0.5,0.99) if layers=(none;64,64)'}\n..."));
    }

    [Theory]
    [InlineData("", 1, 1, "no mapping")]
    [InlineData("# nothing\n", 2, 1, "no mapping")]
    [InlineData("- a", 1, 1, "no mapping")]
    [InlineData("{}", 1, 1, "empty")]
    [InlineData("a: log(1,2)\nb: log(0,1)", 2, 4, "b: ")]
    [InlineData("a: log(1,2)\nb:\nc: int(1,2)", 2, 3, "b has no values")]
    [InlineData("a: log(1,2)\nb: {low: 1}", 2, 4, "b has no values")]
    [InlineData("a: [x, [y]]", 1, 8, "choices of a")]
    [InlineData("a: [x, x]", 1, 4, "twice")]
    [InlineData("a: 7", 1, 4, "uniform(low,high)")]
    [InlineData("a: int(1,2)\na: int(1,3)", 2, 1, "two parameters called 'a'")]
    [InlineData("b: int(1,2) if a=x\na: [x, y]", 1, 1, "a parameter before it")]
    [InlineData("? [a]\n: int(1,2)", 1, 3, "no name")]
    [InlineData("a: int(1,2)\n  b: int(1,2)", 2, 4, "not YAML")]
    [InlineData("a: [x", 2, 1, "not YAML")]
    [InlineData("a: int(1,2)\n---\nb: int(1,2)", 2, 1, "second document")]
    public void YamlErrorsNameThePlace(string text, int line, int column, string words)
    {
        string message = Assert.Throws<FormatException>(() => SearchSpace.ParseYaml(text)).Message;
        Assert.StartsWith($"Line {line}, column {column}: ", message, StringComparison.Ordinal);
        Message.Mentions(message, words);
    }
}
