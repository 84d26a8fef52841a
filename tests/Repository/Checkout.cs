using System.Reflection;

namespace Descent.Tests.Repository;

/// <summary>The files of the repository the tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Path.GetFullPath(typeof(Checkout).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    private static readonly string[] s_buildFolders = ["bin", "obj", "artifacts", "node_modules", ".git"];

    /// <summary>Files below <paramref name="folder"/> that match, as slash-separated paths relative to the root, in order.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        string start = Path.Combine(Root, folder);
        if (!Directory.Exists(start))
        {
            return [];
        }

        return [.. Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(s_buildFolders).Any())
            .Order(StringComparer.Ordinal)];
    }

    public static bool Has(string path) => File.Exists(Path.Combine(Root, path));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The projects below src, by name.</summary>
    public static IReadOnlyList<string> SourceProjects() =>
        [.. Files("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <summary>Fails with every offense on a line of its own.</summary>
    public static void AssertNone(IEnumerable<string> offenses)
    {
        string[] found = [.. offenses];
        Assert.True(found.Length == 0, $"{found.Length} offense(s):\n{string.Join('\n', found)}");
    }
}
