namespace Descent.Cli.Verbs;

/// <summary>Shows what is in a table or in a model.</summary>
internal sealed class InspectVerb : Verb
{
    private readonly Argument<string> path = new("DATA|MODEL") { Description = "A table (CSV, plain or gzip, Parquet, a database with --sql, or - for standard input), the file of a model, or the folder of a run." };
    private readonly Option<string?> target = Choice.Text("--target", "COL[,COL]", "For a table: show how training to predict these columns would use it.");
    private readonly Option<bool> full = Choice.Flag("--full", "For a model: show every weight, too.");
    private readonly Option<int?> member = MemberChoice.Option("For a model of several networks: show that one, counted from 1.");
    private readonly ColumnOptionSet columns = new();
    private readonly TableOptionSet tables = new();

    public InspectVerb()
        : base("inspect", "Shows what is in a table or in a model.",
            new("inspect iris.csv", "The columns of a table:"),
            new("inspect iris.csv --target species", "How training would use it:"),
            new("inspect shop.db --sql \"SELECT * FROM orders\"", "The columns of a query:"),
            new("inspect runs/iris-species-1", "Layers, preprocessing and scores of a model:")) =>
        Add([path, target, full, member, .. columns.All, .. tables.All]);

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        string name = call.Value(path)!;
        Option[] ofModels = [full, member], ofAll = [.. Options.Where(option => option.Name is "--json" or "--seed" or "--quiet")];
        bool isModel = IsModel(name);
        IEnumerable<Option> idle = isModel ? Options.Except([.. ofModels, .. ofAll]) : ofModels;
        call.Refuse(idle, option => $"{option.Name} is for a {(isModel ? "table" : "model")}, but '{DataPlace.Masked(name)}' is a {(isModel ? "model" : "table")}. Leave it out.");
        if (isModel)
        {
            TableModel model = RunFiles.Load(name);
            TableModel shown = MemberChoice.Of(call, member, model);
            return call.Respond(() => [ModelDocument.Of(shown)], screen => ModelInspection.Write(screen, shown, name, call.Value(full)));
        }

        Table table = tables.Read(call, name);
        TableSummary summary = TableSummary.Of(table, call.Value(target) is { } wanted ? ColumnOptionSet.Names(table, wanted, target.Name) : [], columns.Options(call, table));
        return call.Respond(() => [TableDocument.Of(table, summary), NoticesDocument.Of(summary.Notices)], screen => TableInspection.Write(screen, table, summary));
    }

    // A model starts with the length of its JSON header; a table has no zero byte.
    private static bool IsModel(string path) => Directory.Exists(path) || path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
        || (path != "-" && DataPlace.HeadOf(path, 9) is [_, _, _, _, _, _, _, 0, (byte)'{']);
}
