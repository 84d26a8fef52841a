using System.Globalization;

namespace Descent.Tests.Fuzzing;

/// <summary>
/// Changed inputs at every door: a bad one is met with a documented exception whose message helps, never with another, never with
/// silence, never with memory out of proportion. <c>eng/fuzz</c> takes in more, or other ones.
/// </summary>
public class FuzzTests
{
    private const int Inputs = 20_000, Step = 20_000;

    [Fact]
    public void EveryBadInputIsExplained()
    {
        long inputs = Number("DESCENT_FUZZ_INPUTS") ?? Inputs, from = Number("DESCENT_FUZZ_FROM") ?? 0, seed = Number("DESCENT_FUZZ_SEED") ?? 1;
        using CommandLineTarget commandLine = new();
        FuzzTarget[] all = [new ModelTarget(), new CheckpointTarget(), new PreprocessingTarget(), new DescriptionTarget(), new TextTarget(), new TableTarget(), commandLine];
        Assert.Equal(100, all.Sum(target => target.Share));
        FuzzRun run = new((ulong)seed);
        for (long done = 0; done < inputs && run.Faults.Length == 0; done += Step)
        {
            run.Take(all, from + done, from + Math.Min(inputs, done + Step));
            if (inputs > Inputs)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{run.Taken:N0} inputs");
            }
        }

        Assert.True(run.Faults.Length == 0, run.Faults);
        Assert.Equal(inputs, run.Taken);
    }

    private static long? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
