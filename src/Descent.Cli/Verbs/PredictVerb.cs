namespace Descent.Cli.Verbs;

/// <summary>Predicts every row of a table with a saved model, a few thousand rows at a time.</summary>
internal sealed class PredictVerb : ModelVerb
{
    private readonly Option<string?> place = Choice.Text("--out", "FILE", "Write the predictions to a file, pipe or device instead of standard output.");
    private readonly Option<string[]> keep = Choice.Texts("--keep", "COL[,COL]|all", "Columns of the table to write before the predictions, as they are. May be repeated.");
    private readonly Option<bool> strict = Choice.Flag("--strict", "Stop at a category that training has not seen, instead of counting it as unknown.");
    private readonly Option<bool> formulas = Choice.Flag("--allow-formulas", "Write labels and kept cells that begin with =, +, - or @ as they are; otherwise an apostrophe keeps spreadsheets from computing them.");
    private readonly Option<bool> explain = Choice.Flag("--explain", "Write why, too: for every row what each column adds to the mean prediction (Shapley values), and the strongest three in words.");
    private readonly Option<string?> background = Choice.Text("--background", "FILE", "With --explain: the rows to compare with, such as those of the training; 100 of them are used. Default: those of DATA that are read first.");
    private readonly Option<double?> interval = Choice.Real("--interval", "For numbers: the ends of an interval that holds the answer with this probability, such as 0.9.", "between 0 and 1", level => level is > 0 and < 1);

    public PredictVerb()
        : base("predict", "Predicts every row of a table, as CSV with a prediction and its probabilities.",
            new("predict runs/iris-species-1 new-flowers.csv", "Predictions to standard output:"),
            new("predict model.safetensors rows.csv.gz --out predictions.csv --strict", "To a file, with unknown categories as errors:"),
            new("predict runs/iris-species-1 new-flowers.csv --keep all", "Each row, followed by its predictions:"),
            new("predict runs/iris-species-1 new-flowers.csv --explain --background flowers.csv", "And why, compared with the flowers of the training:"),
            new("predict runs/houses-price-1 houses.csv --interval 0.9", "With intervals that hold nine prices of ten:"),
            new("predict runs/houses-price-2 houses.csv --out limits.csv", "Of a model trained with --quantiles, a column for each:"),
            new("predict runs/iris-species-1 - < new-flowers.csv", "From standard input, answered row by row:")) =>
        Add([place, keep, strict, formulas, explain, background, interval, Member, Decision.Threshold, .. Tables.All]);

    public override int Run(Call call)
    {
        string? file = call.Value(place) is { } named && named != "-" && StandardStreams.NumberOf(named) != StandardStreams.Output ? named : null;
        UsageException.ThrowIf(call.Json && file is null, "--json needs --out FILE here: standard output cannot hold both the predictions and the object.");

        if (file is not null)
        {
            OutputFile.Require(file, call.Value(Data), RunFiles.ModelAt(call.Value(Model)!));
        }

        UsageException.ThrowIf(call.Value(background) is not null && !call.Value(explain), "--background does nothing without --explain. Add it, or leave --background out.");

        TableModel loaded = LoadModel(call);
        RequireIntervals(loaded, call.Value(interval));
        RowExplanations? reasons = call.Value(explain) ? new RowExplanations(loaded, call.Seed) : null;
        if (call.Value(background) is { } compared)
        {
            reasons!.CompareWith(Tables.Read(call, compared, loaded.Preprocessor.Schema, isData: false));
        }

        NoticeSum sum = new();
        long rows = 0;
        if (file is null)
        {
            rows = Write(call, loaded, call.Answer.Writer, sum, reasons);
        }
        else
        {
            AtomicFile.Write(file, stream =>
            {
                using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
                rows = Write(call, loaded, writer, sum, reasons);
            });
        }

        IReadOnlyList<Notice> notices = [.. sum.Notices(rows), .. reasons?.Notices ?? []];
        Decisions.WriteNotices(call.People, notices);
        return call.Respond(
            () => [new PredictionsDocument(Words.Of(loaded.Preprocessor.Task), rows, file, reasons?.Document), NoticesDocument.Of(notices)],
            _ => call.People.Lines(file is null ? [] : [$"{Wording.Count(rows, "prediction")} {(rows == 1 ? "is" : "are")} in {file}."]));
    }

