namespace Descent.Tests.Cli;

/// <summary>A folder for one test, gone at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    // Blanks and letters beyond ASCII everywhere: paths with them must simply work (fault 23).
    public string Path { get; } = Directory.CreateTempSubdirectory("descent größe ").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
