namespace Descent.Cli.Demos;

/// <summary>Prints a demo as the first source note does: accuracies, then the expected, predicted and input numbers of some unseen rows.</summary>
internal static class DemoScreen
{
    private const int ShownRows = 16;

    public static void Write(Screen screen, DemoRun run, int rows, double noise)
    {
        WriteSettings(screen, run, rows, noise);
        WriteScores(screen, run);
        WriteRows(screen, run);
    }

    /// <summary>What was trained, how, and how good it can be at most.</summary>
    private static void WriteSettings(Screen screen, DemoRun run, int rows, double noise)
    {
        screen.Line($"{run.Demo.Name}: {run.Demo.Task}", Ink.Bold, indent: 2);
        NetworkColumn[] columns = [new("inputs", Demo.Inputs), .. run.Demo.Network.OfType<Dense>().Select(layer => new NetworkColumn(Catalogue.ToText(layer.Activation!), layer.Units))];
        screen.Fact("network", $"{NetworkDrawing.Text(columns, int.MaxValue)}; {run.Model.ParameterCount:N0} parameters");
        screen.Fact("loss", Catalogue.ToText(run.Training.Loss));
        screen.Fact("optimizer", Catalogue.ToText(run.Training.Optimizer));
        screen.Fact("penalty", run.Training.Regularizer is { } penalty ? Catalogue.ToText(penalty) : "none");
        double passes = (double)run.History.Steps * run.Training.BatchSize / Math.Max(rows, run.Training.BatchSize);
        screen.Fact("batches", $"{run.History.Steps:N0} of {Math.Min(rows, run.Training.BatchSize)} rows, {passes:0.#} passes through {rows:N0} training rows");
        screen.Fact("noise", $"uniform, ±{noise} on every input");
        screen.Fact("ceiling", noise == Demo.CeilingNoise
            ? $"{run.Demo.Ceiling}; the noise hides the rest from every predictor. That is in expectation: a sample may lie slightly above"
            : $"known for noise {Demo.CeilingNoise} only: {run.Demo.Ceiling}");
        screen.Fact("time", $"{run.History.Seconds:0.00} s");
        screen.Line();
    }

    private static void WriteScores(Screen screen, DemoRun run)
    {
        if (run.IsClassification)
        {
            screen.Line($"Accuracy on {run.Unseen.Rows:N0} samples");
            screen.Line($"Accuracy on each output: {string.Concat(run.AccuracyPerOutput.Select(Percent))}", indent: 2);
            if (run.Demo.Form == OutcomeForm.Multiclass)
            {
                screen.Line($"Overall categorization accuracy: {Percent(run.Accuracy)}", indent: 2);
            }
        }
        else
        {
            screen.Line($"Error on {run.Unseen.Rows:N0} samples");
            screen.Line($"RMSE on each output: {string.Concat(run.RmsePerOutput.Select(Real))}", indent: 2);
            screen.Line($"RMSE over all outputs: {Real(run.PooledRmse)}", indent: 2);
            screen.Line($"R²: {(double.IsNaN(run.R2) ? "undefined for one row" : Real(run.R2))}", indent: 2);
        }

        screen.Line();
    }

    /// <summary>Some unseen rows: expected, predicted and input numbers.</summary>
    private static void WriteRows(Screen screen, DemoRun run)
    {
        // The note's columns take 88 characters; narrower terminals get fewer digits, the narrowest no inputs.
        (string target, string input) = screen.Width switch
        {
            >= 88 => ("{0,9:F4}", "{0,7:F3}"),
            >= 76 => ("{0,7:F2}", "{0,7:F2}"),
            _ => (run.IsClassification ? "{0,6:F2}" : "{0,6:F1}", ""),
        };
        int width = run.Outcome.Columns * string.Format(CultureInfo.InvariantCulture, target, 0.0).Length;
        screen.Line($"{"Expected".PadLeft(width)} | {"Predicted".PadLeft(width)}{(input.Length > 0 ? " | Input Data" : "")}", Ink.Bold);
        for (int row = 0; row < Math.Min(ShownRows, run.Outcome.Rows); row++)
        {
            string line = $"{Cells(run.Outcome.Targets.Span, target)} | {Cells(run.Outcome.Outputs.Span, target)}";
            screen.Line(input.Length > 0 ? $"{line} | {Cells(run.Unseen.Inputs.Span, input)}" : line);

            string Cells<T>(ReadOnlySpan<T> values, string format) =>
                string.Concat(values.Slice(row * values.Length / run.Outcome.Rows, values.Length / run.Outcome.Rows).ToArray().Select(value => string.Format(CultureInfo.InvariantCulture, format, value)));
        }
    }

    private static string Percent(double share) => $"{100 * share,8:F2}%";

    private static string Real(double value) => $"{value,9:F4}";
}
