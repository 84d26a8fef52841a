namespace Descent.Tests.Repository;

public class SampleTests
{
    /// <summary>
    /// Most of the time is the start of a build for each sample. A sample that refers to a project for the first time builds it, so these are run one after the other; the others only find it built, and run side by side.
    /// The service in a folder of its own is tried by eng/packages.
    /// </summary>
    [Fact]
    public async Task SamplesRunAndSaySomething()
    {
        HashSet<string> built = new(StringComparer.Ordinal);
        ILookup<bool, string> isFirst = Checkout.Files("samples", "*.cs").Where(path => path.Count(character => character == '/') == 1)
            .ToLookup(path => File.ReadLines(Path.Combine(Checkout.Root, path)).Where(line => line.StartsWith("#:", StringComparison.Ordinal)).Where(built.Add).ToArray().Length > 0);
        foreach (string path in isFirst[true])
        {
            await Run(path, TestContext.Current.CancellationToken);
        }

        await Parallel.ForEachAsync(isFirst[false], TestContext.Current.CancellationToken, async (path, cancellation) => await Run(path, cancellation));
    }

    private static async Task Run(string path, CancellationToken cancellation)
    {
        DotnetCommand.Result result = await DotnetCommand.Run(Checkout.Root, ["run", path], cancellation);
        Assert.True(result.ExitCode == 0, $"dotnet run {path} ended with {result.ExitCode}:\n{result.Output}{result.Errors}");
        Assert.False(string.IsNullOrWhiteSpace(result.Output), $"dotnet run {path} printed nothing.");
    }
}
