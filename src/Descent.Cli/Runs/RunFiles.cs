using System.Globalization;
using System.Text;
using System.Text.Json;
using Descent.Cli.Reports;
using Descent.Data.Tables;
using Descent.Formats;
using Descent.Models;
using Descent.Training;

namespace Descent.Cli.Runs;

/// <summary>Writes what a run leaves behind: the model, its scores, its course and a report.</summary>
internal static class RunFiles
{
    public const string ModelName = "model.safetensors", ReportName = "report.html", MetricsName = "metrics.json", HistoryName = "history.csv";

    /// <summary>
    /// Writes everything, the model first; if it cannot be put into the folder, it is kept elsewhere and the rest is left out. A
    /// disk that fills up afterwards costs files that say what the screen says, so it ends the writing, not the command.
    /// </summary>
    /// <returns>Where the model and the report are; if not everything could be written, no report, and what to tell the user.</returns>
    public static (string Model, string? Report, string? Fault) Save(RunFolder folder, TableTraining training, RunSource source, Action<Utf8JsonWriter> metrics, CrossValidation? validation = null)
    {
        string wanted = folder[ModelName];
        string model = ModelFile.SaveOrKeepElsewhere(wanted, new TableModel(training.Model.Model, training.Model.Preprocessor, RunDetails.Of(training, source)));
        if (model != wanted)
        {
            return (model, null, $"'{folder.Path}' could not be written to any more. The model was kept as {model}; there is no report.");
        }

        try
        {
            AtomicFile.WriteText(folder[HistoryName], History(training.History));
            AtomicFile.WriteText(folder[MetricsName], JsonText.Object(metrics) + "\n");
            AtomicFile.WriteText(folder[ReportName], HtmlReport.Render(ReportOf.Training(training, source, validation)));
            return (model, folder[ReportName], null);
        }
        catch (ModelFileException fault)
        {
            return (model, null, $"{fault.Message} The model is {model}; there is no report.");
        }
    }

    /// <summary>The file of a model that is named by its file or by the folder of its run.</summary>
    public static string ModelAt(string path) => Directory.Exists(path) ? Path.Combine(path, ModelName) : path;

    private static string History(History history)
    {
        StringBuilder text = new();
        using StringWriter writer = new(text, CultureInfo.InvariantCulture);
        CsvTextWriter csv = new(writer);
        csv.WriteRow(["epoch", "loss", "validation_loss", "learning_rate", "seconds"]);
        foreach (EpochRecord epoch in history.Epochs)
        {
            csv.Write(epoch.Epoch);
            csv.Write(epoch.Loss);
            csv.Write(epoch.ValidationLoss is { } loss ? loss.ToString("R", CultureInfo.InvariantCulture) : null);
            csv.Write(epoch.LearningRate);
            csv.Write(epoch.Seconds);
            csv.EndRow();
        }

        return text.ToString();
    }
}
