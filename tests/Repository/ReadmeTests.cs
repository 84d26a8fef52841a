namespace Descent.Tests.Repository;

public class ReadmeTests
{
    private const string MadeUp = """
        # Title
        <!-- sample: samples/01-a.cs -->
        ```csharp
        Console.WriteLine(1);
        ```
        Text.

        <!-- run -->
        ```bash
        descent train "my data.csv" \
          --target species   # a comment
        echo not ours
        dotnet run -c Release --project src/Descent.Cli -- judge a.descent
        ```
        ```bash
        descent not-marked
        ```
        """;

    /// <summary>The pages that promise that their commands and their C# run.</summary>
    public static TheoryData<string> Pages => ["README.md", "docs/getting-started.md", "docs/csharp.md", "docs/data-sources.md", "docs/transfer.md"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Pages))]
    public void CodeIsASamples(string page) =>
        Checkout.AssertNone(ReadmeExamples.Mismatches(Checkout.Read(page), path => Checkout.Has(path) ? Checkout.Read(path) : null));

    // One page after the other in one folder, because a reader does so too: train writes what predict reads. What they leave is ignored by git.
    [Fact]
    public async Task CommandsRunAndLeaveTheCheckoutClean()
    {
        string folder = Directory.CreateTempSubdirectory("descent-readme-").FullName;
        try
        {
            foreach (string path in Checkout.Files("samples", "*"))
            {
                string copy = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Path.Combine(Checkout.Root, path), copy);
            }

            string tool = Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll");
            foreach (string[] arguments in Pages.SelectMany(page => ReadmeExamples.Commands(Checkout.Read(page.Data))))
            {
                DotnetCommand.Result result = await DotnetCommand.Run(folder, ["exec", tool, .. arguments], Cancellation);
                Assert.True(result.ExitCode == 0, $"descent {string.Join(' ', arguments)} ended with {result.ExitCode}:\n{result.Output}{result.Errors}");
            }

            // .gitignore's own lines for folders.
            string[] ignored = [.. Checkout.Read(".gitignore").Split('\n').Where(line => line.EndsWith('/'))];
            Checkout.AssertNone(
                from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                let place = Path.GetRelativePath(folder, path).Replace('\\', '/')
                where !place.StartsWith("samples/", StringComparison.Ordinal) && !ignored.Any(start => place.StartsWith(start, StringComparison.Ordinal))
                select $"{place} is left in the checkout.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("#:project ../src/Descent/Descent.csproj\n\nConsole.WriteLine(1);\n", null)]
    [InlineData("Console.WriteLine(2);\n", "line 3: the block differs from samples/01-a.cs.")]
    [InlineData(null, "line 3: there is no samples/01-a.cs.")]
    public void ABlockIsComparedWithItsSample(string? sample, string? expected) =>
        Assert.Equal(expected, ReadmeExamples.Mismatches(MadeUp, _ => sample).SingleOrDefault());

    [Fact]
    public void ABlockWithoutASampleIsReported() =>
        Assert.Contains("<!-- sample:", Assert.Single(ReadmeExamples.Mismatches("```csharp\n1\n```\n", _ => null)), StringComparison.Ordinal);

    [Fact]
    public void OnlyMarkedCommandsAreRun() =>
        Assert.Equal([["train", "my data.csv", "--target", "species"], ["judge", "a.descent"]], ReadmeExamples.Commands(MadeUp));
}
