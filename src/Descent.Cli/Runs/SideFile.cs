using Descent.Cli.Verbs;
using Descent.Formats;

namespace Descent.Cli.Runs;

/// <summary>A file beside the answer, such as a page with a chart. That it cannot be written does not cost the answer.</summary>
internal sealed class SideFile
{
    private readonly string? fault;

    private SideFile(string? path, string? fault)
    {
        Path = path;
        this.fault = fault;
    }

    /// <summary>Where it is; null if none was wanted or it could not be written.</summary>
    public string? Path { get; }

    /// <summary>Writes a file if one is wanted.</summary>
    public static SideFile Write(string? path, Func<string> text)
    {
        try
        {
            if (path is not null)
            {
                AtomicFile.WriteText(path, text());
            }

            return new SideFile(path, null);
        }
        catch (ModelFileException refused)
        {
            return new SideFile(null, refused.Message);
        }
    }

    /// <summary>Says so if it could not be written.</summary>
    public bool IsRefused(Call call)
    {
        if (fault is not null)
        {
            call.People.Error(fault);
        }

        return fault is not null;
    }
}
