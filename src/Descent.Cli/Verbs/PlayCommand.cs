using Descent.Playground;

namespace Descent.Cli.Verbs;

/// <summary>Writes the command line that trains what was trained in the playground.</summary>
internal static class PlayCommand
{
    public static string Of(PlaygroundRun run)
    {
        StringBuilder text = new($"descent train {Quoted(run.File)} --target {Quoted(string.Join(',', run.Targets))} --layers {Quoted(run.Layers)}");
        foreach ((string option, string value) in ((string, string)[])
        [
            ("--loss", run.Loss), ("--optimizer", run.Optimizer), ("--learning-rate", run.LearningRate), run.Regularizer.Length > 0 ? ("--regularizer", run.Regularizer) : ("--l2", "0"),
            ("--initializer", run.Initializer), ("--clip", run.Clipping), ("--epochs", Number(run.Epochs)), ("--batch-size", run.BatchSize is { } rows ? Number(rows) : ""), ("--seed", Number((long)run.Seed)),
        ])
        {
            text.Append(value.Length > 0 ? $" {option} {Quoted(value)}" : "");
        }

        return text.ToString();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A word as a shell reads it.</summary>
    private static string Quoted(string text) => text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or ',' or ':' or '=') ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
