namespace Descent.Cli.Runs;

/// <summary>Writes the files of a run: the model, its scores, the history of its training and a report.</summary>
internal static class RunFiles
{
    public const string ModelName = "model.safetensors", ReportName = "report.html", StudyName = "study.html", MetricsName = "metrics.json", PlanName = "plan.json", HistoryName = "history.csv";

    /// <summary>
    /// Writes all files, and then replaces an older run as a whole. If the model cannot be written to the folder, it is saved
    /// elsewhere without the other files, and an older run is kept. If the other files cannot be written, the command continues,
    /// because their contents are on the screen as well.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="training">The training.</param>
    /// <param name="source">The data, and the command.</param>
    /// <param name="metrics">The content of <c>metrics.json</c>.</param>
    /// <param name="validation">The cross-validation; null without one.</param>
    /// <param name="study">The page of the study that found the settings; null without one.</param>
    /// <param name="trials">The trial of the study to which each network belongs; null if networks are not those of trials.</param>
    /// <returns>The paths of the model and the report, null if missing; if not all files could be written, the error.</returns>
    public static (string? Model, string? Report, string? Fault) Save(RunFolder folder, TableTraining training, RunSource source, object[] metrics, CrossValidation? validation = null, string? study = null, IReadOnlyList<int>? trials = null)
    {
        string staged = Path.Combine(folder.Stage, ModelName);
        try
        {
            string kept = ModelFile.SaveOrKeepElsewhere(staged, training.Model.With(RunDetails.Of(training, source, trials)));
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
            (string Name, string? Text)[] files =
            [
                (HistoryName, History(training.History)), (MetricsName, JsonText.Object(metrics) + "\n"), (PlanName, training.Plan is { } plan ? plan.ToJson() + "\n" : null),
                (StudyName, study), (ReportName, HtmlReport.Render(ReportOf.Training(training, source, validation))),
            ];
            foreach ((string name, string? text) in files.Where(file => file.Text is not null))
            {
                AtomicFile.WriteText(Path.Combine(folder.Stage, name), text!);
            }
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

    /// <summary>The files of a run. Other files in its folder are kept.</summary>
    public static readonly string[] Names = [ModelName, ReportName, MetricsName, HistoryName, PlanName, StudyName];

    /// <summary>Reads a model that is named by its file or by the folder of its run.</summary>
    public static TableModel Load(string path) => path.Length > 0
        ? ModelFile.Load(ModelAt(path))
        : throw new UsageException("The name of the model is empty. Name the file of a model, or the folder of a run.");

    /// <summary>The file of a model that is named by its file or by the folder of its run.</summary>
    public static string ModelAt(string path) => Directory.Exists(path) ? RunReplacement.ModelOf(path) : path;

    private static string History(History history)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        CsvTextWriter csv = new(text);
        string[] metrics = history.Epochs.Count == 0 ? [] : [.. history.Epochs[0].Metrics.Keys];
        csv.WriteRow(["epoch", "loss", "validation_loss", "learning_rate", "seconds", .. metrics.Select(name => $"validation_{name}")]);
        foreach (EpochRecord epoch in history.Epochs)
        {
            csv.Write(epoch.Epoch);
            csv.Write(epoch.Loss);
            csv.Write(epoch.ValidationLoss is { } loss ? loss.ToString("R", CultureInfo.InvariantCulture) : null);
            csv.Write(epoch.LearningRate);
            csv.Write(epoch.Seconds);
            foreach (string name in metrics)
            {
                csv.Write(epoch.Metrics[name].ToString("R", CultureInfo.InvariantCulture));
            }

            csv.EndRow();
        }

        return text.ToString();
    }
}
