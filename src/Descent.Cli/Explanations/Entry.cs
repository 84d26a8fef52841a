namespace Descent.Cli.Explanations;

/// <summary>Everything that is said of one thing from the catalogue, wherever it is said: screen, JSON or page.</summary>
/// <param name="Row">Its row of the catalogue.</param>
/// <param name="Thing">The thing itself, with the options that were asked for.</param>
internal sealed record Entry(CatalogueEntry Row, object Thing)
{
    /// <summary>Its formula, with the options that were asked for.</summary>
    public Formula Formula { get; } = Formula.Of(Row, Thing);

    /// <summary>The formulas with other words for its options, where the usual thing was asked for.</summary>
    public IReadOnlyList<(string Option, Formula Formula)> Others { get; } = ReferenceEquals(Row.Example, Thing) ? [.. Formula.Variants(Row)] : [];

    /// <summary>How it is written.</summary>
    public Spelling Spelling { get; } = Spelling.Of(Row, Thing);

    /// <summary>What is drawn of it, if anything.</summary>
    public Drawing? Drawing { get; } = Drawings.Of(Thing);

    /// <summary>An example worked out, for a metric.</summary>
    public MetricExample? Example { get; } = MetricExample.Of(Thing);

    /// <summary>The options, each with its range and default.</summary>
    public IReadOnlyList<string> Options { get; } = [.. Row.Options.Select(option => $"{option}")];

    /// <summary>Who uses which variant; those of whom there is nothing to say are left out.</summary>
    public IEnumerable<(string Who, string What)> Variants => VariantsOf(Row);

    /// <summary>Who uses which variant of an entry.</summary>
    public static IEnumerable<(string Who, string What)> VariantsOf(CatalogueEntry row)
    {
        (string Who, string What)[] all = [("also called", row.AlsoCalled), ("notes", row.Notes), ("PyTorch", row.PyTorch), ("Keras", row.Keras), ("scikit-learn", row.ScikitLearn)];
        return all.Where(variant => variant.What.Length > 0);
    }
}
