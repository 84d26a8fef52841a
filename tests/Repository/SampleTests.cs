namespace Descent.Tests.Repository;

public class SampleTests
{
    // One test for all of them, without the service, which eng/packages asks: each builds the core before it runs, so side by side they would be in each other's way.
    [Fact]
    public async Task SamplesRunAndSaySomething()
    {
        foreach (string path in Checkout.Files("samples", "*.cs").Where(path => path.Count(character => character == '/') == 1))
        {
            DotnetCommand.Result result = await DotnetCommand.Run(Checkout.Root, ["run", path], TestContext.Current.CancellationToken);
            Assert.True(result.ExitCode == 0, $"dotnet run {path} ended with {result.ExitCode}:\n{result.Output}{result.Errors}");
            Assert.False(string.IsNullOrWhiteSpace(result.Output), $"dotnet run {path} printed nothing.");
        }
    }
}
