using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;

namespace Descent.Tests.Formats;

/// <summary>What is wrong with the metadata of a model is said without the names of types of the library and the runtime.</summary>
public sealed class DamagedMetadataTests : IDisposable
{
    private static readonly SafetensorsReadOptions s_all = new() { AllowOtherTypes = true };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("descent.training", "[1]")]
    [InlineData("descent.training", "{\"threshold\":\"x\"}")]
    [InlineData("descent.training", "{\"targets\":[{\"counts\":[{}]}]}")]
    [InlineData("descent.training", "{")]
    [InlineData("descent.preprocessor", "[]")]
    [InlineData("descent.preprocessor", "{\"format\":1,\"inputs\":[{\"kind\":\"evil\"}]}")]
    [InlineData("descent.preprocessor", "{\"format\":1,\"inputs\":[{\"type\":\"evil\"}]}")]
    [InlineData("descent.network", "[{\"type\":\"evil\"}]")]
    [InlineData("descent.network", "[{\"units\":4}]")]
    [InlineData("descent.network", "[{\"type\":\"dense\",\"units\":\"many\"}]")]
    [InlineData("descent.network", "{}")]
    [InlineData("descent.members", "[]")]
    [InlineData("descent.members", "{\"members\":[{\"network\":7}]}")]
    public void TheMessageHasNoNamesOfTypes(string key, string text)
    {
        string path = folder["model.safetensors"];
        Table table = Table.Create(["x", "c", "y"], [["1", "2", "3", "4"], ["u", "v", "u", "v"], ["p", "q", "p", "q"]]);
        ModelFile.Save(path, TableTrainer.Train(table, ["y"], new TableOptions { Layers = [], Epochs = 1, TestFraction = 0, ValidationFraction = 0 }).Model);
        SafetensorsFile file = SafetensorsFile.Load(path, s_all);
        new SafetensorsFile(file.Tensors, new Dictionary<string, string>(file.Metadata, StringComparer.Ordinal) { [key] = text }).Save(path);
        string message = Assert.Throws<ModelFileException>(() => ModelFile.Load(path)).Message;
        Assert.DoesNotMatch(@"Descent\.[A-Z]\w+|System\.|discriminator|LineNumber|BytePosition|Path: ", message);
        Assert.Contains("model.safetensors", message, StringComparison.Ordinal);
    }
}
