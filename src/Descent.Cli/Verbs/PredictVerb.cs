using System.CommandLine;
using System.Globalization;
using System.Text;
using Descent.Cli.Documents;
using Descent.Cli.Runs;
using Descent.Data;
using Descent.Formats;

namespace Descent.Cli.Verbs;

/// <summary>Predicts every row of a table with a saved model, a few thousand rows at a time.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly Argument<string> model = new("MODEL") { Description = "The file of a model, or the folder of a run." };
    private readonly Argument<string> data = new("DATA") { Description = TableOptionSet.PathHelp };
    private readonly Option<string?> place = Choice.Text("--out", "FILE", "Write the predictions to a file, pipe or device instead of standard output.");
    private readonly Option<string[]> keep = Choice.Texts("--keep", "COL[,COL]|all", "Columns of the table to write before the predictions, as they are. May be repeated.");
    private readonly Option<bool> strict = Choice.Flag("--strict", "Stop at a category that training has not seen, instead of counting it as unknown.");
    private readonly Option<bool> formulas = Choice.Flag("--allow-formulas", "Write labels and kept cells that begin with =, +, - or @ as they are; otherwise an apostrophe keeps spreadsheets from computing them.");
    private readonly Option<bool> explain = Choice.Flag("--explain", "Write why, too: for every row what each column adds to the mean prediction (Shapley values), and the strongest three in words.");
    private readonly Option<string?> background = Choice.Text("--background", "FILE", "With --explain: the rows to compare with, such as those of the training; 100 of them are used. Default: those of DATA that are read first.");
    private readonly Option<double?> interval = Choice.Real("--interval", "For numbers: the ends of an interval that holds the answer with this probability, such as 0.9.", "between 0 and 1", level => level is > 0 and < 1);
    private readonly DecisionOptionSet decision = new("as saved with the model");
    private readonly TableOptionSet tables = new();

    public PredictVerb()
        : base("predict", "Predicts every row of a table, as CSV with a prediction and its probabilities.")
    {
        Arguments.Add(model);
        Arguments.Add(data);
        Add(place, keep, strict, formulas, explain, background, interval);
        decision.AddTo(this, withPositive: false);
        tables.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("predict runs/iris-species-1 new-flowers.csv", "Predictions to standard output:"),
        new("predict model.safetensors rows.csv.gz --out predictions.csv --strict", "To a file, with unknown categories as errors:"),
        new("predict runs/iris-species-1 new-flowers.csv --keep all", "Each row, followed by its predictions:"),
        new("predict runs/iris-species-1 new-flowers.csv --explain --background flowers.csv", "And why, compared with the flowers of the training:"),
        new("predict runs/houses-price-1 houses.csv --interval 0.9", "With intervals that hold nine prices of ten:"),
        new("predict runs/houses-price-2 houses.csv --out limits.csv", "Of a model trained with --quantiles, a column for each:"),
        new("predict runs/iris-species-1 - < new-flowers.csv", "From standard input, answered row by row:"),
    ];

    public override int Run(Call call)
    {
        string? file = call.Value(place) is { } named && named != "-" && StandardStreams.NumberOf(named) != StandardStreams.Output ? named : null;
        if (call.Json && file is null)
        {
            throw new UsageException("--json needs --out FILE here: standard output cannot hold both the predictions and the object.");
        }

        if (file is not null)
        {
            OutputFile.Require(file, call.Value(data), RunFiles.ModelAt(call.Value(model)!));
        }

        if (call.Value(background) is not null && !call.Value(explain))
        {
            throw new UsageException("--background does nothing without --explain. Add it, or leave --background out.");
        }

        TableModel loaded = decision.With(call, RunFiles.Load(call.Value(model)!));
        RequireIntervals(loaded, call.Value(interval));
        RowExplanations? reasons = call.Value(explain) ? new RowExplanations(loaded, call.Seed) : null;
        if (call.Value(background) is { } compared)
        {
            reasons!.CompareWith(tables.Read(call, compared, loaded.Preprocessor.Schema));
        }

        NoticeSum notices = new();
        long rows = 0;
        if (file is null)
        {
            rows = Write(call, loaded, call.Answer.Writer, notices, reasons);
        }
        else
        {
            AtomicFile.Write(file, stream =>
            {
                using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
                rows = Write(call, loaded, writer, notices, reasons);
            });
        }

        IReadOnlyList<Notice> said = [.. notices.Notices(rows), .. reasons?.Notices ?? []];
        Decisions.WriteNotices(call.People, said);
        call.Respond(
            () => [new PredictionsDocument(Words.Of(loaded.Preprocessor.Task), rows, file, reasons?.Document), NoticesDocument.Of(said)],
            _ =>
            {
                if (file is not null)
                {
                    call.People.Line($"{Wording.Count(rows, "prediction")} {(rows == 1 ? "is" : "are")} in {file}.");
                }
            });
        return ExitCode.Ok;
    }

    private static void RequireIntervals(TableModel model, double? level)
    {
        if (level is not { } wanted)
        {
            return;
        }

        if (model.Preprocessor.Task is not (TaskKind.Regression or TaskKind.Counts))
        {
            throw new UsageException("--interval is for numbers, but this model predicts labels: their probabilities say how sure it is.");
        }

        if (model.Quantiles.Count > 0)
        {
            throw new UsageException("--interval: the model predicts quantiles instead, and their columns are written without any option. Leave it out.");
        }

        PredictionIntervals intervals = model.Intervals
            ?? throw new UsageException("--interval: the model has none. They come from the folds that descent train uses at --effort normal or best, with at least 40 rows.");
        if (wanted > intervals.MostLevel)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--interval {wanted}: the training rows allow at most {Math.Floor(intervals.MostLevel * 1000) / 1000}."));
        }
    }

    private long Write(Call call, TableModel model, TextWriter writer, NoticeSum notices, RowExplanations? reasons)
    {
        double? level = call.Value(interval);
        // Between quantiles other than the median stands nothing that was learnt.
        bool hasAnswers = model.Quantiles.Count == 0 || model.Quantiles.Contains(0.5);
        CsvTextWriter csv = new(writer, ',', call.Value(formulas));
        long rows = 0;
        int[]? kept = null;
        (IEnumerable<Table> parts, bool areAwaited) = tables.ReadParts(call, call.Value(data)!, model.Preprocessor.Schema);
        foreach (Table part in parts)
        {
            call.Cancellation.ThrowIfCancellationRequested();
            List<Notice> own = [.. part.Notices];
            TablePrediction prediction = model.Predict(part, own, call.Value(strict));
            notices.Add(own);
            reasons?.Explain(part, call.Cancellation);
            if (kept is null)
            {
                string[] names = [.. hasAnswers ? prediction.PredictionNames : [], .. prediction.QuantileNames, .. level is null ? [] : prediction.PredictionNames.SelectMany(name => (string[])[$"{name}_lower", $"{name}_upper"]), .. prediction.ProbabilityNames, .. reasons?.Names ?? []];
                kept = KeptColumns.Of(part, call.Value(keep) ?? [], names);
                csv.WriteRow([.. kept.Select(column => part.Columns[column]), .. names]);
            }

            for (int row = 0; row < prediction.Rows; row++)
            {
                foreach (int column in kept)
                {
                    csv.Write(part[row, column]);
                }

                foreach (string text in hasAnswers ? prediction.Predictions(row) : [])
                {
                    csv.Write(text);
                }

                foreach (double quantile in prediction.QuantileNames.Count > 0 ? prediction.Quantiles(row) : [])
                {
                    csv.Write((float)quantile);
                }

                for (int target = 0; level is { } wanted && target < prediction.PredictionNames.Count; target++)
                {
                    (double lower, double upper) = prediction.Interval(row, wanted, target);
                    csv.Write((float)lower);
                    csv.Write((float)upper);
                }

                foreach (double probability in prediction.Probabilities(row))
                {
                    // The network computes in float; more digits than that would be invented.
                    csv.Write((float)probability);
                }

                reasons?.Write(csv, row, prediction);
                csv.EndRow();
            }

            rows += prediction.Rows;
            if (areAwaited)
            {
                writer.Flush();
            }
        }

        return rows;
    }
}
