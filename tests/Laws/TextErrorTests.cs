namespace Descent.Tests.Laws;

/// <summary>What cannot be read is refused with the place and with what exists.</summary>
public class TextErrorTests
{
    [Theory]
    [InlineData("adma", "Did you mean \"adam\"", 0)]
    [InlineData("", "Expected the name of an optimizer, but the text ends", 0)]
    [InlineData("relu", "relu is not an optimizer but an activation", 0)]
    [InlineData("adam(learningRte=0.1)", "Did you mean \"learningRate\"?", 6)]
    [InlineData("adam:beta1=0.8,beta1=0.9", "beta1 is given twice", 16)]
    [InlineData("adam(0.1, 0.9, 0.9, 1e-8, InsideRoot, true, 7)", "adam does not take more values", 45)]
    [InlineData("adam(beta1=fast)", "Expected a number or a schedule, but found 'fast'", 12)]
    [InlineData("adam(placement=Beside)", "must be OutsideRoot or InsideRoot or BeforeCorrection, but is 'Beside'", 16)]
    [InlineData("adam(amsGrad=1)", "adam's amsGrad must be true or false, but is '1'", 14)]
    [InlineData("adam(beta1=0.9", "Expected ',' or ')', but the text ends", 15)]
    [InlineData("adam)", "Expected the end of the text, but found ')'", 5)]
    [InlineData("adam, sgd", "Expected the end of the text, but found ','", 5)]
    [InlineData("adam:learningRate=cosine:0.1", "write cosine_schedule(…) instead of cosine_schedule:…", 25)]
    [InlineData("adam(learningRate=cosine:0.1)", "write cosine_schedule(…) instead of cosine_schedule:…", 25)]
    [InlineData("adam(learningRate=cosine)", "cosine_schedule needs a value for initial, for example cosine_schedule:initial=0.01", 19)]
    [InlineData("adam(learningRate=cosine(0.1, epochs=-1))", "Epochs must be a finite number above 0", 19)]
    [InlineData("adam(beta1=1e999)", "1e999 is not a finite number", 12)]
    [InlineData("adam(beta1=NaN)", "a number or a schedule", 12)]
    [InlineData("adam(beta1=1/6)", "Expected ',' or ')', but found '/'", 13)]
    [InlineData("adam 0.1 beta1", "a number or a schedule", 10)]
    [InlineData("0.1", "Expected the name of an optimizer, but found '0.1'", 0)]
    [InlineData("sgd(learningRate=0)", "LearningRate must be above 0", 0)]
    public void ErrorsShowThePlace(string text, string expected, int character)
    {
        string message = Assert.Throws<FormatException>(() => Catalogue.Parse<Optimizer>(text)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        if (character > 0)
        {
            Assert.Contains($"At character {character}:\n  {text}\n  {new string(' ', character - 1)}^", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("64,,32", "Expected the name of a layer, but found ','")]
    [InlineData("64,", "Expected the name of a layer, but the text ends")]
    [InlineData("[64, 32", "Expected ',' or ']'")]
    [InlineData("64.5", "dense's units must be a whole number, but is 64.5")]
    [InlineData("0", "Units must be at least 1")]
    [InlineData("-3", "Units must be at least 1")]
    [InlineData("dense", "dense needs a value for units")]
    [InlineData("64 tanh relu", "dense's useBias must be true or false, but is 'relu'")]
    [InlineData("64, relu tanh", "relu does not take more values")]
    [InlineData("dropout 2", "dropout 2 is not valid: Rate must be at least 0 and less than 1.")]
    public void ListsOfLayersAreCheckedToo(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Catalogue.ParseList<Layer>(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void DepthAndLengthAreLimitedNotTheStack()
    {
        string deep = string.Concat(Enumerable.Repeat("warm_up(", 100_000));
        Assert.Contains("nested more than", Assert.Throws<FormatException>(() => Catalogue.Parse<Schedule>(deep)).Message, StringComparison.Ordinal);
        string message = Assert.Throws<FormatException>(() => Catalogue.ParseList<Layer>(string.Join(',', Enumerable.Repeat("64", 10_000)) + ",?")).Message;
        Assert.Contains("…", message, StringComparison.Ordinal);
        Assert.True(message.Length < 1_000, message);
    }
}
