using System.Globalization;
using Descent.Cli.Reports;
using Descent.Cli.Screens;

namespace Descent.Cli.Demos;

/// <summary>Prints a demo as the first source note does: accuracies, then expected, predicted and input numbers of some unseen rows.</summary>
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
        screen.Fact("network", $"{NetworkDrawing.Text(columns, int.MaxValue)}; {Number(run.Model.ParameterCount)} parameters");
        screen.Fact("loss", Catalogue.ToText(run.Training.Loss));
        screen.Fact("optimizer", Catalogue.ToText(run.Training.Optimizer));
        screen.Fact("penalty", run.Training.Regularizer is { } penalty ? Catalogue.ToText(penalty) : "none");
        screen.Fact("batches", string.Create(
            CultureInfo.InvariantCulture,
            $"{run.History.Steps:N0} of {Math.Min(rows, run.Training.BatchSize)} rows, {(double)run.History.Steps * run.Training.BatchSize / Math.Max(rows, run.Training.BatchSize):0.#} passes through {rows:N0} training rows"));
        screen.Fact("noise", string.Create(CultureInfo.InvariantCulture, $"uniform, ±{noise} on every input"));
        screen.Fact("ceiling", noise == Demo.CeilingNoise
            ? $"{run.Demo.Ceiling}; the noise hides the rest from every predictor. That is in expectation: a sample may lie slightly above"
            : string.Create(CultureInfo.InvariantCulture, $"known for noise {Demo.CeilingNoise} only: {run.Demo.Ceiling}"));
        screen.Fact("time", string.Create(CultureInfo.InvariantCulture, $"{run.History.Seconds:0.00} s"));
        screen.Line();
    }

    /// <summary>How good it is on unseen rows.</summary>
    private static void WriteScores(Screen screen, DemoRun run)
    {
        if (run.IsClassification)
        {
            screen.Line($"Accuracy on {Number(run.Unseen.Rows)} samples");
            screen.Line($"Accuracy on each output: {string.Concat(run.AccuracyPerOutput.Select(Percent))}", indent: 2);
            if (run.Demo.Form == OutcomeForm.Multiclass)
            {
                screen.Line($"Overall categorization accuracy: {Percent(run.Accuracy)}", indent: 2);
            }
        }
        else
        {
            screen.Line($"Error on {Number(run.Unseen.Rows)} samples");
            screen.Line($"RMSE on each output: {string.Concat(run.RmsePerOutput.Select(Real))}", indent: 2);
            screen.Line($"RMSE over all outputs: {Real(run.PooledRmse)}", indent: 2);
            screen.Line($"R²: {(double.IsNaN(run.R2) ? "undefined for one row" : Real(run.R2))}", indent: 2);
        }

        screen.Line();
    }

    /// <summary>Some unseen rows: what was expected, what was predicted, what went in.</summary>
    private static void WriteRows(Screen screen, DemoRun run)
    {
        // The note's columns take 88 characters; narrower terminals get fewer digits, the narrowest no inputs.
        (string target, string input) = screen.Width switch
        {
            >= 88 => ("{0,9:F4}", "{0,7:F3}"),
            >= 76 => ("{0,7:F2}", "{0,7:F2}"),
            _ => (run.IsClassification ? "{0,6:F2}" : "{0,6:F1}", ""),
        };
        int width = run.Unseen.TargetColumns * Cells([0], target).Length;
        string inputs = input.Length > 0 ? " | Input Data" : "";
        screen.Line($"{"Expected".PadLeft(width)} | {"Predicted".PadLeft(width)}{inputs}", Ink.Bold);
        for (int row = 0; row < Math.Min(ShownRows, run.Unseen.Rows); row++)
        {
            string line = $"{Cells(Row(run.Unseen.Targets.Span, row, run.Unseen.TargetColumns), target)} | {Cells(Row(run.Outputs, row, run.Unseen.TargetColumns), target)}";
            screen.Line(input.Length > 0 ? $"{line} | {Cells(Row(run.Unseen.Inputs.Span, row, Demo.Inputs), input)}" : line);
        }
    }

    private static ReadOnlySpan<float> Row(ReadOnlySpan<float> values, int row, int columns) => values.Slice(row * columns, columns);

    private static string Cells(ReadOnlySpan<float> values, string format)
    {
        string text = "";
        foreach (float value in values)
        {
            text += string.Format(CultureInfo.InvariantCulture, format, value);
        }

        return text;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share,8:F2}%");

    private static string Real(double value) => string.Create(CultureInfo.InvariantCulture, $"{value,9:F4}");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
