using System.Text.Json.Serialization;
using static System.Text.Json.Serialization.JsonIgnoreCondition;

namespace Descent.Cli.Documents;

internal sealed record EntryDocument(string Name, string Kind, string Formula, string Where, string Range, IEnumerable<string> Options, string Use, string Limits, IReadOnlyDictionary<string, string> Variants, string Source)
{
    public static EntryDocument Of(CatalogueEntry row) => Of(row, Explanations.Formula.Of(row, row.Example));

    public static EntryDocument Of(CatalogueEntry row, Explanations.Formula formula) => new(
        row.Name, Kinds.Word(row.Kind), formula.Text, formula.Where, row.Range, row.Options.Select(option => $"{option}"), row.Use, row.Limits, JsonText.Map(Entry.VariantsOf(row)), row.Source);
}

internal sealed record CurvesDocument(
    IReadOnlyDictionary<string, string> OtherFormulas, string Csharp, [property: JsonIgnore(Condition = Never)] string? CommandLine, [property: JsonIgnore(Condition = Never)] JsonElement? Description,
    IEnumerable<CurveDocument> Curves, [property: JsonIgnore(Condition = Never)] string? CurvesRemark, MetricExampleDocument? Example)
{
    private const int Points = 41;

    public static CurvesDocument Of(Entry entry) => new(
        JsonText.Map(entry.Others.Select(other => (other.Option, other.Formula.Text))), entry.Spelling.CSharp, entry.Spelling.CommandLine, entry.Spelling.Json is { } json ? JsonElement.Parse(json) : null,
        entry.Drawing is not { } drawing ? [] : drawing.Curves.Select(curve => new CurveDocument(curve.Title, Enumerable.Range(0, Points).Select(i => drawing.Low + ((drawing.High - drawing.Low) * i / (Points - 1))).Select(x => new PointDocument(x, curve.At(x))))),
        entry.Drawing?.Remark,
        entry.Example is { } example ? new($"{example.Form}", example.Rows.Select(row => row.Wanted), example.Rows.Select(row => row.Given), example.Value, example.HigherIsBetter) : null);
}

internal sealed record CurveDocument(string Title, IEnumerable<PointDocument> Points);

internal sealed record PointDocument(double X, double Y);

internal sealed record MetricExampleDocument(string Form, IEnumerable<string> Wanted, IEnumerable<string> Given, double Value, bool HigherIsBetter);

internal sealed record RecipeDocument(
    string Name, string Kind, IEnumerable<string> Aliases, string Use, string Numbers, string Categories, string Layers, string Training, string BatchSize, IReadOnlyDictionary<string, double> Options, string Limits, string Source, string Csharp, string CommandLine)
{
    public static RecipeDocument Of(Recipe recipe) => new(
        recipe.Name, RecipeText.Word, RecipeText.AliasesOf(recipe), recipe.Facts.Use, recipe.Facts.Numbers, recipe.Facts.Categories, recipe.Facts.Layers, recipe.Facts.Training, recipe.Facts.BatchSize,
        JsonText.Map(RecipeText.OptionsOf(recipe).Select(option => (option.Name, double.Parse(option.Default, CultureInfo.InvariantCulture)))), recipe.Facts.Limits, recipe.Facts.Source, RecipeText.CSharp(recipe), RecipeText.CommandLine(recipe));
}

internal sealed record RecipePartDocument(RecipeDocument Recipe);

internal sealed record EnsembleMethodDocument(string Name, string Kind, string Use, int Networks, string Members, string Prediction, IReadOnlyDictionary<string, string> Options, string Limits, string Source, string Csharp, string CommandLine)
{
    public static EnsembleMethodDocument Of(EnsembleMethod method) => new(
        method.Name, EnsembleText.Word, method.Facts.Use, method.Networks, method.Facts.Members, method.Facts.Prediction,
        EnsembleText.OptionsOf(method).ToDictionary(option => option.Name, option => option.Default, StringComparer.Ordinal), method.Facts.Limits, method.Facts.Source, EnsembleText.CSharp(method), EnsembleText.CommandLine(method));
}

internal sealed record ListDocument(IEnumerable<EntryDocument> Entries, IEnumerable<RecipeDocument>? Recipes, IEnumerable<EnsembleMethodDocument>? Ensembles);

internal sealed record AdviceDocument(string Name, string Title, [property: JsonIgnore(Condition = Never)] string? Kind, string Beginning, IEnumerable<Decision> Decisions)
{
    public static AdviceDocument Of(DecisionTable advice) => new(advice.Name, advice.Title, advice.Kind is { } kind ? Kinds.Word(kind) : null, advice.Beginning, advice.Rows);
}

internal sealed record VerdictsDocument(string Name, IReadOnlyDictionary<string, string> Measures, IEnumerable<VerdictDocument> Verdicts);

internal sealed record VerdictDocument(string Verdict, string Rule, IEnumerable<string> Advice);
