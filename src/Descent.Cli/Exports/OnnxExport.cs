using Descent.Formats.Onnx;

namespace Descent.Cli.Exports;

/// <summary><c>--onnx FILE</c>: the model from the columns of a table to the predictions.</summary>
internal sealed class OnnxExport(Option<double?> interval) : ExportFormat
{
    private readonly Option<int?> opset = Choice.Whole("--opset", "For --onnx: the version of the standard operators, from 13 to 21.", 13, otherwise: 17, most: 21);
    private readonly Option<bool> single = Choice.Flag("--single", "For --onnx: columns of numbers, predicted numbers and the sums inside networks are float instead of double, which is faster and less accurate.");
    private readonly Option<bool> doubles = Choice.Flag("--double", "For --onnx: double, which is the default, also after --single.");

    public override Option<string?> File { get; } = Choice.Text("--onnx", "FILE", "Write an ONNX file, from the columns of a table to the predictions.");

    public override IReadOnlyList<Option> Options => [File, opset, single, doubles];

    public override void Require(Call call, bool force, string model) => RequireFile(call.Value(File)!, force, model);

    public override IEnumerable<ExportedFile> Write(Call call, TableModel model)
    {
        string path = call.Value(File)!;
        OnnxSignature signature = model.SaveOnnx(path, new OnnxOptions { Opset = call.Value(opset)!.Value, DoubleNumbers = call.Value(doubles) || !call.Value(single), IntervalLevel = call.Value(interval) });
        yield return new ExportedFile(path, []) { Signature = signature };
    }
}
