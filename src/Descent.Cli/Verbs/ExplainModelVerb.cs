namespace Descent.Cli.Verbs;

/// <summary>Explains a saved model by a table whose targets are known: what matters, how, and where it is wrong.</summary>
internal sealed class ExplainModelVerb : ModelVerb
{
    private readonly Option<int?> rows = Choice.Whole("--rows", "Measure importance on N rows, evenly spaced. Default: as many as take some seconds, 100 to 5,000.", 1);

    public ExplainModelVerb()
        : base("explain-model", "Explains a model by rows whose targets are known: which columns matter and how, its worst rows, its calibration.",
            new("explain-model runs/iris-species-1 more-flowers.csv", "What matters, as tables and curves:"),
            new("explain-model runs/iris-species-1 more-flowers.csv --json", "The same as JSON:"),
            new("predict runs/iris-species-1 more-flowers.csv --explain", "And why single rows are predicted as they are:")) =>
        Add([rows, Member, .. Decision.All, .. Tables.All]);

    public override int Run(Call call)
    {
        (TableModel model, Table table, List<Notice> notices) = Load(call);
        ModelExplanation explanation = ModelExplanation.Of(model, table, new ExplanationOptions { Rows = call.Value(rows), Seed = call.Seed });
        notices.AddRange(explanation.Notices);
        Decisions.WriteNotices(call.People, notices);
        return call.Respond(
            () => [new TaskDocument(Words.Of(model.Preprocessor.Task)), ExplanationDocument.Of(model, explanation), NoticesDocument.Of(notices)],
            screen => ExplanationText.Write(screen, model, explanation));
    }
}
