using System.Globalization;
using Descent.Data;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>What an activation must keep, on its own, behind a matrix and behind itself.</summary>
internal static class ActivationLaws
{
    public static IEnumerable<NamedLaw> Of(Activation activation)
    {
        Trial inside = Trial.Of([new Dense(6, activation), new Dense(3)], 4, 3);

        // A step has no slope to learn by, so it can only predict.
        if (activation is Step)
        {
            Trial prediction = inside with { Course = Course.Prediction };
            return [new("range", () => Range(activation)), new("finite", () => Finite(activation)), .. SameBits.Of(() => [prediction]), new("allocation", () => AllocationLaw.OfPredictions(prediction))];
        }

        Trial[] places = [Trial.Of([new Dense(5, activation), new Dense(4, activation), new Dense(3)], 4, 3), Trial.Of([activation, new Dense(3)], 4, 3)];
        return
        [
            new("gradient", () => GradientLaw.OnALine(activation) ?? places.SelectMany(place => Gradients(place, learns: Learns(places[1]))).FirstOrDefault(objection => objection is not null)),
            new("range", () => Range(activation)),
            new("finite", () => Finite(activation)),
            .. SameBits.Of(() => [inside]),
            new("allocation", () => AllocationLaw.OfUpdates(inside)),
        ];
    }

    /// <summary>Where it starts; and elsewhere, if it learns: a derivative that takes the start for what was learned is right at the start alone.</summary>
    private static IEnumerable<string?> Gradients(Trial place, bool learns)
    {
        yield return GradientLaw.Of(place);
        if (learns)
        {
            yield return GradientLaw.Of(place, updates: 5);
        }
    }

    // The activation is the first layer there.
    private static bool Learns(Trial alone) => alone.Build<double>().Parameters.Any(parameter => parameter.Name.StartsWith("layers.0.", StringComparison.Ordinal));

    /// <summary>In float, where e^x overflows from 89 on: an infinite value may be right, but what is no number never is.</summary>
    private static string? Finite(Activation activation)
    {
        const int columns = 3;
        Network network = [activation];
        Model<float> model = network.Build<float>(columns, 1);
        float[] inputs = [.. Enumerable.Range(-200, 401).Select(i => i / 2f), -1e3f, -1e4f, 1e3f, 1e4f], outputs = model.Predict(inputs);
        float[]? slopes = activation is Step ? null : [.. model.Gradients(Dataset.Create(inputs, columns, new float[inputs.Length], columns), new OutputSum()).Inputs.Cast<float>()];
        int value = Array.FindIndex(outputs, float.IsNaN), slope = slopes is null ? -1 : Array.FindIndex(slopes, float.IsNaN);
        return value >= 0 ? Objection("it", value) : slope >= 0 ? Objection("its derivative", slope) : null;

        string Objection(string what, int at) => string.Create(CultureInfo.InvariantCulture, $"In float, {what} is NaN at x = {inputs[at]:G6}{(float.IsNaN(outputs[at]) ? "" : $", where the value is {outputs[at]:G6}")}. Something overflows on the way: write the formula so that e^x is taken of negative numbers alone, or cut x off.");
    }

    private static string? Range(Activation activation)
    {
        const int rows = 200, columns = 3;
        Network network = [activation];
        Model<double> model = network.Build<double>(columns, 1);
        CounterRandom random = new(1, 3);
        double[] inputs = [.. Enumerable.Range(0, rows * columns).Select(i => 6 * random.Normal((ulong)i))], outputs = model.Predict(inputs);

        // The loss is told the range when it meets the network.
        OutputSum sum = new();
        _ = model.Loss(Dataset.Create(inputs, columns, new double[inputs.Length], columns), sum);
        foreach ((int row, double[] sample) in outputs.Chunk(columns).Index())
        {
            if (!sample.All(double.IsFinite) || !Lies(sample, sum.Range))
            {
                return string.Create(CultureInfo.InvariantCulture, $"Its range is said to be {sum.Range}, but of {Words(inputs[(row * columns)..((row + 1) * columns)])} it makes {Words(sample)}.");
            }
        }

        return null;
    }

    private static bool Lies(double[] sample, OutputRange range) => range switch
    {
        OutputRange.UnitInterval => sample.All(value => value is >= 0 and <= 1),
        OutputRange.Distribution => sample.All(value => value is >= 0 and <= 1) && Math.Abs(sample.Sum() - 1) < 1e-9,
        OutputRange.LogDistribution => sample.All(value => value <= 0) && Math.Abs(sample.Sum(Math.Exp) - 1) < 1e-9,
        OutputRange.Symmetric => sample.All(value => value is >= -1 and <= 1),
        OutputRange.NonNegative => sample.All(value => value >= 0),
        _ => true,
    };

    private static string Words(double[] values) => string.Join(", ", values.Select(value => value.ToString("G6", CultureInfo.InvariantCulture)));
}
