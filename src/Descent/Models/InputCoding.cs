using System.Text.Json;
using System.Text.Json.Serialization;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>The scaling of the numbers of a table before they enter a network.</summary>
public enum NumberCoding
{
    /// <summary>(x − mean) / standard deviation, as the preprocessing computes it.</summary>
    Standard,

    /// <summary>
    /// z = (x − median) / (upper − lower quartile), then <c>z/√(1 + (z/3)²)</c>, which stays within ±3 and limits the effect of extreme values. If the quartiles are
    /// equal, half of the whole range replaces their difference. From RealMLP (Holzmüller, Grinsztajn and Steinwart, 2024).
    /// </summary>
    SmoothClip,

    /// <summary>
    /// The quantile of the standard normal distribution for the rank of x among the training rows, interpolated between n/30 (10 to 1,000)
    /// quantiles, with ties at their middle rank, within ±3.09. Only the order of the values matters. This is scikit-learn's <c>QuantileTransformer</c>, as used by TabM.
    /// </summary>
    QuantileNormal,

    /// <summary>The same as <see cref="QuantileNormal"/> but within ±5.2, the range of scikit-learn with <c>output_distribution="normal"</c>: the smallest and the largest training value, and values beyond them, are far from all others.</summary>
    QuantileNormalWide,

    /// <summary>
    /// (x − mean) / s with the same s for all numeric columns: the root of the mean of their variances. Columns of one unit, such as the pixels of an image, keep their
    /// proportions, so that one that hardly varies does not count as much as the others. Other inputs are as with <see cref="Standard"/>.
    /// </summary>
    CommonScale,
}

/// <summary>
/// The coding of preprocessed rows for one network of a <see cref="TableModel"/>: the scaling of numbers, and whether categories are one-hot or
/// codes for a <see cref="CategoryEmbedding"/>. It is fitted on training rows, saved with the model, and immutable.
/// </summary>
public sealed class InputCoding
{
    private const double LeastRank = 1e-3, LeastWideRank = 1e-7;

    private readonly int[] numbers;
    private readonly double[][] scales;
    private readonly Range[] categories;

    private InputCoding(NumberCoding coding, int[] numbers, double[][] scales, Range[] categories)
    {
        Numbers = coding;
        (this.numbers, this.scales, this.categories) = (numbers, scales, categories);
        Shape = categories.Length == 0 ? numbers.Length : new InputShape(numbers.Length, [.. categories.Select(Length)]);
    }

    /// <summary>The scaling of numbers.</summary>
    public NumberCoding Numbers { get; }

    /// <summary>Whether categories enter the network as codes.</summary>
    public bool HasCodes => categories.Length > 0;

    /// <summary>The shape of the network's inputs.</summary>
    public InputShape Shape { get; }

    /// <summary>The positions of the numbers in a preprocessed row.</summary>
    internal IReadOnlyList<int> Places => numbers;

    /// <summary>For each number, nothing, the median and factor, or the quantiles, depending on <see cref="Numbers"/>.</summary>
    internal IReadOnlyList<double[]> Scales => scales;

    /// <summary>The one-hot columns of each category that becomes a code.</summary>
    internal IReadOnlyList<Range> Categories => categories;

    /// <summary>The lowest rank whose quantile of the normal distribution is taken; the highest is one minus this.</summary>
    internal double LowestRank => Numbers == NumberCoding.QuantileNormalWide ? LeastWideRank : LeastRank;

    /// <summary>Converts the coding to JSON.</summary>
    /// <returns>The text for <see cref="FromJson"/>.</returns>
    public string ToJson() =>
        JsonSerializer.Serialize(new InputCodingState(Numbers, numbers, scales, [.. categories.Select(range => new[] { range.Start.Value, range.End.Value })]), InputCodingJson.Default.InputCodingState);