    /// <summary>Throws if intervals of a level are asked for and the model has none.</summary>
    internal static void RequireIntervals(TableModel model, double? level)
    {
        if (level is not { } wanted)
        {
            return;
        }

        UsageException.ThrowIf(model.Preprocessor.Task is not (TaskKind.Regression or TaskKind.Counts), "--interval is for numbers, but this model predicts labels: their probabilities say how sure it is.");
        UsageException.ThrowIf(model.Quantiles.Count > 0, "--interval: the model predicts quantiles instead, and their columns are written without any option. Leave it out.");

        PredictionIntervals intervals = model.Intervals
            ?? throw new UsageException("--interval: the model has none. They come from predictions of training rows by networks that were not trained on them: those of descent train at --effort normal or best, of --ensemble bagging or of --ensemble stacking, with at least 40 rows.");
        UsageException.ThrowIf(wanted > intervals.MostLevel, $"--interval {wanted}: the training rows allow at most {Math.Floor(intervals.MostLevel * 1000) / 1000}.");
    }

    private long Write(Call call, TableModel model, TextWriter writer, NoticeSum notices, RowExplanations? reasons)
    {
        double? level = call.Value(interval);
        // The median of a quantile model is one of its quantiles, or nothing was learned about it.
        bool hasAnswers = model.Quantiles.Count == 0;
        CsvTextWriter csv = new(writer, ',', call.Value(formulas));
        long rows = 0;
        int[]? kept = null;
        (IEnumerable<Table> parts, bool areAwaited) = Tables.ReadParts(call, call.Value(Data)!, model.Preprocessor.Schema);
        foreach (Table part in parts)
        {
            call.Cancellation.ThrowIfCancellationRequested();
            List<Notice> own = [.. part.Notices];
            TablePrediction prediction = model.Predict(part, own, call.Value(strict));
            notices.Add(own);
            reasons?.Explain(part, call.Cancellation);
            if (kept is null)
            {
                string[] names =
                [
                    .. hasAnswers ? prediction.PredictionNames : [], .. prediction.QuantileNames,
                    .. level is null ? [] : prediction.PredictionNames.SelectMany(name => (string[])[$"{name}_lower", $"{name}_upper"]), .. prediction.ProbabilityNames, .. reasons?.Names ?? [],
                ];
                kept = KeptColumns(part, call.Value(keep) ?? [], names);
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

                WriteNumbers(csv, prediction, row, level);
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

    /// <summary>Writes quantiles, intervals and probabilities as float, in which the network computes: additional digits would not be real.</summary>
    private static void WriteNumbers(CsvTextWriter csv, TablePrediction prediction, int row, double? level)
    {
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
            csv.Write(Fixed.Plain((float)probability));
        }
    }

    /// <summary>The indices of the columns to keep, each once, in the order given.</summary>
    private static int[] KeptColumns(Table table, string[] texts, IReadOnlyList<string> taken)
    {
        int[] columns = [.. texts.SelectMany(text => text == "all" ? table.Columns : ColumnOptionSet.Names(table, text, "--keep")).Select(name => table.IndexOf(name) is >= 0 and var column
            ? column
            : throw new UsageException($"--keep: {table.Source} has no column \"{name}\". {Wording.Hint(name, table.Columns)}")).Distinct()];
        return columns.Select(column => table.Columns[column]).FirstOrDefault(name => taken.Contains(name, StringComparer.Ordinal)) is { } twice
            ? throw new UsageException($"--keep: column \"{twice}\" of {table.Source} has the name of a column of predictions. Rename it, or name the columns to keep without it.")
            : columns;
    }
}
