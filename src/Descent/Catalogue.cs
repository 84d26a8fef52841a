namespace Descent;

/// <summary>
/// The registry of everything that has a name, with names, types and facts. JSON, the command line, the documentation and the law
/// tests read it; no code that computes refers to it. A new entry needs a file of its own, a row in Catalogue.Rows.cs,
/// and its type in CatalogueJson.cs, from which the serializer is generated.
/// </summary>
public static partial class Catalogue
{
    /// <summary>The base types of what can be an option, or be registered, in the order of <see cref="CatalogueKind"/>.</summary>
    internal static readonly Type[] Bases = [typeof(Layer), typeof(Activation), typeof(Loss), typeof(Optimizer), typeof(Regularizer), typeof(Initializer), typeof(Schedule), typeof(Metric), typeof(Augmentation)];

    /// <summary>All entries: those of the library, grouped by kind, followed by the registered ones.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries => Volatile.Read(ref s_entries) ?? s_own;

    /// <summary>The aliases of entries (see <see cref="CatalogueEntry.AlsoCalled"/>), each with the name of the entry. They are accepted wherever a name is read, and never written.</summary>
    public static IReadOnlyDictionary<string, string> Aliases => Entries.SelectMany(entry => entry.Aliases, (entry, alias) => (alias, entry.Name)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Gets the entries of one kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The entries, in order.</returns>
    public static IEnumerable<CatalogueEntry> Of(CatalogueKind kind) => Entries.Where(entry => entry.Kind == kind);

    /// <summary>Finds an entry by its name.</summary>
    /// <param name="name">A name such as <c>leaky_relu</c>, or one of <see cref="Aliases"/>; capitals, spaces, dashes and underscores do not matter.</param>
    /// <returns>The entry, or null if there is none.</returns>
    public static CatalogueEntry? Find(string name) => Find(name, typeof(object));

    /// <summary>Finds the entry of a kind by its name, by an alias, or, for a schedule, by the name without <c>_schedule</c>.</summary>
    /// <param name="name">The name; capitals, spaces, dashes and underscores do not matter.</param>
    /// <param name="kind">The base type, such as <c>typeof(Loss)</c>.</param>
    /// <returns>The entry, or null if there is none.</returns>
    public static CatalogueEntry? Find(string name, Type kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(kind);
        return Named(kind).FirstOrDefault(entry => AreSame(entry.Name, name) || AreSame(entry.Type.Name, name)) ?? Named(kind).FirstOrDefault(entry => entry.IsAlsoCalled(name));
    }

    /// <summary>Gets the catalogue name of an object's type.</summary>
    /// <param name="value">A layer, loss, optimizer and so on.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="ArgumentException">If the type has no entry.</exception>
    public static string NameOf(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Entries.FirstOrDefault(entry => entry.Type == value.GetType())?.Name ?? throw new ArgumentException($"{value.GetType().Name} has no entry in the catalogue.", nameof(value));
    }

    /// <summary>Whether two names are the same apart from capitals, spaces, dashes and underscores, which do not matter in catalogue names.</summary>
    /// <param name="first">A name.</param>
    /// <param name="second">Another one.</param>
    /// <returns>Whether they are the same name.</returns>
    public static bool AreSame(string first, string second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Fold(first) == Fold(second);
    }

    /// <summary>What can be named where something of a kind is wanted: entries, or the recipes, ensemble methods and forms of clipping, which are no entries.</summary>
    internal static IEnumerable<CatalogueEntry> Named(Type kind) =>
        kind == typeof(Recipe) ? Recipes : kind == typeof(EnsembleMethod) ? EnsembleMethods : kind == typeof(GradientClipping) ? Clippings : Entries.Where(entry => kind.IsAssignableFrom(entry.Type));

    /// <summary>The word for something of a kind, with its article.</summary>
    internal static string A(Type kind) => $"{("aeiou".Contains(Word(kind)[0], StringComparison.Ordinal) ? "an" : "a")} {Word(kind)}";

    /// <summary>The sentence that lists all names of a kind.</summary>
    internal static string NamesOf(Type kind) => $"There are: {string.Join(", ", Named(kind).Select(entry => entry.Name))}.";

    /// <summary>The beginning of a sentence about a name that is not known.</summary>
    internal static string NoSuch(Type kind, string name) => $"There is no {Word(kind)} '{name}'";

    private static string Word(Type kind) => kind == typeof(GradientClipping) ? "form of clipping" : kind == typeof(EnsembleMethod) ? "method" : kind.Name.ToLowerInvariant();

    /// <summary>A name in upper case, without spaces, dashes and underscores.</summary>
    private static string Fold(string name) => string.Concat(name.Where(letter => letter is not ('_' or '-' or ' '))).ToUpperInvariant();
}
