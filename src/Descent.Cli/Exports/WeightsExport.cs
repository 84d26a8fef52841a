namespace Descent.Cli.Exports;

/// <summary><c>--safetensors FILE</c> and <c>--npz FILE</c>: the weights alone, for other programs.</summary>
internal sealed class WeightsExport(string option, string format) : ExportFormat
{
    public override Option<string?> File { get; } = Choice.Text(option, "FILE", $"Write the weights as {format}, named as PyTorch's nn.Sequential names them.");

    public override IReadOnlyList<Option> Options => [File];

    public override void Require(Call call, bool force, string model)
    {
        string path = call.Value(File)!, end = $".{File.Name.TrimStart('-')}";
        UsageException.ThrowIf(!path.EndsWith(end, StringComparison.OrdinalIgnoreCase), $"The name of the file in {File.Name} must end with {end}, but it is '{path}'.");
        RequireFile(path, force, model);
    }

    public override IEnumerable<ExportedFile> Write(Call call, TableModel model)
    {
        string path = call.Value(File)!;
        WeightExchange.SaveWeights(model, path);
        yield return new ExportedFile(path,
        [
            "  For inputs as the model encodes them; as a module of PyTorch:",
            $"  {model.Members[0].Model.ToPyTorch()}",
            .. model.Members.Count == 1 ? Array.Empty<string>() : [$"  The names of the {model.Members.Count} networks begin with members.0., members.1. and so on."],
        ]);
    }
}
