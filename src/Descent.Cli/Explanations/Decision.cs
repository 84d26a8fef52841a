namespace Descent.Cli.Explanations;

/// <summary>A piece of advice.</summary>
/// <param name="When">The situation.</param>
/// <param name="Choose">What fits, the first choice first: short forms that the catalogue reads.</param>
/// <param name="Why">Why.</param>
internal sealed record Decision(string When, IReadOnlyList<string> Choose, string Why);

/// <summary>Advice on one question.</summary>
/// <param name="Name">What <c>descent explain</c> knows it by.</param>
/// <param name="Title">The question.</param>
/// <param name="Beginning">What to do without further thought.</param>
/// <param name="Kind">Of which kind the choices are; null if of several.</param>
/// <param name="Rows">The situations, the most usual first.</param>
internal sealed record DecisionTable(string Name, string Title, string Beginning, CatalogueKind? Kind, IReadOnlyList<Decision> Rows);
