using System.Text.Json;

namespace Descent.Playground;

/// <summary>An entry of the catalogue, with its options as fields of a form.</summary>
internal sealed record EntryDocument(
    string Name, string Kind, string Formula, string Range, string Use, string Limits, string Source, string Notes, string PyTorch, string Keras, IEnumerable<OptionDocument> Options)
{
    public static EntryDocument Of(CatalogueEntry entry) => new(
        entry.Name, JsonNamingPolicy.CamelCase.ConvertName($"{entry.Kind}"), entry.Formula, entry.Range, entry.Use, entry.Limits, entry.Source, entry.Notes, entry.PyTorch, entry.Keras,
        entry.Options.Select(OptionDocument.Of));
}

/// <summary>An option: its default, what it can be, and what it means.</summary>
internal sealed record OptionDocument(string Name, string Default, bool IsRequired, IReadOnlyList<string> Choices, string Text)
{
    public static OptionDocument Of(CatalogueOption option) => new(
        option.Name, option.Default, option.IsRequired, option.Type.IsEnum || option.Type == typeof(bool) ? option.Alternatives : [], $"{option}");
}

/// <summary>The part of the catalogue that the page offers.</summary>
internal static class CatalogueDocument
{
    private static readonly CatalogueKind[] s_kinds = [CatalogueKind.Layer, CatalogueKind.Activation, CatalogueKind.Loss, CatalogueKind.Optimizer, CatalogueKind.Schedule, CatalogueKind.Regularizer, CatalogueKind.Initializer, CatalogueKind.Metric];

    public static IEnumerable<EntryDocument> Entries => Catalogue.Entries.Where(entry => s_kinds.Contains(entry.Kind)).Select(EntryDocument.Of);
}
