using System.Text.Json.Serialization.Metadata;

namespace Descent.Cli.Explanations;

/// <summary>The formula of an entry of the catalogue with the given options.</summary>
internal sealed record Formula(string Text, string Where = "")
{
    public static Formula Of(CatalogueEntry row, object thing) => thing switch
    {
        Optimizer optimizer => OptimizerFormulas.Of(optimizer) ?? new Formula(row.Formula),
        Loss loss => LossFormulas.Of(row, loss),
        _ => new Formula(OtherFormulas.Of(thing) ?? row.Formula),
    };

    /// <summary>The formulas with each value of an option other than its default, such as <c>form=HeavyBall</c>.</summary>
    public static IEnumerable<(string Option, Formula Formula)> Variants(CatalogueEntry row)
    {
        if (row.Example is Metric || Kinds.Json(row.Example) is not { } json || json[0] != '{')
        {
            yield break;
        }

        string usual = Kinds.Text(row.Example);
        foreach (JsonPropertyInfo option in Catalogue.InfoOf(row.Type).Properties)
        {
            foreach (string value in Words(option, option.Get?.Invoke(row.Example)))
            {
                string text = $"{option.Name}={value}";
                yield return (text, Of(row, Kinds.Parse(row.Kind, $"{usual}{(usual.Contains(':', StringComparison.Ordinal) ? "," : ":")}{text}")));
            }
        }
    }

    private static IEnumerable<string> Words(JsonPropertyInfo option, object? usual) =>
        option.PropertyType.IsEnum ? Enum.GetNames(option.PropertyType).Where(name => name != $"{usual}")
        : option.PropertyType == typeof(bool) ? [usual is true ? "false" : "true"]
        : [];
}
