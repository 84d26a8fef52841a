using System.Globalization;
using Descent.Tests.Laws;
using Descent.Tests.Repository;

namespace Descent.Tests.Coverage;

/// <summary>How many lines of code an entry's own file has: neither blank nor a comment.</summary>
internal static class SourceLines
{
    /// <summary>Why a file is among the longest.</summary>
    private static readonly Dictionary<string, string> s_reasons = new(StringComparer.Ordinal)
    {
        ["nadam"] = "two forms of the momentum, and the product of all momenta so far",
        ["nesterov"] = "two forms, of which one moves the weights before the gradient is taken",
        ["rmsprop"] = "a short rule for the usual case and a longer one with momentum and centering",
        ["adam"] = "AMSGrad beside the rule that AdamW shares",
        ["binary_cross_entropy"] = "one kernel fused with sigmoid and one that stands alone, and a refusal for each misfit",
        ["categorical_cross_entropy"] = "fused with softmax and behind log-softmax, and a refusal for each misfit",
        ["kullback_leibler"] = "fused with softmax and behind log-softmax",
        ["categorical_hinge"] = "compares outputs of one sample, so it is a loop and no lane kernel",
        ["cosine_proximity"] = "compares outputs of one sample, so it is a loop and no lane kernel",
        ["per_head"] = "lists of losses and weights, compared and checked one by one, beside the formula",
        ["poisson"] = "one kernel for rates and one for their logarithms, and a refusal for each misfit",
        ["swish"] = "one kernel with a fixed and one with a learnable number",
        ["gelu"] = "two formulas, the exact one and the one with tanh",
        ["prelu"] = "a learnable number per neuron with its own gradient",
        ["variance_scaling"] = "three distributions, three fans, and the truncated normal distribution",
        ["orthogonal"] = "Gram and Schmidt's method, done twice against rounding",
        ["plateau_schedule"] = "follows all losses so far with patience, threshold and cooldown",
        ["perceptron"] = "a whole learning rule: order of the rows, corrections, and when to stop, beside its description",
        ["smote"] = "a search for neighbors of the same class, which knows categories from numbers",
        ["roc_auc"] = "ranks with ties, for two classes and for many",
    };

    /// <summary>All entries, shortest first.</summary>
    public static IReadOnlyList<(CatalogueEntry Entry, int Lines)> All { get; } = [.. Subjects.Entries.Select(e => (e, Count(PathOf(e)))).OrderBy(p => p.Item2).ThenBy(p => p.e.Name, StringComparer.Ordinal)];

    /// <summary>The longest that nobody has said a reason for, of those that the page names.</summary>
    public static IEnumerable<string> WithoutReason => Longest.Select(p => p.Entry.Name).Where(name => !s_reasons.ContainsKey(name));

    private static IEnumerable<(CatalogueEntry Entry, int Lines)> Longest => All.Reverse().Take(3);

    public static string PathOf(CatalogueEntry entry) => Checkout.Files("src/Descent", $"{entry.Type.Name}.cs").Single();

    public static string Text()
    {
        int[] lines = [.. All.Select(p => p.Lines)];
        double median = (lines[(lines.Length - 1) / 2] + lines[lines.Length / 2]) / 2.0;
        string text = string.Create(CultureInfo.InvariantCulture, $"An entry's own file has {lines[0]} to {lines[^1]} lines that are neither blank nor a comment, with a median of {median}. The longest:\n\n");
        return text + string.Concat(Longest.Select(p => $"- `{p.Entry.Name}`, {p.Lines} lines: {s_reasons.GetValueOrDefault(p.Entry.Name, "?")}\n"));
    }

    private static int Count(string path) => Checkout.Read(path).Split('\n').Select(line => line.Trim()).Count(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
}
