using Descent.Formats.Onnx;

namespace Descent.Cli.Verbs;

/// <summary>Makes a model file of a network that another program has trained: an ONNX file, a layers model of TensorFlow.js, or weights for the network of a model.</summary>
internal sealed class ImportVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "A dense network: an ONNX file, or the model.json of TensorFlow.js; or, with --into, weights of PyTorch, Keras or NumPy as .safetensors or .npz." };
    private readonly Option<string?> place = Choice.Text("--out", "FILE", "The model file to write. Default: the name of FILE with .safetensors.");
    private readonly Option<string?> columns = Choice.Text("--columns", "COL[,COL]", "The names of the columns of a table that are the inputs, in order. Default: x1, x2 and so on.");
    private readonly Option<string?> target = Choice.Text("--target", "COL[,COL]", "The names of the targets. Default: y, or y1, y2 and so on.");
    private readonly Option<string?> labels = Choice.Text("--labels", "LABEL,LABEL[,…]", "The labels of the classes, in the order of the outputs. Default: those of the file, or 0, 1 and so on.");
    private readonly Option<string?> into = Choice.Text("--into", "MODEL", "The file of a model, or the folder of a run, of one network: the new model is the same with the weights of FILE.");
    private readonly Option<WeightLayout?> layout = Choice.OneOf("--layout", "With --into: how matrices are stored, [outputs, inputs] as in PyTorch, or [inputs, outputs] as in Keras. Default: by their names, weight or kernel.", ("pytorch", WeightLayout.OutputsByInputs), ("keras", WeightLayout.InputsByOutputs));
    private readonly Option<bool> force = Choice.Flag("--force", "Replace a file that exists.");

    public ImportVerb()
        : base("import", "Makes a model of a dense network that another program has trained.",
            new("import net.onnx", "A model file with the columns x1, x2 and so on:"),
            new("import net.onnx --columns age,income --target bought --labels no,yes --out bought.safetensors", "With names:"),
            new("import web/model.json --out flowers.safetensors", "A model of TensorFlow.js, whose weights are in files beside it:"),
            new("import trained.npz --into runs/iris-species-1 --out iris.safetensors", "The preprocessing of a run with the weights of another program:")) =>
        Add(file, place, columns, target, labels, into, layout, force);

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        string from = call.Value(file)!;
        string? source = call.Value(into);
        call.Refuse(
            source is null ? [layout] : [columns, target, labels],
            option => $"{option.Name} changes nothing {(source is null ? "without" : "with")} {into.Name}. {(source is null ? "Add that, or leave it out" : "Leave one of them out")}.");
        bool areWeights = from.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) || from.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
        UsageException.ThrowIf(source is null && areWeights, $"'{from}' has weights without a network. Name the model for which they are with {into.Name}.");
        UsageException.ThrowIf(source is not null && call.Value(place) is null, "Name the file of the new model with --out FILE.");
        string to = call.Value(place) ?? Path.ChangeExtension(from, ".safetensors");
        Require(to, call.Value(force), source is null ? null : RunFiles.ModelAt(source), from);
        TableModel model = source is null ? OfNetwork(call, from) : WithWeights(call, source, from);
        model.Save(to);
        if (source is null)
        {
            call.People.Line($"Numbers enter the network as they are in the table: if they were scaled before training, the table must have the scaled ones. Predict with: descent predict {to} DATA");
        }

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

    private TableModel OfNetwork(Call call, string path)
    {
        ImportedNetwork network = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? TensorFlowModel.Load(path) : OnnxModel.Load(path);
        return UsageException.Checked(() => network.ToTableModel(Names(call, columns), Names(call, target), Names(call, labels)), fault => fault is ArgumentException { ParamName: var name }
            ? $"{UsageException.Plain(fault.Message)} ({(name switch { "targets" => target, "labels" => labels, _ => columns }).Name})"
            : null);
    }

    private TableModel WithWeights(Call call, string source, string weights)
    {
        TableModel model = RunFiles.Load(source);
        UsageException.ThrowIf(model.Members.Count > 1, $"The model has {model.Members.Count} networks, but weights are imported into one. Train a single network, for example with --effort quick.");
        UsageException.Checked(() => model.Model.LoadWeights(weights, call.Value(layout)), fault => fault is NotSupportedException ? fault.Message : null);
        return model;
    }

    /// <summary>Checks the file before the work. Unlike a chart, a model may replace a model, with --force.</summary>
    private static void Require(string to, bool force, params ReadOnlySpan<string?> inputs)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(to), "--out needs the name of a file, but it is empty.");
        OutputFile.RequireNoInput(to, inputs);
        UsageException.ThrowIf(!force && File.Exists(to) && !FileKind.IsStream(to), $"'{to}' exists. Choose another file with --out, or replace it with --force.");
        AtomicFile.EnsureWritable(to);
    }

    private static string[]? Names(Call call, Option<string?> option) => call.Value(option)?.Split(',', StringSplitOptions.TrimEntries);
}
