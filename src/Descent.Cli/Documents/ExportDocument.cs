using Descent.Cli.Exports;

namespace Descent.Cli.Documents;

/// <summary>The files that an export has written.</summary>
internal sealed record ExportDocument(IReadOnlyList<string> Files)
{
    public static ExportDocument Of(IEnumerable<ExportedFile> files) => new([.. files.Select(file => file.Path)]);
}
