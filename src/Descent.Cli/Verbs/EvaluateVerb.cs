namespace Descent.Cli.Verbs;

/// <summary>Evaluates a saved model on a table whose targets are known.</summary>
internal sealed class EvaluateVerb : ModelVerb
{
    private readonly Option<bool> strict = Choice.Flag("--strict", "Stop at a category or label that training has not seen, instead of counting it as unknown, and the label as wrong.");
    private readonly Option<int?> shown = Choice.Whole("--rows", "Show what was expected and predicted for the first N rows, beside their inputs.", 1);

    public EvaluateVerb()
        : base("evaluate", "Evaluates a model on a table whose targets are known: scores and errors.",
            new("evaluate runs/iris-species-1 more-flowers.csv", "Scores and a confusion matrix:"),
            new("evaluate runs/iris-species-1 more-flowers.csv --rows 16", "And what was expected and predicted for the first rows:"),
            new("evaluate runs/iris-species-1 more-flowers.csv --json", "The same as JSON:")) =>
        Add([strict, shown, Member, .. Decision.All, .. Tables.All]);

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        (TableModel model, Table table, List<Notice> notices) = Load(call);
        TableEvaluation evaluation = TableEvaluation.Of(model, table, notices, call.Value(strict));
        PredictedRows? rows = call.Value(shown) is { } count ? PredictedRows.Of(model, table, count) : null;
        Decisions.WriteNotices(call.People, notices);
        return call.Respond(
            () =>
            [
                new TaskDocument(Words.Of(model.Preprocessor.Task), evaluation.Outcome.Rows), EvaluationDocument.Of(evaluation), ExampleRowsDocument.Of(rows),
                NoticesDocument.Of([.. notices, .. evaluation.Notices]),
            ],
            screen =>
            {
                screen.Heading($"Scores on {Wording.Count(evaluation.Outcome.Rows, "row")} of {table.Source}{Judgement.Positive(evaluation.Decision)}");
                Judgement.Write(screen, model, evaluation);
                if (rows is not null)
                {
                    RowsText.Write(screen, rows);
                }
            });
    }
}
