using Descent.Data;
using Descent.Formats.Onnx;

namespace Descent.Cli.Documents;

/// <summary>A file for other programs that was written from a model, with its inputs and outputs if it has names for them.</summary>
internal sealed record ExportDocument(string Format, string File, long Bytes, IReadOnlyList<ExportedValueDocument> Inputs, IReadOnlyList<ExportedValueDocument> Outputs)
{
    public static ExportDocument Of(string format, string file, OnnxSignature signature) =>
        new(format, file, new FileInfo(file) is { Exists: true } info ? info.Length : 0, [.. signature.Inputs.Select(ExportedValueDocument.Of)], [.. signature.Outputs.Select(ExportedValueDocument.Of)]);
}

/// <summary>An input or output of an exported file.</summary>
internal sealed record ExportedValueDocument(string Name, string Type, string Shape, string Description)
{
    public static ExportedValueDocument Of(OnnxValue value) => new(value.Name, value.Type, value.Shape, value.Description);
}

/// <summary>A model that was made of the network in a file of another program.</summary>
internal sealed record ImportDocument(string Model, string Task, IReadOnlyList<string> Columns, IReadOnlyList<string> Targets, IReadOnlyList<string> Labels, IReadOnlyList<string> Layers, long Parameters)
{
    public static ImportDocument Of(string path, TableModel model) => new(
        path, Runs.Words.Of(model.Preprocessor.Task), model.Preprocessor.InputNames, model.Preprocessor.Schema.TargetNames, model.Preprocessor.Labels, [.. model.Model.Network.Select(layer => $"{layer}")], model.ParameterCount);
}
