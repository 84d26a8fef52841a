using Descent.Cli.Screens;
using Descent.Cli.Verbs;

namespace Descent.Tests.Cli.Screens;

public class ProgressDisplayTests
{
    private static string Shown(TerminalInfo terminal, int epochs, int last, int trainings = 1)
    {
        StringWriter text = new();
        ProgressDisplay display = new(new Screen(text, terminal), trainings);
        for (int training = 0; training < trainings; training++)
        {
            for (int epoch = 1; epoch <= last; epoch++)
            {
                display.Report(new TrainingProgress(epoch, epochs, 10, 10, 0.5, null, 1000, TimeSpan.FromSeconds(epoch), TimeSpan.FromSeconds(epochs - epoch), new EpochRecord(epoch, 0.5, null, 0.1, 1, new Dictionary<string, double>())));
            }

            display.End();
        }

        return text.ToString();
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(10, 1, 10, 10)]
    [InlineData(200, 1, 12, 17)]
    [InlineData(100_000, 1, 12, 17)]
    [InlineData(200, 6, 12, 18)]
    [InlineData(200, 40, 40, 40)]
    public void APipeGetsAboutFifteenLines(int epochs, int trainings, int least, int most)
    {
        string[] lines = Shown(TerminalInfo.None, epochs, epochs, trainings).TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, least, most);
        Assert.StartsWith($"epoch {epochs}/{epochs} ", lines[^1], StringComparison.Ordinal);
    }

    // Early stopping at epoch 30 of 90: the line that stays says nothing about the 60 that never came.
    [Fact]
    public void AfterTheEndNothingIsLeft()
    {
        string[] lines = Shown(new TerminalInfo(80, Color: false), 90, 30).Split('\r');
        Assert.Contains("1:00 left", lines[^2], StringComparison.Ordinal);
        Assert.Contains("epoch 30/90", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("left", lines[^1], StringComparison.Ordinal);
    }

    // The first steps take much longer than the rest, with the preparations that come only once.
    [Fact]
    public void NoTimeIsEstimatedBeforeTheFirstEpochIsOver()
    {
        StringWriter text = new();
        ProgressDisplay display = new(new Screen(text, new TerminalInfo(80, Color: false)));
        EpochRecord record = new(1, 0.5, null, 0.1, 1, new Dictionary<string, double>());
        display.Report(new TrainingProgress(1, 90, 1, 10, 0.5, null, 1000, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(899), null));
        Assert.DoesNotContain("left", text.ToString(), StringComparison.Ordinal);
        display.Report(new TrainingProgress(1, 90, 10, 10, 0.5, null, 1000, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(89), record));
        Assert.Contains("1:29 left", text.ToString(), StringComparison.Ordinal);
    }

    // Two folds train at the same time: the line stays with one of them, and names it.
    [Fact]
    public void AComparisonFollowsOneTrainingAtATime()
    {
        StringWriter text = new();
        ComparisonDisplay display = new(new Screen(text, new TerminalInfo(100, Color: false)), 2);
        Variant first = new("adam", new TableOptions());
        TrainingProgress Epoch(int epoch) => new(epoch, 9, 1, 10, 0.5, null, 1000, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9), null);
        display.Report(new ComparisonProgress(first, 1, 1, Epoch(2), null));
        display.Report(new ComparisonProgress(first, 1, 2, Epoch(5), null));
        display.Report(new ComparisonProgress(first, 1, 1, Epoch(3), null));
        Assert.DoesNotContain("fold 2", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("0/2 done  adam, seed 1, fold 1  epoch 3/9", text.ToString(), StringComparison.Ordinal);
    }
}
