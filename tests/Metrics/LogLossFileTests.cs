using System.Globalization;
using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Goldens;

namespace Descent.Tests.Metrics;

/// <summary>The log loss of a model is the one that scikit-learn finds in the file of its predictions, also where they are certain and wrong.</summary>
public sealed class LogLossFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("binary", 2)]
    [InlineData("multiclass", 3)]
    public void ItIsThatOfThePredictionsFile(string name, int labels)
    {
        // The labels follow x but for every fifth row, and the network is certain of most: its outputs are 0 and 1 to the last bit of a float.
        string[] x = [.. Enumerable.Range(-20, 41).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        string[] y = [.. Enumerable.Range(0, 41).Select(i => $"{"abc"[((i * labels / 41) + (i % 5 == 2 ? 1 : 0)) % labels]}")];
        Table table = Table.Create(["x", "y"], [x, y]);
        Schema schema = Schema.Infer(table, ["y"]);
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, [.. Enumerable.Range(0, 41)]);
        Network network = [labels == 2 ? new Dense(1, new Sigmoid()) : new Dense(3, new Softmax())];
        Model<float> model = network.Build<float>(1);
        model.SetParameter("layers.0.weight", labels == 2 ? [80f] : [-80f, 0f, 80f]);
        ModelFile.Save(folder["model.safetensors"], new TableModel(model, preprocessor));
        string data = folder.Write("rows.csv", "x,y\n" + string.Concat(x.Zip(y, (a, b) => $"{a},{b}\n")));

        JsonElement golden = GoldenFile.Read("log_loss.json").GetProperty(name);
        string predicted = ToolRun.Of("predict", folder["model.safetensors"], data, "--keep", "y").EndsWith(0).Output;
        Assert.Equal(Fields(golden.GetProperty("file").GetString()!), Fields(predicted));
        double loss = ToolRun.Of("evaluate", folder["model.safetensors"], data, "--json").EndsWith(0).Json().GetProperty("metrics").GetProperty("logLoss").GetDouble();
        GoldenFile.AssertClose(golden.GetProperty("logLoss").GetDouble(), loss, 1e-7, name);
        Assert.InRange(loss, 2, 20);

        // The same floats; how many zeros are written before their digits is not the matter.
        static string[] Fields(string csv) => [.. csv.ReplaceLineEndings("\n").Split([',', '\n']).Select(field => float.TryParse(field, CultureInfo.InvariantCulture, out float number) ? number.ToString("R", CultureInfo.InvariantCulture) : field)];
    }
}
