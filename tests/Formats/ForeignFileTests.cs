using System.Text;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;

namespace Descent.Tests.Formats;

/// <summary>A file, folder or path given where another belongs is met with a sentence that says so.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, byte[]> Others => new()
    {
        { "a text file such as CSV", "length,width\n1,2\n3,4\n"u8.ToArray() },
        { "a text file such as CSV", "a;b\n"u8.ToArray() },
        { "a JSON file", Encoding.UTF8.GetBytes($$"""  {"metrics": {{new string('1', 50)}} }""") },
        { "an HTML or XML file", "<!DOCTYPE html><html></html>"u8.ToArray() },
        { "a gzip file", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2] },
        { "a zip archive or a spreadsheet", [(byte)'P', (byte)'K', 3, 4, 20, 0, 6, 0, 8, 0] },
        { "a Python pickle", [0x80, 4, 0x95, 0xB7, 1, 0, 0, 0, 0, 0, 1] },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Others))]
    public void AnotherFileIsNamedForWhatItIs(string kind, byte[] content)
    {
        string message = Assert.Throws<ModelFileException>(() => Model<float>.Load(content)).Message;
        Assert.Contains("this is not a model file", message, StringComparison.Ordinal);
        Assert.Contains(kind, message, StringComparison.Ordinal);
        Assert.DoesNotContain("claims", message, StringComparison.Ordinal);
    }

    // The length of its header begins with the bytes that gzip files begin with.
    [Fact]
    public void AModelFileIsNeverTakenForAnother()
    {
        Network network = [new Dense(1, new Tanh())];
        for (int padding = 30_000; padding < 36_000; padding += 64)
        {
            byte[] bytes = new SavedModel<float>(network.Build<float>(1), details: new Dictionary<string, string> { ["x"] = new('x', padding) }).ToBytes();
            if (bytes is [0x1F, 0x8B, ..] or [0x38, 0x8B, ..])
            {
                Assert.Equal(1, Model<float>.Load(bytes).Inputs);
                return;
            }
        }

        Assert.Fail("No header has a length like the mark of gzip.");
    }

    [Fact]
    public void AModelGivenAsATableIsNamed()
    {
        Network network = [new Dense(1)];
        string path = folder["model.safetensors"];
        network.Build<float>(1).Save(path);
        Assert.Contains("looks like a model file. Give a CSV file.", Assert.Throws<DataException>(() => Table.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderNamesTheModelInIt()
    {
        Network network = [new Dense(1)];
        network.Build<float>(1).Save(folder["run.safetensors"]);
        string message = Assert.Throws<ModelFileException>(() => Model<float>.Load(folder.Path)).Message;
        Assert.Contains($"is a folder. Specify the model file in it, '{folder["run.safetensors"]}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void PathsThatCannotBeAreRefusedInWords()
    {
        Network network = [new Dense(1)];
        Model<float> model = network.Build<float>(1);
        foreach (Action use in (Action[])[() => model.Save(""), () => Model<float>.Load(""), () => CheckpointFile.Load(""), () => AtomicFile.EnsureWritable(""), () => AtomicFile.WriteText("", "x")])
        {
            Assert.Contains("path of the file is empty", Assert.Throws<ModelFileException>(use).Message, StringComparison.Ordinal);
        }

        Assert.Contains("code 0", Assert.Throws<ModelFileException>(() => Model<float>.Load("a\0b")).Message, StringComparison.Ordinal);
        Assert.Contains("path of the table is empty", Assert.Throws<DataException>(() => Table.Read("")).Message, StringComparison.Ordinal);
    }
}
