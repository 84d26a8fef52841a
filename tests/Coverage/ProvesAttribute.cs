namespace Descent.Tests.Coverage;

/// <summary>What a test can prove of a catalogue entry.</summary>
internal enum Proof
{
    /// <summary>Its derivative equals finite differences in double.</summary>
    Gradient,

    /// <summary>Its numbers are those of an independent program or of a published formula, kept in a file of Goldens.</summary>
    Peer,

    /// <summary>It keeps a law of the whole catalogue, named by <see cref="ProvesAttribute.Law"/>.</summary>
    Law,
}

/// <summary>
/// Says of a test what it proves for the entries that its own data name: docs/catalogue.md is computed from these marks.
/// The data are those of the test's <c>MemberData</c>, or, where they are numbers of cases, of the property <see cref="Of"/>.
/// </summary>
/// <param name="proof">What is proven.</param>
/// <param name="law">Which law, for <see cref="Proof.Law"/>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProvesAttribute(Proof proof, string law = "") : Attribute
{
    /// <summary>What is proven.</summary>
    public Proof Proof { get; } = proof;

    /// <summary>Which law.</summary>
    public string Law { get; } = law;

    /// <summary>A static property of the test's class with names, texts, types or JSON of what the test covers.</summary>
    public string? Of { get; init; }
}

/// <summary>The laws, by the names that the coverage page prints.</summary>
internal static class Law
{
    public const string Json = "JSON gives it back", Precision = "float follows double", Lanes = "any lane width, the same bits", Allocation = "no allocation per step";
    public const string Batch = "a batch is the sum of its parts", Options = "every option changes the result", Arguments = "bad arguments are refused by name", Quadratic = "finds the minimum of a quadratic", Table = "learns a real table";
    public const string Order = "the order of rows does not matter", Weights = "a weight of 2 is a row twice";

    /// <summary>The laws that a kind is under.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="trains">Whether gradients can pass.</param>
    public static IReadOnlyList<string> Of(CatalogueKind kind, bool trains) => kind switch
    {
        CatalogueKind.Layer => [Json, Precision, Lanes, Allocation, Options, Arguments],
        CatalogueKind.Activation or CatalogueKind.Loss => [Json, Precision, Lanes, Allocation, .. trains ? [Batch] : Array.Empty<string>(), Options, Arguments],
        CatalogueKind.Optimizer => [Json, Precision, Lanes, Allocation, Options, Arguments, Quadratic, Table],
        CatalogueKind.Regularizer => [Json, Precision, Lanes, Allocation, Options, Arguments],
        CatalogueKind.Initializer => [Json, Precision, Lanes, Options, Arguments],
        CatalogueKind.Schedule => [Json, Allocation, Options, Arguments],
        CatalogueKind.Augmentation => [Json, Options, Arguments],
        CatalogueKind.Model => [Json, Arguments],
        CatalogueKind.Metric => [Precision, Order, Weights, Arguments],
        _ => throw new ArgumentException($"Which laws is {kind} under?", nameof(kind)),
    };
}
