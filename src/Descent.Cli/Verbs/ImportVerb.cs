using System.CommandLine;
using Descent.Cli.Documents;
using Descent.Cli.Runs;
using Descent.Data;
using Descent.Formats;
using Descent.Formats.Onnx;

namespace Descent.Cli.Verbs;

/// <summary>Makes a model file of a dense network that another program has trained.</summary>
internal sealed class ImportVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "An ONNX file with a dense network." };
    private readonly Option<string?> place = Choice.Text("--out", "FILE", "The model file to write. Default: the name of the ONNX file with .safetensors.");
    private readonly Option<string?> columns = Choice.Text("--columns", "COL[,COL]", "The names of the columns of a table that are the inputs, in order. Default: x1, x2 and so on.");
    private readonly Option<string?> target = Choice.Text("--target", "COL[,COL]", "The names of the targets. Default: y, or y1, y2 and so on.");
    private readonly Option<string?> labels = Choice.Text("--labels", "LABEL,LABEL[,…]", "The labels of the classes, in the order of the outputs. Default: those of the file, or 0, 1 and so on.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace a file that exists.");

    public ImportVerb()
        : base("import", "Makes a model of a dense network that another program has trained.")
    {
        Arguments.Add(file);
        Add(place, columns, target, labels, force);
    }

    protected override bool IsRandom => false;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("import net.onnx", "A model file with the columns x1, x2 and so on:"),
        new("import net.onnx --columns age,income --target bought --labels no,yes --out bought.safetensors", "With names:"),
    ];

    public override int Run(Call call)
    {
        string from = call.Value(file)!, to = call.Value(place) ?? Path.ChangeExtension(from, ".safetensors");
        Require(to, from, call.Value(force));
        OnnxNetwork network = OnnxModel.Load(from);
        TableModel model;
        try
        {
            model = network.ToTableModel(Names(call, columns), Names(call, target), Names(call, labels));
        }
        catch (ArgumentException fault)
        {
            Option option = fault.ParamName switch { "targets" => target, "labels" => labels, _ => columns };
            throw new UsageException($"{UsageException.Plain(fault.Message)} ({option.Name})", fault);
        }

        model.Save(to);
        call.People.Line($"Numbers enter the network as they are in the table: if they were scaled before training, the table must have the scaled ones. Predict with: descent predict {to} DATA");
        ImportDocument document = ImportDocument.Of(to, model);
        return call.Respond(() => [document], screen =>
        {
            screen.Line($"{to}: {Wording.Count(model.Model.Network.Count, "layer")}, {Wording.Count(document.Parameters, "parameter")}");
            screen.Fact("columns", string.Join(", ", document.Columns));
            screen.Fact("task", document.Task);
            screen.Fact("targets", string.Join(", ", document.Targets));
            screen.Fact("labels", document.Labels.Count == 0 ? null : string.Join(", ", document.Labels));
        });
    }

    /// <summary>Checks the file before the work. Unlike a chart, a model may replace a model, with --force.</summary>
    private static void Require(string to, string from, bool force)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(to), "--out needs the name of a file, but it is empty.");
        OutputFile.RequireNoInput(to, from);
        UsageException.ThrowIf(!force && File.Exists(to) && !FileKind.IsStream(to), $"'{to}' exists. Choose another file with --out, or replace it with --force.");
        AtomicFile.EnsureWritable(to);
    }

    private static string[]? Names(Call call, Option<string?> option) => call.Value(option)?.Split(',', StringSplitOptions.TrimEntries);
}
