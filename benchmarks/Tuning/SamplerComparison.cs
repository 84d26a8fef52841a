using System.Diagnostics;
using System.Text.Json;
using Descent.Tuning;

namespace Descent.Benchmarks.Tuning;

/// <summary>The best values that the samplers reach in 60 trials, next to those of Optuna in peers.json: medians over the seeds.</summary>
internal static class SamplerComparison
{
    private static readonly double[] s_alpha = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] s_a = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];

    private static readonly double[][] s_p = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]];

    private static readonly (string Name, SearchSpace Space, Func<RunningTrial, double> Objective)[] s_functions =
    [
        ("branin", SearchSpace.Parse("x=uniform(-5,10); y=uniform(0,15)"), Branin),
        ("hartmann", SearchSpace.Create([.. Enumerable.Range(0, 6).Select(i => SearchParameter.Number($"x{i}", 0, 1))]), Hartmann),
        ("mixed", SearchSpace.Parse("""
            t=uniform(0,1)
            kind=choice(a;b;c)
            x=uniform(-5,5) if kind=a
            n=int(1,10) if kind=a
            y=log(1e-5,1) if kind=b
            way=choice(p;q;r) if kind=b
            m=int-log(16,512) if kind=c
            z=uniform(0,1) if kind=c
            """), Mixed),
    ];

    /// <summary>Prints a line for each function and sampler.</summary>
    /// <param name="peers">The path of peers.json.</param>
    /// <param name="seeds">The number of seeds; null for that of the peers.</param>
    public static void Print(string peers, int? seeds)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(peers));
        int trials = document.RootElement.GetProperty("trials").GetInt32();
        Console.WriteLine("| function | sampler | median | lower quartile | upper quartile | ms per trial |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|");
        foreach ((string name, SearchSpace space, Func<RunningTrial, double> objective) in s_functions)
        {
            JsonElement best = document.RootElement.GetProperty("best").GetProperty(name);
            foreach (JsonProperty peer in best.EnumerateObject())
            {
                Line(name, $"Optuna {document.RootElement.GetProperty("versions").GetProperty("optuna")} {peer.Name}", [.. peer.Value.EnumerateArray().Select(value => value.GetDouble())], null);
            }

            foreach (Sampler sampler in (Sampler[])[new RandomSampler(), new SobolSampler(), new TpeSampler(), new TpeSampler(Multivariate: false), new CmaEsSampler(), new GaussianProcessSampler(), new Nsga2Sampler(12)])
            {
                Stopwatch watch = Stopwatch.StartNew();
                double[] values =
                [
                    .. Enumerable.Range(0, seeds ?? best.EnumerateObject().First().Value.GetArrayLength()).Select(seed =>
                    {
                        Study study = new(space, new StudyOptions { Sampler = sampler, Seed = (ulong)seed });
                        study.Run(objective, trials);
                        return study.Best!.Value;
                    }),
                ];
                Line(name, sampler is TpeSampler { Multivariate: false } ? "TpeSampler, independent" : sampler.GetType().Name, values, watch.Elapsed.TotalMilliseconds / values.Length / trials);
            }
        }
    }

    private static void Line(string function, string sampler, double[] values, double? milliseconds)
    {
        double[] sorted = [.. values.Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {function} | {sampler} | {median:F4} | {sorted[sorted.Length / 4]:F4} | {sorted[sorted.Length * 3 / 4]:F4} | {milliseconds:F2} |"));
    }

    private static double Branin(RunningTrial trial)
    {
        double x = trial.GetNumber("x"), y = trial.GetNumber("y");
        return Math.Pow(y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6, 2) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    private static double Hartmann(RunningTrial trial) =>
        -Enumerable.Range(0, 4).Sum(k => s_alpha[k] * Math.Exp(-Enumerable.Range(0, 6).Sum(i => s_a[k][i] * Math.Pow(trial.GetNumber($"x{i}") - (s_p[k][i] / 10_000), 2))));

    // Each of the three branches has an optimum of its own; the best is 0, in branch b.
    private static double Mixed(RunningTrial trial) => (2 * Math.Pow(trial.GetNumber("t") - 0.3, 2)) + (trial.GetChoice("kind") switch
    {
        "a" => 0.3 + (Math.Pow(trial.GetNumber("x") - 1, 2) / 10) + (Math.Abs(trial.GetInteger("n") - 4) / 5.0),
        "b" => (0.3 * Math.Pow(Math.Log10(trial.GetNumber("y")) + 3, 2)) + (trial.GetChoice("way") switch { "p" => 0.4, "q" => 0.0, _ => 0.8 }),
        _ => 0.2 + (Math.Abs(Math.Log2(trial.GetInteger("m") / 64.0)) / 4) + Math.Abs(trial.GetNumber("z") - 0.7),
    });
}
