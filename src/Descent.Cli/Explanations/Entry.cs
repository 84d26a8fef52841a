namespace Descent.Cli.Explanations;

/// <summary>Everything that the screen, JSON and the pages say of an entry of the catalogue.</summary>
internal sealed record Entry(CatalogueEntry Row, object Thing)
{
    /// <summary>Its formula with these options.</summary>
    public Formula Formula { get; } = Formula.Of(Row, Thing);

    /// <summary>The formulas with other values of its options; none if options were given.</summary>
    public IReadOnlyList<(string Option, Formula Formula)> Others { get; } = ReferenceEquals(Row.Example, Thing) ? [.. Formula.Variants(Row)] : [];

    public Spelling Spelling { get; } = Spelling.Of(Row, Thing);

    public Drawing? Drawing { get; } = Drawings.Of(Thing);

    /// <summary>The worked example of a metric.</summary>
    public MetricExample? Example { get; } = MetricExample.Of(Thing);

    /// <summary>The options, each with its range and default.</summary>
    public IReadOnlyList<string> Options { get; } = [.. Row.Options.Select(option => $"{option}")];

    public IEnumerable<(string Who, string What)> Variants => VariantsOf(Row);

    /// <summary>Which variant of an entry each library uses.</summary>
    public static IEnumerable<(string Who, string What)> VariantsOf(CatalogueEntry row)
    {
        (string Who, string What)[] all = [("also called", row.AlsoCalled), ("notes", row.Notes), ("PyTorch", row.PyTorch), ("Keras", row.Keras), ("scikit-learn", row.ScikitLearn)];
        return all.Where(variant => variant.What.Length > 0);
    }
}
