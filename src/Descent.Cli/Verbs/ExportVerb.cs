using System.CommandLine;
using Descent.Cli.Documents;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;
using Descent.Formats.Onnx;

namespace Descent.Cli.Verbs;

/// <summary>Writes a model as a file for other programs. A format is an option with the name of its file, and a row in <see cref="Formats"/>.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> model = new("MODEL") { Description = "The file of a model, or the folder of a run." };
    private readonly Option<string?> onnx = Choice.Text("--onnx", "FILE", "Write an ONNX file, from the columns of a table to the predictions.");
    private readonly Option<int?> opset = Choice.Whole("--opset", "For --onnx: the version of the standard operators, from 13 to 21.", 13, otherwise: 17, most: 21);
    private readonly Option<bool> doubles = Choice.Flag("--double", "For --onnx: columns of numbers and predicted numbers are double instead of float, for numbers that vary little in comparison with their size.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace a file that exists.");

    public ExportVerb()
        : base("export", "Writes a model as a file for other programs.")
    {
        Arguments.Add(model);
        Add(onnx, opset, doubles, force);
    }

    protected override bool IsRandom => false;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("export runs/iris-species-1 --onnx iris.onnx", "For ONNX Runtime, in any language:"),
        new("export runs/iris-species-1 --onnx iris.onnx --opset 15 --force", "For an older runtime, replacing the file:"),
    ];

    /// <summary>The formats: the option of the file, and how it is written.</summary>
    private IReadOnlyList<(Option<string?> File, Func<Call, TableModel, string, ExportDocument> Write)> Formats => [(onnx, WriteOnnx)];

    public override int Run(Call call)
    {
        (Option<string?> File, Func<Call, TableModel, string, ExportDocument> Write)[] wanted = [.. Formats.Where(format => call.IsGiven(format.File))];
        if (wanted.Length == 0)
        {
            throw new UsageException($"Nothing says what to write. Name a file with {string.Join(" or ", Formats.Select(format => format.File.Name))}.");
        }

        string path = call.Value(model)!;
        foreach ((Option<string?> file, _) in wanted)
        {
            OutputFile.RequireNew(file, call.Value(file)!, call.Value(force), RunFiles.ModelAt(path));
        }

        TableModel loaded = RunFiles.Load(path);
        ExportDocument[] written = [.. wanted.Select(format => format.Write(call, loaded, call.Value(format.File)!))];
        return call.Respond(() => [.. written], screen => Array.ForEach(written, document => Write(screen, document)));
    }

    private ExportDocument WriteOnnx(Call call, TableModel model, string file) =>
        ExportDocument.Of("onnx", file, model.SaveOnnx(file, new OnnxOptions { Opset = call.Value(opset)!.Value, DoubleNumbers = call.Value(doubles) }));

    private static void Write(Screen screen, ExportDocument document)
    {
        screen.Line($"{document.File} ({Wording.Count(document.Bytes, "byte")})", Ink.Bold);
        WriteValues(screen, "Inputs", document.Inputs);
        WriteValues(screen, "Outputs", document.Outputs);
    }

    private static void WriteValues(Screen screen, string heading, IReadOnlyList<ExportedValueDocument> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        screen.Heading(heading);
        TextTable table = new("name", "type", "shape", "meaning");
        foreach (ExportedValueDocument value in values)
        {
            table.Add(value.Name, value.Type, value.Shape, value.Description);
        }

        screen.Table(table);
    }
}
