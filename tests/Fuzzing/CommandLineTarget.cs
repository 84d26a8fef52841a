using System.Text;
using Descent.Cli;
using Descent.Cli.Screens;

namespace Descent.Tests.Fuzzing;

/// <summary>Command lines: words, numbers and names given way to others. Every run ends with a documented code, and a failed one with a line that begins with "error".</summary>
internal sealed class CommandLineTarget : FuzzTarget, IDisposable
{
    private const char Between = '\u0001';
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(150);
    private readonly string folder = Directory.CreateTempSubdirectory("descent-fuzz").FullName;
    private readonly string[] seeds;

    public CommandLineTarget()
        : base("command line", 1)
    {
        string table = Path.Combine(folder, "table.csv"), run = Path.Combine(folder, "run"), model = Path.Combine(run, "model.safetensors");
        File.WriteAllText(table, FuzzSeeds.Csv);
        string[][] lines =
        [
            ["inspect", table, "--target", "kind", "--json"], ["inspect", model], ["predict", run, table], ["predict", model, table, "--strict", "--json"], ["evaluate", run, table], ["list", "activation"], ["explain", "adam:beta1=0.8"], ["explain", "warm_up(0.1)"],
            ["train", table, "--target", "kind", "--layers", "3,relu", "--epochs", "1", "--optimizer", "momentum:beta=0.5", "--batch-size", "2", "--seed", "1", "--validation", "0.2"],
            ["train", table, "--target", "length", "--task", "regression", "--treat", "color=categorical", "--ignore", "kind", "--epochs", "1", "--loss", "huber", "--learning-rate", "0.1", "--l2", "0.1", "--activation", "tanh"],
            ["find-learning-rate", table, "--target", "kind", "--layers", "2"], ["compare", table, "--target", "kind", "--vary", "optimizer=sgd,adam", "--epochs", "1", "--layers", "2"], ["tune", table, "--target", "kind", "--search", "learning-rate=log(1e-3,1)", "--trials", "2", "--cv", "2", "--epochs", "1", "--layers", "2"], ["learning-curve", table, "--target", "kind", "--epochs", "1", "--layers", "2", "--folds", "2"],
        ];
        seeds = [.. lines.Select(line => string.Join(Between, line))];
        Run(["train", table, "--target", "kind", "--epochs", "1", "--layers", "2", "--out", run], CancellationToken.None);
    }

    // Reports and models are written, and pages are drawn.
    public override long Allowance => 1L << 30;

    public override byte[] Make(Dice dice)
    {
        List<string> words = [.. dice.Pick(seeds).Split(Between)], other = [.. dice.Pick(seeds).Split(Between)];
        int changes = dice.Below(3);
        for (int i = 0; i <= changes; i++)
        {
            int at = dice.Below(words.Count);
            switch (dice.Below(6))
            {
                case 0:
                    words.RemoveAt(at);
                    break;
                case 1:
                    words.Insert(at, dice.Pick(other));
                    break;
                case 2:
                    words[at] = dice.Pick(Mutations.Words);
                    break;
                case 3:
                    words[at] = dice.Pick(other);
                    break;
                default:
                    // Paths stay what they are: nothing is written beside the folder of this test.
                    words[at] = words[at].Contains(folder, StringComparison.Ordinal) ? folder : Mutations.OfText(dice, words[at], dice.Pick(other));
                    break;
            }

            if (words.Count == 0)
            {
                words.Add("train");
            }
        }

        return Encoding.UTF8.GetBytes(string.Join(Between, words));
    }

    public override void Take(byte[] input)
    {
        string[] words = [.. Encoding.UTF8.GetString(input).Split(Between).Where(word => !word.StartsWith("--out", StringComparison.Ordinal) && !word.StartsWith("--threads", StringComparison.Ordinal))];
        using CancellationTokenSource limit = new(s_limit);
        (int code, string errors) = Run(words is ["train", ..] ? [.. words, "--out", Path.Combine(folder, "trained"), "--force"] : words, limit.Token);
        if (code is not (ExitCode.Ok or ExitCode.Usage or ExitCode.TrainingFailed or ExitCode.Cancelled))
        {
            throw new InvalidOperationException($"Ended with {code}: {errors}");
        }

        if (code is ExitCode.Usage or ExitCode.TrainingFailed)
        {
            Assert.Contains("error: ", errors, StringComparison.Ordinal);
            Helpful.Require(errors);
        }
    }

    public override bool IsDocumented(Exception fault) => false;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static (int Code, string Errors) Run(string[] words, CancellationToken cancellation)
    {
        using StringWriter output = new(), errors = new();
        int code = Tool.Run(words, new ToolContext(new Screen(output, TerminalInfo.None), new Screen(errors, TerminalInfo.None), () => new MemoryStream(Encoding.UTF8.GetBytes(FuzzSeeds.Csv)), cancellation));
        return (code, errors.ToString());
    }
}
