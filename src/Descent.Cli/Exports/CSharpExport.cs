namespace Descent.Cli.Exports;

/// <summary><c>--csharp FILE</c>: the model as source.</summary>
internal sealed class CSharpExport(Option<double?> interval) : ExportFormat
{
    private readonly Option<string?> space = Choice.Text("--namespace", "NAME", "For --csharp: the namespace of the class. Default: none.");
    private readonly Option<string?> type = Choice.Text("--class", "NAME", "For --csharp: the name of the class. Default: that of the file.");
    private readonly Option<CSharpStyle?> style = Choice.OneOf("--style", "For --csharp: .NET 10, the default, or .NET Standard 2.1 and C# 9, as in Unity.", ("net10", CSharpStyle.Net10), ("standard21", CSharpStyle.Standard21));

    public override Option<string?> File { get; } = Choice.Text("--csharp", "FILE", "Write the model as the source of one class without dependencies.");

    public override IReadOnlyList<Option> Options => [File, space, type, style];

    public override void Require(Call call, bool force, string model)
    {
        string path = call.Value(File)!;
        RequireFile(path, force, model);
        _ = OptionsOf(call);
        RequireFile(CSharpSource.ResourcePath(path), force, model);
    }

    public override IEnumerable<ExportedFile> Write(Call call, TableModel model)
    {
        string path = call.Value(File)!;
        CSharpOptions options = OptionsOf(call);
        CSharpSource source = CSharpSource.Of(model, options);
        string name = options.Namespace is { } own ? $"{own}.{options.Class}" : options.Class;
        foreach (string written in source.Save(path))
        {
            yield return new ExportedFile(written, written == path
                ? [$"  {name}.Predict(row) predicts a row, {name}.SelfTest() tests the class."]
                : ["  The weights. Add to the project file:", $"  <EmbeddedResource Include=\"{Path.GetFileName(written)}\" LogicalName=\"{source.ResourceName}\" />"]);
        }
    }

    private CSharpOptions OptionsOf(Call call)
    {
        try
        {
            return new CSharpOptions
            {
                // iris-model.g.cs becomes IrisModel.
                Class = call.Value(type) ?? CSharpOptions.ClassOf(Path.GetFileName(call.Value(File)!).Split('.')[0]),
                Namespace = call.Value(space),
                Style = call.Value(style) ?? CSharpStyle.Net10,
                IntervalLevel = call.Value(interval),
            };
        }
        catch (ArgumentException fault)
        {
            throw new UsageException($"{fault.Message.Split(" (Parameter")[0]} The names are set with --class and --namespace.", fault);
        }
    }
}
