namespace Descent.Cli.Explanations;

/// <summary>The kinds of the catalogue: their words, and how entries of each kind are read and written.</summary>
internal static class Kinds
{
    // In the order of the enumeration.
    private static readonly Base[] s_bases =
        [Of<Layer>(), Of<Activation>(), Of<Loss>(), Of<Optimizer>(), Of<Regularizer>(), Of<Initializer>(), Of<Schedule>(), Of<Metric>(), Of<Augmentation>(), Of<Perceptron>()];

    public static IReadOnlyList<CatalogueKind> All { get; } = Enum.GetValues<CatalogueKind>();

    /// <summary>One of a kind, such as <c>loss</c>.</summary>
    public static string Word(CatalogueKind kind) => $"{kind}".ToLowerInvariant();

    /// <summary>Several of a kind, such as <c>losses</c>.</summary>
    public static string Plural(CatalogueKind kind) => kind == CatalogueKind.Loss ? "losses" : $"{Word(kind)}s";

    /// <summary>Several of a kind as a heading, such as <c>Losses</c>.</summary>
    public static string Title(CatalogueKind kind) => FitText.Capital(Plural(kind));

    /// <summary>Reads <c>name:option=value</c>.</summary>
    /// <exception cref="FormatException">If an option does not exist or is out of range.</exception>
    public static object Parse(CatalogueKind kind, string text) => s_bases[(int)kind].Parse(text);

    /// <summary>The JSON that describes something, or null if it has none.</summary>
    public static string? Json(object value) =>
        Catalogue.Entries.FirstOrDefault(entry => entry.Type == value.GetType()) is { HasJson: true } ? JsonSerializer.Serialize(value, Catalogue.InfoOf(BaseOf(value).Type)) : null;

    /// <summary>The text form of what has one.</summary>
    public static string Text(object value) => BaseOf(value).ToText(value);

    private static Base BaseOf(object value) => Array.Find(s_bases, known => known.Type.IsInstanceOfType(value)) ?? throw new ArgumentException($"{value} has no text form.", nameof(value));

    private static Base Of<T>()
        where T : class => new(typeof(T), Catalogue.Parse<T>, value => Catalogue.ToText((T)value));

    private sealed record Base(Type Type, Func<string, object> Parse, Func<object, string> ToText);
}
