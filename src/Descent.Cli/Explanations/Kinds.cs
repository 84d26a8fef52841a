namespace Descent.Cli.Explanations;

/// <summary>The kinds of the catalogue: their words, and how things of each kind are read and written.</summary>
internal static class Kinds
{
    public static IReadOnlyList<CatalogueKind> All { get; } = Enum.GetValues<CatalogueKind>();

    /// <summary>One of a kind, such as <c>loss</c>.</summary>
    public static string Word(CatalogueKind kind) => $"{kind}".ToLowerInvariant();

    /// <summary>Several of a kind, such as <c>losses</c>.</summary>
    public static string Plural(CatalogueKind kind) => kind == CatalogueKind.Loss ? "losses" : $"{Word(kind)}s";

    /// <summary>Several of a kind as a heading, such as <c>Losses</c>.</summary>
    public static string Title(CatalogueKind kind)
    {
        string word = Plural(kind);
        return $"{char.ToUpperInvariant(word[0])}{word[1..]}";
    }

    /// <summary>The kind that a word names, in singular or plural.</summary>
    public static CatalogueKind? Find(string word) =>
        All.Where(kind => word.Equals(Word(kind), StringComparison.OrdinalIgnoreCase) || word.Equals(Plural(kind), StringComparison.OrdinalIgnoreCase)).Select(kind => (CatalogueKind?)kind).FirstOrDefault();

    /// <summary>Reads <c>name:option=value</c>.</summary>
    /// <exception cref="FormatException">If an option does not exist or is out of range.</exception>
    public static object Parse(CatalogueKind kind, string text) => kind switch
    {
        CatalogueKind.Layer => Catalogue.Parse<Layer>(text),
        CatalogueKind.Activation => Catalogue.Parse<Activation>(text),
        CatalogueKind.Loss => Catalogue.Parse<Loss>(text),
        CatalogueKind.Optimizer => Catalogue.Parse<Optimizer>(text),
        CatalogueKind.Regularizer => Catalogue.Parse<Regularizer>(text),
        CatalogueKind.Initializer => Catalogue.Parse<Initializer>(text),
        CatalogueKind.Schedule => Catalogue.Parse<Schedule>(text),
        CatalogueKind.Augmentation => Catalogue.Parse<Augmentation>(text),
        CatalogueKind.Metric => Catalogue.Parse<Metric>(text),
        CatalogueKind.Model => Catalogue.Parse<Perceptron>(text),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind needs a reader."),
    };

    /// <summary>The JSON that describes something, or null for what is never written down.</summary>
    public static string? Json(object value) => value switch
    {
        _ when Catalogue.Entries.FirstOrDefault(entry => entry.Type == value.GetType()) is not { HasJson: true } => null,
        Layer layer => Catalogue.ToJson(layer),
        Loss loss => Catalogue.ToJson(loss),
        Optimizer optimizer => Catalogue.ToJson(optimizer),
        Regularizer regularizer => Catalogue.ToJson(regularizer),
        Initializer initializer => Catalogue.ToJson(initializer),
        Schedule schedule => Catalogue.ToJson(schedule),
        Augmentation augmentation => Catalogue.ToJson(augmentation),
        Metric metric => Catalogue.ToJson(metric),
        Perceptron perceptron => Catalogue.ToJson(perceptron),
        _ => null,
    };

    /// <summary>The text form of what can be written down.</summary>
    public static string Text(object value) => value switch
    {
        Layer layer => Catalogue.ToText(layer),
        Loss loss => Catalogue.ToText(loss),
        Optimizer optimizer => Catalogue.ToText(optimizer),
        Regularizer regularizer => Catalogue.ToText(regularizer),
        Initializer initializer => Catalogue.ToText(initializer),
        Schedule schedule => Catalogue.ToText(schedule),
        Augmentation augmentation => Catalogue.ToText(augmentation),
        Metric metric => Catalogue.ToText(metric),
        Perceptron perceptron => Catalogue.ToText(perceptron),
        _ => throw new ArgumentException($"{value} has no text form.", nameof(value)),
    };
}
