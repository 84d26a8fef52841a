using System.CommandLine;
using Descent.Cli.Documents;
using Descent.Cli.Runs;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Explains a saved model by a table whose answers are known: what matters, how, and where it is wrong.</summary>
internal sealed class ExplainModelVerb : Verb
{
    private readonly Argument<string> model = new("MODEL") { Description = "The file of a model, or the folder of a run." };
    private readonly Argument<string> data = new("DATA") { Description = TableOptionSet.PathHelp };
    private readonly Option<int?> rows = Choice.Whole("--rows", "Measure importance on N rows, evenly spaced. Default: as many as take some seconds, 100 to 5,000.", 1);
    private readonly DecisionOptionSet decision = new("as saved with the model");
    private readonly TableOptionSet tables = new();

    public ExplainModelVerb()
        : base("explain-model", "Explains a model by rows whose targets are known: which columns matter and how, its worst rows, its calibration.")
    {
        Arguments.Add(model);
        Arguments.Add(data);
        Options.Add(rows);
        decision.AddTo(this);
        tables.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("explain-model runs/iris-species-1 more-flowers.csv", "What matters, as tables and curves:"),
        new("explain-model runs/iris-species-1 more-flowers.csv --json", "The same as JSON:"),
        new("predict runs/iris-species-1 more-flowers.csv --explain", "And why single rows are predicted as they are:"),
    ];

    public override int Run(Call call)
    {
        List<Notice> notices = [];
        TableModel loaded = decision.With(call, RunFiles.Load(call.Value(model)!), notices);
        Table table = tables.Read(call, call.Value(data)!, loaded.Preprocessor.Schema);
        notices.AddRange(table.Notices);
        ModelExplanation explanation = ModelExplanation.Of(loaded, table, new ExplanationOptions { Rows = call.Value(rows), Seed = call.Seed });
        Decisions.WriteNotices(call.People, [.. notices, .. explanation.Notices]);
        call.Respond(
            () => [new TaskDocument(Words.Of(loaded.Preprocessor.Task)), ExplanationDocument.Of(loaded, explanation), NoticesDocument.Of([.. notices, .. explanation.Notices])],
            screen => ExplanationText.Write(screen, loaded, explanation));
        return ExitCode.Ok;
    }
}
