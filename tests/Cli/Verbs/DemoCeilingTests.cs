using System.Globalization;
using Descent.Cli.Demos;

namespace Descent.Tests.Cli.Verbs;

/// <summary>The ceilings that the demos print, computed anew: what the best possible predictor reaches when it knows the rules but sees noisy inputs.</summary>
public class DemoCeilingTests
{
    private const int Points = 20_000, Draws = 250;
    private const double Reach = 6;

    // The rules once more, from docs/notes.md's "Simple Neural Network".
    private static readonly Func<double, double, double, double, bool>[] s_rules =
    [
        (a, b, c, d) => (a * d) - (5 * b) < (2 * a * c) - d,
        (a, b, c, d) => (4 * a) - (2 * b * c) + (0.4 * d * b / a) < -3 * c,
        (a, b, c, d) => (-a / d) + (0.3 * b) - (8 * b * b / c) < 2 * d,
    ];

    [Fact]
    public void TheMultilabelCeilingIsThatOfTheBestPredictor()
    {
        Random random = new(1);
        double[] right = new double[s_rules.Length];
        Span<double> seen = stackalloc double[4], low = stackalloc double[4], width = stackalloc double[4];
        int[] first = new int[s_rules.Length], second = new int[s_rules.Length];
        for (int point = 0; point < Points; point++)
        {
            for (int i = 0; i < 4; i++)
            {
                seen[i] = Between(random, -Reach, Reach) + Between(random, -Demo.CeilingNoise, Demo.CeilingNoise);
                // The true inputs are uniform where the noise can have come from.
                low[i] = Math.Max(-Reach, seen[i] - Demo.CeilingNoise);
                width[i] = Math.Min(Reach, seen[i] + Demo.CeilingNoise) - low[i];
            }

            Array.Clear(first);
            Array.Clear(second);
            for (int draw = 0; draw < 2 * Draws; draw++)
            {
                double a = low[0] + (width[0] * random.NextDouble()), b = low[1] + (width[1] * random.NextDouble()), c = low[2] + (width[2] * random.NextDouble()), d = low[3] + (width[3] * random.NextDouble());
                int[] counts = draw < Draws ? first : second;
                for (int rule = 0; rule < s_rules.Length; rule++)
                {
                    counts[rule] += s_rules[rule](a, b, c, d) ? 1 : 0;
                }
            }

            // One half of the draws decides, the other judges, so that luck is not taken for skill.
            for (int rule = 0; rule < s_rules.Length; rule++)
            {
                right[rule] += (2 * first[rule] > Draws ? second[rule] : Draws - second[rule]) / (double)Draws;
            }
        }

        double[] printed = [.. Demo.Of("multilabel", faithful: false).Ceiling.Split((char[])[' ', '%', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => word != "and").Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        // Half a digit of rounding, and what 20,000 points leave open.
        Assert.All(printed.Zip(right), pair => Assert.Equal(100 * pair.Second / Points, pair.First, 0.08));
    }

    private static double Between(Random random, double low, double high) => low + ((high - low) * random.NextDouble());
}
