namespace Descent;

/// <content>Other names of entries.</content>
public static partial class Catalogue
{
    private const string ScheduleSuffix = "SCHEDULE";

    /// <summary>
    /// The aliases of entries, each with the name of the entry: the names that papers and other libraries use. They are accepted wherever a name is read, and
    /// never written. A schedule can also be named without its <c>_schedule</c>.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["batch_norm"] = "batch_normalization",
        ["layer_norm"] = "layer_normalization",
        ["id"] = "linear",
        ["identity"] = "linear",
        ["logistic"] = "sigmoid",
        ["silu"] = "swish",
        ["heaviside"] = "step",
        ["mse"] = "mean_squared_error",
        ["mae"] = "mean_absolute_error",
        ["bce"] = "binary_cross_entropy",
        ["cce"] = "categorical_cross_entropy",
        ["kl"] = "kullback_leibler",
        ["kl_divergence"] = "kullback_leibler",
        ["logcosh"] = "log_cosh",
        ["pinball"] = "quantile",
        ["binary_focal"] = "binary_focal_cross_entropy",
        ["exp"] = "exponential",
        ["piecewise_constant_decay"] = "piecewise_constant_schedule",
        ["cosine_similarity"] = "cosine_proximity",
        ["sgd"] = "gradient_descent",
        ["nag"] = "nesterov",
        ["ridge"] = "l2",
        ["lasso"] = "l1",
        ["l1_l2"] = "elastic_net",
        ["zero"] = "zeros",
        ["glorot"] = "glorot_uniform",
        ["xavier"] = "glorot_uniform",
        ["xavier_uniform"] = "glorot_uniform",
        ["xavier_normal"] = "glorot_normal",
        ["he"] = "he_normal",
        ["kaiming"] = "he_normal",
        ["kaiming_uniform"] = "he_uniform",
        ["kaiming_normal"] = "he_normal",
        ["lecun"] = "lecun_normal",
        ["lsuv"] = "dynamic",
        ["reduce_on_plateau"] = "plateau_schedule",
    };

    /// <summary>Finds the entry of a kind by its name, by an alias, or, for a schedule, by the name without <c>_schedule</c>.</summary>
    /// <param name="name">The name; capitals, spaces, dashes and underscores do not matter.</param>
    /// <param name="kind">The base type, such as <c>typeof(Loss)</c>.</param>
    /// <returns>The entry, or null if there is none.</returns>
    public static CatalogueEntry? Find(string name, Type kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(kind);
        string wanted = Fold(name);
        string? meant = Aliases.FirstOrDefault(alias => Fold(alias.Key) == wanted).Value;
        IEnumerable<CatalogueEntry> own = Entries.Where(e => kind.IsAssignableFrom(e.Type));
        return own.FirstOrDefault(e => Fold(e.Name) == wanted || Fold(e.Type.Name) == wanted)
            ?? own.FirstOrDefault(e => e.Name == meant || (e.Kind == CatalogueKind.Schedule && Fold(e.Name) == wanted + ScheduleSuffix));
    }
}
