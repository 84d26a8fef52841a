namespace Descent.Cli.Runs;

/// <summary>The options for a file beside the answer, such as a page with a chart. If it cannot be written, the answer is still given.</summary>
internal sealed class SideFile(string form, string help)
{
    private readonly Option<string?> place = Choice.Text("--out", form, help);
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the file in --out.");
    private string? fault;

    public Option[] Options => [place, force];

    /// <summary>Before the work, refuses a file that cannot be written, that is read as well, or that exists, unless it may be replaced.</summary>
    public void Require(Call call, params ReadOnlySpan<string?> inputs) => OutputFile.RequireNew(call.Value(place), call.Value(force), inputs);

    /// <summary>Writes the file if one is wanted; the text may depend on its name.</summary>
    /// <returns>The path; null if no file is wanted or it could not be written.</returns>
    public string? Write(Call call, Func<string, string> text)
    {
        string? path = call.Value(place);
        try
        {
            if (path is not null)
            {
                AtomicFile.WriteText(path, text(path));
            }

            return path;
        }
        catch (ModelFileException refused)
        {
            fault = refused.Message;
            return null;
        }
    }

    /// <summary>The exit code of the verb; if the file could not be written, this is reported and is an error.</summary>
    public int Ended(Call call, int code = ExitCode.Ok) => call.Ended(fault, code);
}
