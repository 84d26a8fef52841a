using System.CommandLine;
using System.Globalization;
using System.Text;
using Descent.Cli.Runs;
using Descent.Data;
using Descent.Data.Tables;
using Descent.Formats;
using Descent.Models;

namespace Descent.Cli.Verbs;

/// <summary>Predicts every row of a table with a saved model, a few thousand rows at a time.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly Argument<string> model = new("MODEL") { Description = "The file of a model, or the folder of a run." };
    private readonly Argument<string> data = new("DATA") { Description = TableOptionSet.PathHelp };
    private readonly Option<string?> place = Choice.Text("--out", "FILE", "Write the predictions into a file instead of standard output.");
    private readonly Option<bool> strict = Choice.Flag("--strict", "Stop at a category that training has not seen, instead of counting it as unknown.");
    private readonly Option<bool> formulas = Choice.Flag("--allow-formulas", "Write labels that begin with =, +, - or @ as they are; otherwise an apostrophe keeps spreadsheets from computing them.");
    private readonly TableOptionSet tables = new();

    public PredictVerb()
        : base("predict", "Predicts every row of a table, as CSV with a prediction and its probabilities.")
    {
        Arguments.Add(model);
        Arguments.Add(data);
        Options.Add(place);
        Options.Add(strict);
        Options.Add(formulas);
        tables.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("predict runs/iris-species-1 new-flowers.csv", "Predictions to standard output:"),
        new("predict model.safetensors rows.csv.gz --out predictions.csv --strict", "Into a file, and unknown categories are errors:"),
        new("predict runs/iris-species-1 - < new-flowers.csv", "From another program:"),
    ];

    public override int Run(Call call)
    {
        string? file = call.Value(place);
        if (call.Json && file is null)
        {
            throw new UsageException("--json needs --out FILE here: standard output cannot hold both the predictions and the object.");
        }

        TableModel loaded = ModelFile.Load(RunFiles.ModelAt(call.Value(model)!));
        NoticeSum notices = new();
        long rows = 0;
        if (file is null)
        {
            rows = Write(call, loaded, call.Answer.Writer, notices);
        }
        else
        {
            AtomicFile.EnsureWritable(file);
            AtomicFile.Write(file, stream =>
            {
                using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
                rows = Write(call, loaded, writer, notices);
            });
        }

        IReadOnlyList<Notice> said = notices.Notices(rows);
        Decisions.WriteNotices(call.People, said);
        if (call.Json)
        {
            call.WriteJson(json =>
            {
                json.WriteString("task", Words.Of(loaded.Preprocessor.Task));
                json.WriteNumber("rows", rows);
                json.WriteString("out", file);
                RunJson.WriteNotices(json, said);
            });
        }
        else if (file is not null)
        {
            call.People.Line(string.Create(CultureInfo.InvariantCulture, $"{rows:#,0} predictions are in {file}."));
        }

        return ExitCode.Ok;
    }

    private long Write(Call call, TableModel model, TextWriter writer, NoticeSum notices)
    {
        CsvTextWriter csv = new(writer, ',', call.Value(formulas));
        long rows = 0;
        bool headed = false;
        foreach (Table chunk in tables.ReadChunks(call, call.Value(data)!))
        {
            call.Cancellation.ThrowIfCancellationRequested();
            List<Notice> own = [.. chunk.Notices];
            TablePrediction prediction = model.Predict(chunk, own, call.Value(strict));
            notices.Add(own);
            if (!headed)
            {
                csv.WriteRow([.. prediction.PredictionNames, .. prediction.ProbabilityNames]);
                headed = true;
            }

            for (int row = 0; row < prediction.Rows; row++)
            {
                foreach (string text in prediction.Predictions(row))
                {
                    csv.Write(text);
                }

                foreach (double probability in prediction.Probabilities(row))
                {
                    // The network computes in float; more digits than that would be invented.
                    csv.Write((float)probability);
                }

                csv.EndRow();
            }

            rows += prediction.Rows;
        }

        return rows;
    }
}
