using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>Batches for the laws: inputs away from the kinks of a network, targets of every kind, weights.</summary>
internal static class Samples
{
    private const double Margin = 0.04;

    public static IReadOnlyList<string> TargetKinds { get; } = ["real", "positive", "fraction", "bit", "sign", "one-hot", "distribution"];

    /// <summary>Target values of a kind, one row of <paramref name="outputs"/> numbers per sample.</summary>
    public static double[] Targets(string kind, int samples, int outputs, ulong seed)
    {
        CounterRandom random = new(seed, Streams.Synthetic + 1);
        double[] targets = new double[samples * outputs];
        for (int i = 0; i < targets.Length; i++)
        {
            (int row, ulong draw) = (i / outputs, (ulong)i);
            targets[i] = kind switch
            {
                "real" => random.Normal(draw),
                "positive" => random.Below(draw, 6) + 0.5,
                "fraction" => random.Uniform(draw),
                "bit" => random.Below(draw, 2),
                "sign" => (2 * random.Below(draw, 2)) - 1,
                _ => random.Below((ulong)row, outputs) == i % outputs ? 1 : 0,
            };
        }

        for (int row = 0; kind == "distribution" && row < samples; row++)
        {
            // Label smoothing: no longer one-hot, still a distribution.
            for (int j = 0; j < outputs; j++)
            {
                targets[(row * outputs) + j] = (0.85 * targets[(row * outputs) + j]) + (0.15 / outputs);
            }
        }

        return targets;
    }

    /// <summary>The first kind of targets that a loss does not object to.</summary>
    public static string KindFor(Loss loss) => TargetKinds.First(k => Fits(loss, k));

    public static bool Fits(Loss loss, string kind) => loss is PerHead heads ? heads.Losses.All(own => Fits(own, kind)) : Targets(kind, 32, 3, 1) is var targets && targets.All(t => loss.FindTargetError(t) is null)
        && targets.Chunk(3).All(t => loss.FindTargetError(t.AsSpan()) is null)
        && (loss is not CategoricalCrossEntropy || kind is "one-hot" or "distribution");

    public static double[] Weights(int samples, ulong seed) =>
        [.. Enumerable.Range(0, samples).Select(n => n % 5 == 3 ? 0 : new CounterRandom(seed, Streams.Noise + 9).Uniform((ulong)n, 0.2, 3))];

    /// <summary>Normal inputs for which neither a kinked activation of the network nor the loss works near its kinks.</summary>
    public static double[] Inputs(Network network, Probe<double> probe, int samples, Loss loss, double[] targets)
    {
        int inputs = probe.Plan.Input.Rows;
        CounterRandom random = new(probe.Seed, Streams.Synthetic);
        List<(Probe<double>? Before, IReadOnlyList<double> Kinks, double Margin)> places = [];
        Layer[] flat = [.. network.SelectMany(l => l is Dense { Activation: { } activation } dense ? [dense with { Activation = null }, activation] : new[] { l })];
        for (int i = 0; i < flat.Length; i++)
        {
            if (Subjects.Kinks(flat[i]) is { Count: > 0 } kinks)
            {
                // The layers before the activation tell what goes into it. A logarithm behind the kink of the last one bends sharply.
                places.Add((i == 0 ? null : First(i), kinks, i == flat.Length - 1 && loss is (BinaryCrossEntropy or Poisson) ? 0.4 : Margin));
            }
        }

        Probe<double> whole = First(flat.Length);
        int outputs = probe.Plan.Target.Rows;

        double[] all = new double[samples * inputs];
        ulong draw = 0;
        for (int n = 0; n < samples; n++)
        {
            Span<double> sample = all.AsSpan(n * inputs, inputs);
            do
            {
                Assert.True(draw < 1_000_000, $"{network} has kinks everywhere: an activation that is constant over a range feeds one that has its corner there. Kinks in tests/Laws/Subjects.cs says where corners are, also those of slopes; two activations with corners do not follow each other.");
                foreach (ref double value in sample)
                {
                    value = random.Normal(draw++) * (1 + (draw / 100_000));
                }
            }
            while (IsNearKink(sample, places) || Subjects.DistanceToKink(loss, Run(whole, sample), targets[(n * outputs)..((n + 1) * outputs)]) < Margin);
        }

        return all;

        // The first layers with the same parameters.
        Probe<double> First(int layers)
        {
            Probe<double> first = new(Network.Create(flat.AsSpan(0, layers)), inputs, 1, new MeanSquaredError(), probe.Seed);
            foreach (Parameter parameter in first.Plan.Parameters.InOrder)
            {
                Parameter twin = probe.Plan.Parameters.InOrder.Single(p => p.Name == parameter.Name);
                probe.Parameters.Span.Slice(twin.Offset, twin.Count).CopyTo(first.Parameters.Span[parameter.Offset..]);
            }

            return first;
        }
    }

    private static double[] Run(Probe<double> probe, ReadOnlySpan<double> sample)
    {
        double[] values = new double[probe.Plan.Output.Rows];
        probe.Plan.Predict(new Frame<double>(probe.Plan, 1, training: false, members: 1) { Parameters = probe.Parameters }, sample, values);
        return values;
    }

    private static bool IsNearKink(ReadOnlySpan<double> sample, List<(Probe<double>? Before, IReadOnlyList<double> Kinks, double Margin)> places)
    {
        foreach ((Probe<double>? before, IReadOnlyList<double> kinks, double margin) in places)
        {
            double[] values = before is null ? sample.ToArray() : Run(before, sample);
            if (values.Any(v => kinks.Any(k => Math.Abs(v - k) < margin)))
            {
                return true;
            }
        }

        return false;
    }
}
