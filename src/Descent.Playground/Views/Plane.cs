using Descent.Data;

namespace Descent.Playground;

/// <summary>The plane of the maps in the space of the inputs: two inputs with the others at their median, or the two largest principal components.</summary>
internal sealed class Plane
{
    private readonly float[] origin, right, up;

    private Plane(float[] origin, float[] right, float[] up, AxisDocument horizontal, AxisDocument vertical)
    {
        (this.origin, this.right, this.up) = (origin, right, up);
        (Horizontal, Vertical) = (horizontal, vertical);
    }

    public AxisDocument Horizontal { get; }

    public AxisDocument Vertical { get; }

    /// <summary>Chooses a plane.</summary>
    /// <param name="setup">The rows and their columns.</param>
    /// <param name="axes">The numbers of two inputs, one negative number for principal components, or null for what suits the table.</param>
    public static Plane Of(TrainingSetup setup, IReadOnlyList<double>? axes)
    {
        Dataset<float> rows = setup.Train;
        int width = rows.InputColumns;
        bool isPair = axes is { Count: 2 } && axes.All(axis => axis < width);
        if (axes is null || (axes.Count == 2 && !isPair))
        {
            isPair = width <= 4;
            axes = [0, Math.Min(1, width - 1)];
        }

        return isPair ? OfInputs(setup, rows, (int)axes[0], (int)axes[1]) : OfComponents(rows);
    }

    /// <summary>The position of rows in the plane, from 0 to 1 where they are inside.</summary>
    public float[] Places(Dataset<float> rows, int count)
    {
        ReadOnlySpan<float> inputs = rows.Inputs.Span;
        float[] places = new float[2 * count];
        for (int row = 0; row < count; row++)
        {
            float x = 0, y = 0;
            for (int column = 0; column < origin.Length; column++)
            {
                float value = inputs[(row * origin.Length) + column];
                // For two inputs, the axes are the inputs themselves, whatever the medians of the others.
                x += value * right[column];
                y += value * up[column];
            }

            places[2 * row] = (float)((x - Horizontal.Low) / (Horizontal.High - Horizontal.Low));
            places[(2 * row) + 1] = (float)((y - Vertical.Low) / (Vertical.High - Vertical.Low));
        }

        return places;
    }

    /// <summary>The inputs at the centers of a grid of size × size cells, the first row at the top.</summary>
    public float[] Grid(int size)
    {
        float[] grid = new float[size * size * origin.Length];
        // What the origin has along the axes is part of the coordinates.
        float alongRight = Dot(origin, right), alongUp = Dot(origin, up);
        for (int i = 0; i < size * size; i++)
        {
            float x = (float)(Horizontal.Low + ((Horizontal.High - Horizontal.Low) * ((i % size) + 0.5) / size)) - alongRight;
            float y = (float)(Vertical.High - ((Vertical.High - Vertical.Low) * ((i / size) + 0.5) / size)) - alongUp;
            for (int column = 0; column < origin.Length; column++)
            {
                grid[(i * origin.Length) + column] = origin[column] + (x * right[column]) + (y * up[column]);
            }
        }

        return grid;
    }

    private static Plane OfInputs(TrainingSetup setup, Dataset<float> rows, int first, int second)
    {
        int width = rows.InputColumns;
        float[] center = [.. Enumerable.Range(0, width).Select(column => Median(rows, column))], horizontal = new float[width], vertical = new float[width];
        horizontal[first] = 1;
        vertical[second] = 1;
        if (first == second)
        {
            // A single input: the vertical axis changes nothing.
            return new Plane(center, horizontal, new float[width], Axis(setup, rows, first), new AxisDocument("", -1, 1, -1, 1));
        }

        return new Plane(center, horizontal, vertical, Axis(setup, rows, first), Axis(setup, rows, second));
    }

    private static AxisDocument Axis(TrainingSetup setup, Dataset<float> rows, int column)
    {
        (double low, double high) = Range(Enumerable.Range(0, rows.Rows).Select(row => (double)rows.Inputs.Span[(row * rows.InputColumns) + column]));
        string name = setup.Preprocessor.InputNames[column];
        (double slope, double shift) = Unit(setup, name, column);
        (low, high) = setup.Problem.Reach is { } reach ? ((-reach - shift) / slope, (reach - shift) / slope) : (low, high);
        return new AxisDocument(name, low, high, (low * slope) + shift, (high * slope) + shift);
    }

