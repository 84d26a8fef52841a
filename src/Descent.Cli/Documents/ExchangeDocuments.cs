using Descent.Cli.Exports;
using Descent.Formats.Onnx;

namespace Descent.Cli.Documents;

internal sealed record ExportDocument(IReadOnlyList<ExportedFileDocument> Files)
{
    public static ExportDocument Of(IEnumerable<ExportedFile> files) => new([.. files.Select(ExportedFileDocument.Of)]);
}

/// <summary>A file for other programs, with its inputs and outputs if it has names for them.</summary>
internal sealed record ExportedFileDocument(string File, long Bytes, IReadOnlyList<ExportedValueDocument>? Inputs, IReadOnlyList<ExportedValueDocument>? Outputs)
{
    public static ExportedFileDocument Of(ExportedFile file) => new(
        file.Path, new FileInfo(file.Path) is { Exists: true } info ? info.Length : 0,
        file.Signature?.Inputs.Select(ExportedValueDocument.Of).ToArray(), file.Signature?.Outputs.Select(ExportedValueDocument.Of).ToArray());
}

internal sealed record ExportedValueDocument(string Name, string Type, string Shape, string Description)
{
    public static ExportedValueDocument Of(OnnxValue value) => new(value.Name, value.Type, value.Shape, value.Description);
}

internal sealed record ImportDocument(string Model, string Task, IReadOnlyList<string> Columns, IReadOnlyList<string> Targets, IReadOnlyList<string> Labels, IReadOnlyList<string> Layers, long Parameters)
{
    public static ImportDocument Of(string path, TableModel model) => new(
        path, Runs.Words.Of(model.Preprocessor.Task), model.Preprocessor.InputNames, model.Preprocessor.Schema.TargetNames, model.Preprocessor.Labels, [.. model.Model.Network.Select(layer => $"{layer}")], model.ParameterCount);
}
