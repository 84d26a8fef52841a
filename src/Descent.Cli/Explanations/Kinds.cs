namespace Descent.Cli.Explanations;

/// <summary>The kinds of the catalogue: their words, and how entries of each kind are read and written.</summary>
internal static class Kinds
{
    private static readonly Type[] s_bases =
        [typeof(Layer), typeof(Loss), typeof(Optimizer), typeof(Regularizer), typeof(Initializer), typeof(Schedule), typeof(Augmentation), typeof(Metric), typeof(Perceptron)];

    public static IReadOnlyList<CatalogueKind> All { get; } = Enum.GetValues<CatalogueKind>();

    /// <summary>One of a kind, such as <c>loss</c>.</summary>
    public static string Word(CatalogueKind kind) => $"{kind}".ToLowerInvariant();

    /// <summary>Several of a kind, such as <c>losses</c>.</summary>
    public static string Plural(CatalogueKind kind) => kind == CatalogueKind.Loss ? "losses" : $"{Word(kind)}s";

    /// <summary>Several of a kind as a heading, such as <c>Losses</c>.</summary>
    public static string Title(CatalogueKind kind) => FitText.Capital(Plural(kind));

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

    /// <summary>The JSON that describes something, or null if it has none.</summary>
    public static string? Json(object value) =>
        Catalogue.Entries.FirstOrDefault(entry => entry.Type == value.GetType()) is { HasJson: true } && Array.Find(s_bases, type => type.IsInstanceOfType(value)) is { } type
            ? JsonSerializer.Serialize(value, Catalogue.InfoOf(type))
            : null;

    /// <summary>The text form of what has one.</summary>
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