    /// <summary>How an input of a numeric column becomes a number in the unit of the column: a factor and a summand.</summary>
    private static (double Slope, double Shift) Unit(TrainingSetup setup, string name, int column)
    {
        if (setup.Schema.Columns.FirstOrDefault(known => known.Name == name && known.Kind == ColumnKind.Numeric) is not { Minimum: { } least, Maximum: { } most } || !(most > least))
        {
            return (1, 0);
        }

        // Two rows that differ in this column alone; the others have no values.
        string[] columns = [.. setup.Schema.Columns.Where(known => known.IsFeature).Select(known => known.Name)];
        Table probe = Table.Create(columns, [.. columns.Select(own => own == name ? (string[])[FormattableString.Invariant($"{least:R}"), FormattableString.Invariant($"{most:R}")] : ["", ""])]);
        float[] inputs = setup.Preprocessor.TransformInputs<float>(probe);
        double from = inputs[column], to = inputs[(inputs.Length / 2) + column];
        double slope = to > from ? (most - least) / (to - from) : 1;
        return (slope, least - (slope * from));
    }

    private static Plane OfComponents(Dataset<float> rows)
    {
        int width = rows.InputColumns, count = Math.Min(rows.Rows, 2000);
        ReadOnlySpan<float> inputs = rows.Inputs.Span;
        double[] mean = new double[width];
        double[,] covariance = new double[width, width];
        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < width; i++)
            {
                mean[i] += inputs[(row * width) + i] / (double)count;
            }
        }

        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < width; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    covariance[i, j] += (inputs[(row * width) + i] - mean[i]) * (inputs[(row * width) + j] - mean[j]) / count;
                }
            }
        }

        double[] first = Component(covariance, null), second = Component(covariance, first);
        float[] center = [.. mean.Select(value => (float)value)], horizontal = [.. first.Select(value => (float)value)], vertical = [.. second.Select(value => (float)value)];
        AxisDocument Axis(string name, float[] along)
        {
            (double low, double high) = Range(Enumerable.Range(0, count).Select(row => (double)Dot(rows.Inputs.Span.Slice(row * width, width), along)));
            return new AxisDocument(name, low, high, low, high);
        }

        return new Plane(center, horizontal, vertical, Axis("first principal component", horizontal), Axis("second principal component", vertical));
    }

    /// <summary>The direction of the largest variance, orthogonal to another one, by power iteration.</summary>
    private static double[] Component(double[,] covariance, double[]? other)
    {
        int width = covariance.GetLength(0);
        // A start with different elements, so that it is not orthogonal to the wanted direction by symmetry.
        double[] direction = [.. Enumerable.Range(0, width).Select(i => 1 + (0.1 * Math.Sin(i + 1)))];
        for (int round = 0; round < 200; round++)
        {
            double[] next = [.. Enumerable.Range(0, width).Select(i => Enumerable.Range(0, width).Sum(j => covariance[i, j] * direction[j]))];
            double along = other is null ? 0 : next.Zip(other, (a, b) => a * b).Sum();
            next = [.. next.Select((value, i) => value - (along * (other?[i] ?? 0)))];
            double norm = Math.Sqrt(next.Sum(value => value * value));
            if (!(norm > 1e-12))
            {
                return new double[width];
            }

            direction = [.. next.Select(value => value / norm)];
        }

        return direction;
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        double low = sorted[sorted.Length / 200], high = sorted[^(1 + (sorted.Length / 200))];
        double margin = high > low ? 0.12 * (high - low) : 1;
        return (low - margin, high + margin);
    }

    private static float Median(Dataset<float> rows, int column)
    {
        float[] values = [.. Enumerable.Range(0, rows.Rows).Select(row => rows.Inputs.Span[(row * rows.InputColumns) + column]).Order()];
        return values[values.Length / 2];
    }

    private static float Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        float sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }
}
