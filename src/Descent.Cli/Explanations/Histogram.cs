namespace Descent.Cli.Explanations;

/// <summary>How many of some numbers are where, as a curve of steps: the weights of an initializer, the outputs of a layer.</summary>
internal sealed class Histogram
{
    // Odd, so that a range around 0 has 0 in the middle of a bin, not between two.
    private const int Bins = 61;
    private const int Rows = 256, Columns = 16, Inputs = 128, Outputs = 256;
    private const double Mean = 1.5, Deviation = 2, Reach = 9;

    private readonly double[] shares = new double[Bins];
    private readonly double low, high;

    /// <summary>Counts the numbers in a range.</summary>
    private Histogram(IReadOnlyList<double> numbers, double low, double high)
    {
        (this.low, this.high) = (low, high);
        foreach (double number in numbers.Where(number => number >= low && number <= high))
        {
            shares[Bin(number)] += 100.0 / numbers.Count;
        }
    }

    /// <summary>Draws the distribution of the outputs of a layer in training mode, and of its inputs.</summary>
    public static Drawing Of(Layer layer)
    {
        CounterRandom random = new(1, Streams.Noise);
        double[] inputs = [.. Enumerable.Range(0, Rows * Columns).Select(i => Mean + (Deviation * random.Normal((ulong)i)))];
        double[] outputs = Probe.InTraining(layer, inputs, Columns);
        return new Drawing("number", -Reach, Reach,
        [
            new FunctionCurve("share of the numbers after the layer in percent", "after", new Histogram(outputs, -Reach, Reach).At),
            new FunctionCurve("share of the numbers before the layer in percent", "before", new Histogram(inputs, -Reach, Reach).At),
        ])
        {
            Remark = $"A batch of {Rows} rows and {Columns} columns in training, {Moments(inputs)}; after the layer {Moments(outputs)}.",
            Filled = true,
        };
    }

    /// <summary>Draws the distribution of the weights that an initializer gives a layer.</summary>
    public static Drawing Of(Initializer initializer)
    {
        double[] weights = new double[Inputs * Outputs];
        initializer.Fill(weights, Outputs, Inputs, new CounterRandom(1, Streams.Noise));
        double least = weights.Min(), most = weights.Max(), middle = least == most ? least : 0;
        double reach = least == most ? 1 : 1.15 * Math.Max(Math.Abs(least), Math.Abs(most));
        string scaled = initializer switch
        {
            Dynamic or UnitVariance => " Drawn before they are scaled by the training data.",
            ZeroAtRows => " Drawn before they are fitted to the training data.",
            _ => "",
        };
        FunctionCurve curve = new("share of the weights in percent, by weight", "% of the weights", new Histogram(weights, middle - reach, middle + reach).At);
        return new Drawing("weight", middle - reach, middle + reach, [curve])
        {
            Remark = $"A layer of {Inputs} inputs and {Outputs} neurons: {Moments(weights)}.{scaled}",
            Filled = true,
        };
    }

    /// <summary>The share of the numbers in the bin around <paramref name="x"/>, in percent.</summary>
    private double At(double x) => shares[Bin(x)];

    private int Bin(double x) => Math.Clamp((int)((x - low) / (high - low) * Bins), 0, Bins - 1);

    private static string Moments(IReadOnlyList<double> numbers)
    {
        double mean = numbers.Average(), deviation = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
        // What remains of a mean of 0 by chance, or of no deviation by rounding, would only confuse.
        string middle = Math.Abs(mean) < deviation / 50 ? "0" : Fixed.Number(mean, 3);
        deviation = deviation < 1e-12 * Math.Abs(mean) ? 0 : deviation;
        return $"mean {middle}, standard deviation {Fixed.Number(deviation, 3)}";
    }
}
