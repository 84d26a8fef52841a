using System.CommandLine;
using Descent.Cli.Documents;
using Descent.Cli.Runs;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Judges a saved model on a table whose answers are known.</summary>
internal sealed class EvaluateVerb : Verb
{
    private readonly Argument<string> model = new("MODEL") { Description = "The file of a model, or the folder of a run." };
    private readonly Argument<string> data = new("DATA") { Description = TableOptionSet.PathHelp };
    private readonly Option<bool> strict = Choice.Flag("--strict", "Stop at a category or label that training has not seen, instead of counting it as unknown, and the label as wrong.");
    private readonly Option<int?> shown = Choice.Whole("--rows", "Show what was expected and predicted for the first N rows, beside their inputs.", 1);
    private readonly DecisionOptionSet decision = new("as saved with the model");
    private readonly TableOptionSet tables = new();

    public EvaluateVerb()
        : base("evaluate", "Evaluates a model on a table whose targets are known: scores and errors.")
    {
        Arguments.Add(model);
        Arguments.Add(data);
        Add(strict, shown);
        decision.AddTo(this);
        tables.AddTo(this);
    }

    protected override bool IsRandom => false;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("evaluate runs/iris-species-1 more-flowers.csv", "Scores and a confusion matrix:"),
        new("evaluate runs/iris-species-1 more-flowers.csv --rows 16", "And what was expected and predicted for the first rows:"),
        new("evaluate runs/iris-species-1 more-flowers.csv --json", "The same as JSON:"),
    ];

    public override int Run(Call call)
    {
        List<Notice> notices = [];
        TableModel loaded = decision.With(call, RunFiles.Load(call.Value(model)!), notices);
        Table table = tables.Read(call, call.Value(data)!, loaded.Preprocessor.Schema);
        notices.AddRange(table.Notices);
        TableEvaluation evaluation = TableEvaluation.Of(loaded, table, notices, call.Value(strict));
        PredictedRows? rows = call.Value(shown) is { } count ? PredictedRows.Of(loaded, table, count) : null;
        Decisions.WriteNotices(call.People, notices);
        call.Respond(
            () => [new TaskDocument(Words.Of(loaded.Preprocessor.Task), evaluation.Outcome.Rows), EvaluationDocument.Of(evaluation), ExampleRowsDocument.Of(rows), NoticesDocument.Of([.. notices, .. evaluation.Notices])],
            screen =>
            {
                screen.Heading($"Scores on {Wording.Count(evaluation.Outcome.Rows, "row")} of {table.Source}{Judgement.Positive(evaluation.Decision)}");
                Judgement.Write(screen, loaded, evaluation);
                if (rows is not null)
                {
                    RowsText.Write(screen, rows);
                }
            });
        return ExitCode.Ok;
    }
}
