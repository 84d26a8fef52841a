using Descent.Formats.Onnx;

namespace Descent.Cli.Exports;

/// <summary>A format that <c>descent export</c> writes: its options, and what it writes.</summary>
internal abstract class ExportFormat
{
    public abstract Option<string?> File { get; }

    /// <summary>All options, in the order of the help page.</summary>
    public abstract IReadOnlyList<Option> Options { get; }

    /// <summary>Throws if a file cannot be written, before anything is.</summary>
    public abstract void Require(Call call, bool force, string model);

    public abstract IEnumerable<ExportedFile> Write(Call call, TableModel model);

    /// <summary>Throws unless a file can be written.</summary>
    protected void RequireFile(string path, bool force, string model)
    {
        Runs.OutputFile.RequireNew(File, path, force, model);
        Formats.AtomicFile.EnsureWritable(path);
    }
}

internal sealed record ExportedFile(string Path, IReadOnlyList<string> Notes)
{
    /// <summary>The inputs and outputs, if the format names them.</summary>
    public OnnxSignature? Signature { get; init; }
}
