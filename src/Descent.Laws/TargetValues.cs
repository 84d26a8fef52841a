using Descent.Numerics;

namespace Descent.Laws;

/// <summary>Targets of every kind that losses and metrics require.</summary>
internal static class TargetValues
{
    public static IReadOnlyList<string> Kinds { get; } = ["real", "positive", "count", "fraction", "bit", "sign", "one-hot", "distribution"];

    /// <summary>Values of a kind, with <paramref name="columns"/> numbers per row.</summary>
    public static double[] Of(string kind, int rows, int columns, ulong seed)
    {
        CounterRandom random = new(seed, 2);
        return [.. Enumerable.Range(0, rows * columns).Select(i =>
        {
            ulong draw = (ulong)i;
            double hot = random.Below((ulong)(i / columns), columns) == i % columns ? 1 : 0;
            return kind switch
            {
                "real" => random.Normal(draw),
                "positive" => random.Uniform(draw, 0.5, 6),
                "count" => random.Below(draw, 6) + 1,
                "fraction" => random.Uniform(draw),
                "bit" => random.Below(draw, 2),
                "sign" => (2 * random.Below(draw, 2)) - 1,
                "one-hot" => hot,
                "distribution" => (0.85 * hot) + (0.15 / columns),
                _ => throw new ArgumentException($"There is no kind of targets called {kind}.", nameof(kind)),
            };
        })];
    }
}
