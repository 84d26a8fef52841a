using Descent.Cli.Exports;

namespace Descent.Cli.Verbs;

/// <summary>Writes a model in formats of other programs. A format is a class in <c>Exports</c> and an entry in the list here.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> path = new("MODEL") { Description = "The file of a model, or the folder of a run." };
    private readonly Option<bool> force = Choice.Flag("--force", "Replace files that exist.");
    private readonly Option<int?> member = MemberChoice.Option("Of several networks, the one to write, counted from 1. Default: the whole model.");
    private readonly Option<double?> interval = Choice.Real("--interval", "For --onnx and --csharp, for numbers: the probability of the intervals around predictions, if the model has intervals. Default: 0.9.", "between 0 and 1", level => level is > 0 and < 1);
    private readonly IReadOnlyList<ExportFormat> formats;

    public ExportVerb()
        : base("export", "Writes a model as ONNX or as C# source, or its weights for PyTorch, Keras and NumPy.",
            new("export runs/iris-species-1 --onnx iris.onnx", "For ONNX Runtime, in any language:"),
            new("export runs/iris-species-1 --csharp Iris.cs", "A class without dependencies that predicts rows:"),
            new("export runs/iris-species-1 --csharp Iris.cs --style standard21", "The same for .NET Standard 2.1 and C# 9, as in Unity:"),
            new("export runs/iris-species-1 --safetensors iris-weights.safetensors", "The weights, named as PyTorch names them:"))
    {
        formats = [new OnnxExport(interval), new CSharpExport(interval), new WeightsExport("--safetensors", "safetensors"), new WeightsExport("--npz", "NPZ, for NumPy")];
        Add([path, .. formats.SelectMany(format => format.Options), member, interval, force]);
    }

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        string name = call.Value(path)!;
        ExportFormat[] wanted = [.. formats.Where(format => call.IsGiven(format.File))];
        UsageException.ThrowIf(wanted.Length == 0, $"Name a file to write: {string.Join(", ", formats.Select(format => $"{format.File.Name} FILE"))}.");
        call.Refuse(
            formats.Except(wanted).SelectMany(format => format.Options),
            option => $"{option.Name} changes nothing without {formats.First(format => format.Options.Contains(option)).File.Name}. Add that, or leave it out.");
        UsageException.ThrowIf(call.IsGiven(interval) && !wanted.Any(format => format is OnnxExport or CSharpExport), $"{interval.Name} changes nothing without --onnx or --csharp. Add one of them, or leave it out.");
        TableModel model = MemberChoice.Of(call, member, RunFiles.Load(name));
        PredictVerb.RequireIntervals(model, call.Value(interval));
        foreach (ExportFormat format in wanted)
        {
            format.Require(call, call.Value(force), RunFiles.ModelAt(name));
        }

        ExportedFile[] written = UsageException.Checked(
            () => wanted.SelectMany(format => format.Write(call, model)).ToArray(), fault => fault is NotSupportedException ? fault.Message : null);
        return call.Respond(() => [ExportDocument.Of(written)], screen =>
        {
            foreach (ExportedFile file in written)
            {
                screen.Fact("written", file.Path);
                screen.Lines(file.Notes);
                ValuesText.Write(screen, "Inputs", file.Signature?.Inputs);
                ValuesText.Write(screen, "Outputs", file.Signature?.Outputs);
            }
        });
    }
}
