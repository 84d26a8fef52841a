using System.Globalization;
using System.Text;
using Descent.Cli.Documents;
using Descent.Cli.Reports;
using Descent.Data;
using Descent.Formats;

namespace Descent.Cli.Runs;

/// <summary>Writes what a run leaves behind: the model, its scores, its course and a report.</summary>
internal static class RunFiles
{
    public const string ModelName = "model.safetensors", ReportName = "report.html", MetricsName = "metrics.json", PlanName = "plan.json", HistoryName = "history.csv";

    /// <summary>
    /// Writes everything, and then puts it into the place of an older run as a whole. If the model cannot be put into the
    /// folder, it is kept elsewhere, the rest is left out, and an older run stays. A disk that fills up afterwards costs files
    /// that say what the screen says, so it ends the writing, not the command.
    /// </summary>
    /// <returns>Where the model and the report are, null where there is none; if not everything could be written, what to tell the user.</returns>
    public static (string? Model, string? Report, string? Fault) Save(RunFolder folder, TableTraining training, RunSource source, object[] metrics, CrossValidation? validation = null)
    {
        string staged = Path.Combine(folder.Stage, ModelName);
        try
        {
            string kept = ModelFile.SaveOrKeepElsewhere(staged, training.Model.With(RunDetails.Of(training, source)));
            if (kept != staged)
            {
                return (kept, null, $"'{folder.Path}' could not be written to any more. The model was kept as {kept}; there is no report.");
            }
        }
        catch (ModelFileException fault)
        {
            // The scores are still worth printing.
            return (null, null, $"{fault.Message} The model is lost.");
        }

        string? refused = null;
        try
        {
            AtomicFile.WriteText(Path.Combine(folder.Stage, HistoryName), History(training.History));
            AtomicFile.WriteText(Path.Combine(folder.Stage, MetricsName), JsonText.Object(metrics) + "\n");
            if (training.Plan is { } plan)
            {
                AtomicFile.WriteText(Path.Combine(folder.Stage, PlanName), plan.ToJson() + "\n");
            }

            AtomicFile.WriteText(Path.Combine(folder.Stage, ReportName), HtmlReport.Render(ReportOf.Training(training, source, validation)));
        }
        catch (ModelFileException fault)
        {
            refused = fault.Message;
        }

        try
        {
            folder.Replace();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            refused ??= FileFault.Text(fault);
        }

        string model = ModelAt(folder.Path);
        return (model, refused is null ? folder[ReportName] : null, refused is null ? null : $"{refused} The model is {model}; there is no report.");
    }

    /// <summary>What a run is made of. There may be other files in its folder, which stay.</summary>
    public static readonly string[] Names = [ModelName, ReportName, MetricsName, HistoryName, PlanName];

    /// <summary>Reads a model that is named by its file or by the folder of its run.</summary>
    public static TableModel Load(string path) => path.Length > 0
        ? ModelFile.Load(ModelAt(path))
        : throw new UsageException("The name of the model is empty. Name the file of a model, or the folder of a run.");

    /// <summary>The file of a model that is named by its file or by the folder of its run.</summary>
    public static string ModelAt(string path) => Directory.Exists(path) ? RunReplacement.ModelOf(path) : path;

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
