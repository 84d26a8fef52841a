using System.Globalization;
using Descent.Data;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>The laws of an activation, checked on its own, after a dense layer, and twice in a row.</summary>
internal static class ActivationLaws
{
    public static IEnumerable<NamedLaw> Of(Activation activation)
    {
        Trial inside = Trial.Of([new Dense(6, activation), new Dense(3)], 4, 3);

        // A step function has no gradient to learn from, so it can only predict.
        if (activation is Step)
        {
            Trial prediction = inside with { Course = Course.Prediction };
            return [new("range", () => Range(activation)), new("finite", () => Finite(activation)), .. SameBits.Of(() => [prediction]), new("allocation", () => AllocationLaw.OfPredictions(prediction))];
        }

        Trial[] places = [Trial.Of([new Dense(5, activation), new Dense(4, activation), new Dense(3)], 4, 3), Trial.Of([activation, new Dense(3)], 4, 3)];
        return
        [
            new("gradient", () => GradientLaw.OnALine(activation) ?? places.SelectMany(place => Gradients(place, learns: Learns(places[1]))).FirstOrDefault(failure => failure is not null)),
            new("range", () => Range(activation)),
            new("finite", () => Finite(activation)),
            .. SameBits.Of(() => [inside]),
            new("allocation", () => AllocationLaw.OfUpdates(inside)),
        ];
    }

    /// <summary>Checks gradients at the initial parameters and, if there are any to train, after some updates: a derivative that
    /// ignores learned parameters is right only initially.</summary>
    private static IEnumerable<string?> Gradients(Trial place, bool learns)
    {
        yield return GradientLaw.Of(place);
        if (learns)
        {
            yield return GradientLaw.Of(place, updates: 5);
        }
    }

    // The activation is the first layer of that network.
    private static bool Learns(Trial alone) => alone.Build<double>().Parameters.Any(parameter => parameter.Name.StartsWith("layers.0.", StringComparison.Ordinal));

    /// <summary>Checks in float, where e^x overflows from x = 89 on: an infinite value may be right, but NaN never is.</summary>
    private static string? Finite(Activation activation)
    {
        const int columns = 3;
        Network network = [activation];
        Model<float> model = network.Build<float>(columns, 1);
        float[] inputs = [.. Enumerable.Range(-200, 401).Select(i => i / 2f), -1e3f, -1e4f, 1e3f, 1e4f], outputs = model.Predict(inputs);
        float[]? slopes = activation is Step ? null : [.. model.Gradients(Dataset.Create(inputs, columns, new float[inputs.Length], columns), new OutputSum()).Inputs.Cast<float>()];
        int value = Array.FindIndex(outputs, float.IsNaN), slope = slopes is null ? -1 : Array.FindIndex(slopes, float.IsNaN);
        return value >= 0 ? FindFailure("it", value) : slope >= 0 ? FindFailure("its derivative", slope) : null;

        string FindFailure(string what, int at) => string.Create(CultureInfo.InvariantCulture, $"In float, {what} is NaN at x = {inputs[at]:G6}{(float.IsNaN(outputs[at]) ? "" : $", where the value is {outputs[at]:G6}")}. An intermediate result overflows: write the formula so that e^x is computed only for negative numbers, or clamp x.");
    }

    private static string? Range(Activation activation)
    {
        const int rows = 200, columns = 3;
        Network network = [activation];
        Model<double> model = network.Build<double>(columns, 1);
        CounterRandom random = new(1, 3);
        double[] inputs = [.. Enumerable.Range(0, rows * columns).Select(i => 6 * random.Normal((ulong)i))], outputs = model.Predict(inputs);

        // The loss receives the range when it is combined with the network.
        OutputSum sum = new();
        _ = model.Loss(Dataset.Create(inputs, columns, new double[inputs.Length], columns), sum);
        foreach ((int row, double[] sample) in outputs.Chunk(columns).Index())
        {
            if (!sample.All(double.IsFinite) || !Lies(sample, sum.Range))
            {
                return string.Create(CultureInfo.InvariantCulture, $"Its declared range is {sum.Range}, but for {Words(inputs[(row * columns)..((row + 1) * columns)])} its values are {Words(sample)}.");
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
