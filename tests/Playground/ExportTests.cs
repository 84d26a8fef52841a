using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Formats.CSharp;
using Descent.Tests.Formats.Onnx;
using Microsoft.Playwright;

namespace Descent.Tests.Playground;

/// <summary>What is exported from the page gives the numbers that the page shows: the C# class as a stranger would compile it, and the ONNX file in ONNX Runtime.</summary>
public sealed class ExportTests(Browser browser) : IClassFixture<Browser>
{
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData("gaussians", """{"layers":[{"units":6,"activation":"prelu"},{"units":5,"normalization":"layer_normalization"}]}""")]
    [InlineData("xor", """{"layers":[{"units":8,"activation":"swish","normalization":"batch_normalization"}]}""")]
    public async Task ExportsGiveThePagesNumbers(string problem, string network)
    {
        const int step = 200;
        using TemporaryFolder folder = new();
        using CompiledSources compiled = new();
        List<string> messages = [];
        IPage page = await browser.Open($"{browser.Address}/{BrowserTests.Link($$"""{"problem":{"kind":"{{problem}}","rows":300,"noise":0.6},"networks":[{{network}}],"step":{{step}}}""")}");
        await page.WaitForSelectorAsync($"body[data-step='{step}'][data-running=false]");
        // The address has the whole state, so that the same page comes again, now with an ear at its socket.
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, message) => messages.Add(message.Text!);
        await page.ReloadAsync();
        await page.WaitForSelectorAsync($"body[data-step='{step}'][data-running=false]");
        JsonElement[] heard = [.. messages.Select(message => JsonDocument.Parse(message).RootElement)];
        JsonElement rows = heard.Last(message => message.GetProperty("type").GetString() == "ready").GetProperty("problem");
        JsonElement frame = heard.Last(message => message.GetProperty("type").GetString() == "frames").GetProperty("networks")[0];
        Assert.Equal(step, frame.GetProperty("step").GetInt64());
        double train = rows.GetProperty("trainRows").GetInt32(), unseen = rows.GetProperty("unseenRows").GetInt32();
        double Overall(string name, string unseenName) => ((train * frame.GetProperty(name).GetDouble()) + (unseen * frame.GetProperty(unseenName).GetDouble())) / (train + unseen);
        (double loss, double accuracy) = (Overall("loss", "unseenLoss"), Overall("metric", "unseenMetric"));
        Assert.InRange(accuracy, 0.6, 0.99);

        Table table = Table.Read(await Save(page, folder, "data"));
        Assert.Equal(train + unseen, table.Rows);
        string source = await Save(page, folder, "csharp");
        string name = Path.GetFileNameWithoutExtension(source);
        compiled.Add(CSharpStyle.Net10, source);
        await compiled.Compile(TestContext.Current.CancellationToken);
        Judge(table, loss, accuracy, Rows(table, compiled.Class(CSharpStyle.Net10, name)));
        Assert.InRange(compiled.SelfTest(CSharpStyle.Net10, name), 0, 1e-4);

        using OnnxRun run = new(await File.ReadAllBytesAsync(await Save(page, folder, "onnx"), TestContext.Current.CancellationToken));
        Judge(table, loss, accuracy, Rows(run.Predict(ModelFile.Load(await Save(page, folder, "model")), table)));
    }

    /// <summary>The mean cross-entropy and the share of right labels, computed from probabilities, are those of the page.</summary>
    private static void Judge(Table table, double loss, double accuracy, (string Label, double[] Probabilities)[] predicted)
    {
        string[] labels = [.. Enumerable.Range(0, table.Rows).Select(row => table[row, table.Columns.Count - 1]!)], known = [.. labels.Distinct().Order(StringComparer.Ordinal)];
        double Of(int row) => predicted[row].Probabilities is [var only] ? labels[row] == known[1] ? only : 1 - only : predicted[row].Probabilities[Array.IndexOf(known, labels[row])];
        Assert.Equal(loss, Enumerable.Range(0, table.Rows).Average(row => -Math.Log(Of(row))), Tolerance);
        Assert.Equal(accuracy, Enumerable.Range(0, table.Rows).Average(row => predicted[row].Label == labels[row] ? 1.0 : 0), 1e-9);
    }

    private static (string Label, double[] Probabilities)[] Rows(Table table, Type type)
    {
        Type typed = type.GetNestedType("Row")!;
        MethodInfo predict = type.GetMethod("Predict", [typed.MakeByRefType()])!;
        return [.. Enumerable.Range(0, table.Rows).Select(row =>
        {
            object given = Activator.CreateInstance(typed)!;
            foreach ((int column, PropertyInfo property) in typed.GetProperties().Index())
            {
                property.SetValue(given, double.Parse(table[row, column]!, CultureInfo.InvariantCulture));
            }

            object prediction = predict.Invoke(null, [given])!;
            float[] probabilities = (float[])prediction.GetType().GetProperty("Probabilities")!.GetValue(prediction)!;
            return ((string)prediction.GetType().GetProperties()[0].GetValue(prediction)!, Array.ConvertAll(probabilities, value => (double)value));
        })];
    }

    private static (string Label, double[] Probabilities)[] Rows(OnnxAnswer answer)
    {
        int width = answer.Shapes["probabilities"][1];
        return [.. answer.Texts["label"].Select((label, row) => (label, answer.Numbers["probabilities"][(row * width)..((row + 1) * width)]))];
    }

    /// <summary>Exports as a reader does, and saves the file under the name that the page gives it.</summary>
    private static async Task<string> Save(IPage page, TemporaryFolder folder, string format)
    {
        await page.ClickAsync("#export");
        IDownload file = await page.RunAndWaitForDownloadAsync(async () =>
        {
            await page.ClickAsync($"[data-format={format}]");
            if (format == "csharp")
            {
                await page.ClickAsync("dialog button:has-text('Save')");
                await page.Keyboard.PressAsync("Escape");
            }
        });
        string path = folder[file.SuggestedFilename];
        await file.SaveAsAsync(path);
        return path;
    }
}