    /// <summary>Reads a coding from JSON.</summary>
    /// <param name="json">The text that <see cref="ToJson"/> returned.</param>
    /// <param name="width">The number of values per preprocessed row.</param>
    /// <returns>The coding.</returns>
    /// <exception cref="FormatException">If the text is not the JSON of a coding, or the coding does not fit such rows.</exception>
    public static InputCoding FromJson(string json, int width)
    {
        ArgumentNullException.ThrowIfNull(json);
        InputCodingState state;
        try
        {
            state = JsonSerializer.Deserialize(json, InputCodingJson.Default.InputCodingState) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"The coding of the inputs cannot be read: {JsonFault.Reason(fault)}", fault);
        }

        return Fits(state, width)
            ? new InputCoding(state.Coding, state.Numbers, state.Scales, [.. state.Categories.Select(ends => ends[0]..ends[1])])
            : throw new FormatException($"The coding of the inputs does not fit rows of {width} numbers.");
    }

    private static bool Fits(InputCodingState state, int width) =>
        Enum.IsDefined(state.Coding) && state.Categories.All(ends => ends is [>= 0, >= 0] && ends[0] < ends[1] && ends[1] <= width) && state.Scales.Length == state.Numbers.Length
        && state.Numbers.Concat(state.Categories.SelectMany(ends => Enumerable.Range(ends[0], ends[1] - ends[0]))).Order().SequenceEqual(Enumerable.Range(0, width))
        && state.Scales.All(scale => scale.All(double.IsFinite) && state.Coding switch
        {
            NumberCoding.Standard => scale.Length == 0,
            NumberCoding.SmoothClip => scale.Length == 2,
            NumberCoding.CommonScale => scale is [> 0],
            _ => scale.Length >= 2 && scale.Zip(scale.Skip(1)).All(pair => pair.First <= pair.Second),
        });

    /// <summary>Fits a coding to training rows.</summary>
    /// <param name="preprocessor">The preprocessor that produced the rows.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="numbers">The scaling of numbers.</param>
    /// <param name="codes">Whether categories become codes instead of one-hot columns.</param>
    /// <returns>The coding.</returns>
    public static InputCoding Fit(Preprocessor preprocessor, Dataset<float> rows, NumberCoding numbers, bool codes)
    {
        ArgumentNullException.ThrowIfNull(preprocessor);
        ArgumentNullException.ThrowIfNull(rows);
        List<int> plain = [];
        List<Range> codedColumns = [];
        Dictionary<int, double> deviations = [];
        int column = 0;
        foreach (EncodedColumn feature in preprocessor.Features)
        {
            int width = feature.InputNames.Count;
            if (feature.IsCategory && codes)
            {
                codedColumns.Add(column..(column + width));
            }
            else
            {
                plain.AddRange(Enumerable.Range(column, width));
                if (feature.Numbers is { } known)
                {
                    deviations[column] = known.Scale;
                }
            }

            column += width;
        }

        double common = deviations.Count == 0 ? 1 : Math.Sqrt(deviations.Values.Average(deviation => deviation * deviation));
        return new InputCoding(
            numbers, [.. plain],
            [.. plain.Select(place => numbers == NumberCoding.CommonScale ? [deviations.TryGetValue(place, out double deviation) ? deviation / common : 1] : Scale(rows, place, numbers))],
            [.. codedColumns]);
    }

    /// <summary>Converts preprocessed rows to the network's inputs.</summary>
    /// <param name="inputs">The preprocessed rows, one after the other.</param>
    /// <param name="width">The number of values per row.</param>
    /// <returns>Rows of <see cref="Shape"/>, one after the other.</returns>
    public float[] Apply(ReadOnlySpan<float> inputs, int width)
    {
        int rows = inputs.Length / width;
        float[] coded = new float[rows * Shape.Width];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> from = inputs.Slice(row * width, width);
            Span<float> to = coded.AsSpan(row * Shape.Width, Shape.Width);
            for (int i = 0; i < numbers.Length; i++)
            {
                to[i] = Numbers switch
                {
                    NumberCoding.SmoothClip => SmoothClip(from[numbers[i]], scales[i]),
                    NumberCoding.QuantileNormal or NumberCoding.QuantileNormalWide => QuantileNormal(from[numbers[i]], scales[i], LowestRank),
                    NumberCoding.CommonScale => (float)(from[numbers[i]] * scales[i][0]),
                    _ => from[numbers[i]],
                };
            }

            for (int i = 0; i < categories.Length; i++)
            {
                // The position of the 1 in the one-hot columns, counted from 1; 0 for a category that training has not seen.
                to[numbers.Length + i] = from[categories[i]].IndexOf(1f) + 1;
            }
        }

        return coded;
    }

    /// <summary>Replaces the inputs of rows by the network's inputs.</summary>
    internal Dataset<float> Apply(Dataset<float> rows) =>
        Dataset.Create<float>(Apply(rows.Inputs.Span, rows.InputColumns), Shape.Width, rows.Targets, rows.TargetColumns, rows.Weights);

    private static int Length(Range range) => range.End.Value - range.Start.Value;

    private static double[] Scale(Dataset<float> rows, int column, NumberCoding coding)
    {
        if (coding == NumberCoding.Standard)
        {
            return [];
        }

        double[] sorted = new double[rows.Rows];
        for (int row = 0; row < sorted.Length; row++)
        {
            sorted[row] = rows.Inputs.Span[(row * rows.InputColumns) + column];
        }

        Array.Sort(sorted);
        if (coding == NumberCoding.SmoothClip)
        {
            double quartiles = Quantile(0.75) - Quantile(0.25), range = sorted[^1] - sorted[0];
            return [Quantile(0.5), quartiles > 0 ? 1 / quartiles : range > 0 ? 2 / range : 0];
        }

        int count = Math.Clamp(sorted.Length / 30, Math.Min(10, Math.Max(2, sorted.Length)), 1000);
        return [.. Enumerable.Range(0, count).Select(i => Quantile(i / (count - 1.0)))];

        // Linear interpolation between the two nearest values, as NumPy does by default.
        double Quantile(double share)
        {
            double place = share * (sorted.Length - 1);
            int below = (int)place;
            return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
        }
    }

    private static float SmoothClip(double x, double[] scale)
    {
        double z = (x - scale[0]) * scale[1];
        return (float)(z / Math.Sqrt(1 + (z * z / 9)));
    }

    private static float QuantileNormal(double x, double[] quantiles, double least)
    {
        int last = quantiles.Length - 1;
        if (quantiles[last] <= quantiles[0])
        {
            return 0;
        }

        int below = Count(quantiles, x, orEqual: false), notAbove = Count(quantiles, x, orEqual: true);
        double rank = notAbove == 0 ? 0
            : below > last ? 1
            : notAbove > below ? (below + notAbove - 1) / 2.0 / last
            : (below - 1 + ((x - quantiles[below - 1]) / (quantiles[below] - quantiles[below - 1]))) / last;
        return (float)NormalQuantile.Of(Math.Clamp(rank, least, 1 - least));
    }

    /// <summary>Counts the sorted values that are below a number, optionally including those equal to it.</summary>
    private static int Count(double[] sorted, double x, bool orEqual)
    {
        int from = 0, to = sorted.Length;
        while (from < to)
        {
            int middle = (from + to) / 2;
            if (sorted[middle] < x || (orEqual && sorted[middle] <= x))
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }
}

/// <summary>The saved state of a coding. For each number it has nothing, the median and factor, the quantiles, or a factor, depending on the scaling; for each category, the range of its one-hot columns.</summary>
internal sealed record InputCodingState(NumberCoding Coding, int[] Numbers, double[][] Scales, int[][] Categories);

/// <summary>Reads and writes the state without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 8, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InputCodingState))]
internal sealed partial class InputCodingJson : JsonSerializerContext;
