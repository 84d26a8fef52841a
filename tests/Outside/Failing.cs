using System.Text.Json.Serialization;

namespace Descent.Outside;

/// <summary>An activation that fails when it is used: the tool says whose fault that is.</summary>
public sealed record Failing : ElementwiseActivation
{
    protected override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => throw new InvalidOperationException("It is not ready.");

    public static void Register() => Catalogue.Register(new CatalogueEntry("failing", new Failing()), FailingJson.Default);
}

/// <summary>A schedule with a list among its options.</summary>
public sealed record RateTable(IReadOnlyList<double> Rates) : Schedule
{
    public override double At(TrainingPosition position) => Rates[(int)Math.Min(Rates.Count - 1, position.Epoch)];

    public static void Register() => Catalogue.Register(new CatalogueEntry("rate_table", new RateTable([0.1, 0.01])), FailingJson.Default);
}

[JsonSerializable(typeof(Failing))]
[JsonSerializable(typeof(RateTable))]
internal sealed partial class FailingJson : JsonSerializerContext;
