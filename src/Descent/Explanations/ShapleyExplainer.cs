using Descent.Data;

namespace Descent;

/// <summary>Explains single predictions by Shapley values over the columns of the table.</summary>
/// <remarks>
/// The value of a set S of columns is the mean prediction of the background rows with the explained row's values in the columns of S
/// (interventional), and a column's share is φ_j = Σ over S without j of |S|!·(d − |S| − 1)!/d! · (v(S ∪ j) − v(S)) (Shapley, "A value for n-person games",
/// 1953). With few columns the sum is computed exactly. Otherwise it is estimated as the mean, over random orders of the columns, of the change when j is added to the columns before it;
/// each order starts from one background row (Štrumbelj and Kononenko, "Explaining prediction models and individual predictions with feature
/// contributions", 2014) and is combined with its reverse (Mitchell, Cooper, Frank and Holmes, "Sampling permutations for Shapley value
/// estimation", 2022). Every background row is used equally often, so in both cases the values add up to the prediction minus the mean prediction.
/// </remarks>
/// <example><code>
/// ShapleyValues why = ShapleyExplainer.Of(model, Table.Read("train.csv")).Explain(Table.Read("new.csv"));
/// Console.WriteLine($"{why.Columns[0]} adds {why.Value(row: 0, column: 0):+0.00;-0.00} to {why.Base():0.00}");
/// </code></example>
public sealed class ShapleyExplainer
{
    /// <summary>The largest number of columns for which all subsets are used by default, instead of random orders: 10.</summary>
    public const int MostExactColumns = 10;

    private const int FewestPairs = 100, MostColumnsAtAll = 20;

    /// <summary>The work accepted for exact values: four times that of random orders, or this number of multiplications and additions per row.</summary>
    private const double Worth = 4, Little = 1e9;

    private readonly TableModel model;
    private readonly ExplanationOptions options;
    private readonly float[] background;
    private readonly double[] backgroundAnswers;
    private readonly int width, pairs;
    private readonly (int From, int To)[] ranges;

    private ShapleyExplainer(TableModel model, float[] background, ExplanationOptions options)
    {
        this.model = model;
        this.background = background;
        this.options = options;
        width = model.Preprocessor.InputNames.Count;
        BackgroundRows = background.Length / width;
        Columns = [.. model.Preprocessor.Features.Select(feature => feature.Name)];
        int start = 0;
        ranges = [.. model.Preprocessor.Features.Select(feature => (start, start += feature.InputNames.Count))];
        pairs = (FewestPairs + BackgroundRows - 1) / BackgroundRows * BackgroundRows;
        backgroundAnswers = ExplainedRows.Answers(model, background);
        double subsets = Math.Pow(2, Columns.Count) * BackgroundRows, orders = 2.0 * pairs * Math.Max(1, Columns.Count - 1);
        IsExact = options.Exact ?? (Columns.Count <= MostExactColumns && (subsets <= Worth * orders || subsets * ExplainedRows.OperationsPerRow(model) <= Little));
        if (IsExact && Columns.Count > MostColumnsAtAll)
        {
            throw new ArgumentException($"Exact Shapley values need at most {MostColumnsAtAll} columns, but there are {Columns.Count}. Do not set {nameof(ExplanationOptions.Exact)}.", nameof(options));
        }
    }

    /// <summary>The columns that the model uses.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The names of the outputs: the positive label or all labels, whose probabilities are explained, or the targets, in their units.</summary>
    public IReadOnlyList<string> OutputNames => ExplainedRows.OutputNames(model);

    /// <summary>Whether all subsets of the columns are used; otherwise random orders are.</summary>
    public bool IsExact { get; }

    /// <summary>The number of background rows.</summary>
    public int BackgroundRows { get; }

    /// <summary>The number of random orders of the columns; 0 if all subsets are used.</summary>
    public int Orders => IsExact ? 0 : 2 * pairs;

    /// <summary>Creates an explainer from a model and background rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="background">Background rows, such as training rows; the target may be missing. At most <see cref="ExplanationOptions.BackgroundRows"/> of them, evenly spaced, are used.</param>
    /// <param name="options">The options; null, the default, for default values.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="DataException">If the table does not fit the model, or has no row.</exception>
    /// <exception cref="ArgumentException">If exact values are requested for more than 20 columns.</exception>
    public static ShapleyExplainer Of(TableModel model, Table background, ExplanationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(background);
        options ??= new();
        if (background.Rows == 0)
        {
            throw new DataException($"{background.Source} has no rows, but at least one background row is needed.");
        }

        int count = Math.Min(options.BackgroundRows, background.Rows);
        Table some = background.Select([.. Enumerable.Range(0, count).Select(i => (int)((long)i * background.Rows / count))]);
        return new ShapleyExplainer(model, model.Preprocessor.TransformInputs<float>(some), options);
    }

    /// <summary>Explains every row of a table.</summary>
    /// <param name="table">The rows; the target may be missing.</param>
    /// <param name="cancellation">Ends the work after the current rows.</param>
    /// <returns>The values. The values of a row do not depend on the other rows.</returns>
    /// <exception cref="DataException">If the table does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">If the work was canceled.</exception>
    public ShapleyValues Explain(Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        float[] inputs = model.Preprocessor.TransformInputs<float>(table);
        double[] answers = ExplainedRows.Answers(model, inputs);
        int rows = inputs.Length / width, outputs = OutputNames.Count, size = Columns.Count * outputs;
        double[] values = new double[rows * size], errors = new double[rows * size];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, rows, parallel, row =>
        {
            ReadOnlySpan<float> own = inputs.AsSpan(row * width, width);
            ReadOnlySpan<double> answer = answers.AsSpan(row * outputs, outputs);
            Tally tally = new(size);
            if (IsExact)
            {
                AddSubsets(own, answer, tally);
            }
            else
            {
                AddOrders(own, answer, tally);
            }

            tally.Write(values.AsSpan(row * size, size), errors.AsSpan(row * size, size));
        });

        double[] bases = [.. Enumerable.Range(0, outputs).Select(output => Enumerable.Range(0, BackgroundRows).Average(row => backgroundAnswers[(row * outputs) + output]))];
        return new ShapleyValues(this, bases, answers, values, errors);
    }

    /// <summary>Adds one sample per background row: the sum over all subsets of the weighted changes by each column.</summary>
    private void AddSubsets(ReadOnlySpan<float> row, ReadOnlySpan<double> answer, Tally tally)
    {
        int columns = Columns.Count, outputs = answer.Length, all = (1 << columns) - 1;
        double[] weights = Weights(columns), change = new double[columns * outputs];
        double[] known = new double[(all + 1) * outputs];
        float[] inputs = new float[Math.Min(ExplainedRows.Batch, all + 1) * width];
        for (int start = 0; start < BackgroundRows; start++)
        {
            ReadOnlySpan<float> from = background.AsSpan(start * width, width);
            backgroundAnswers.AsSpan(start * outputs, outputs).CopyTo(known);
            answer.CopyTo(known.AsSpan(all * outputs));
            for (int first = 1; first < all; first += inputs.Length / width)
            {
                int count = Math.Min(inputs.Length / width, all - first);
                for (int i = 0; i < count; i++)
                {
                    Span<float> mixed = inputs.AsSpan(i * width, width);
                    from.CopyTo(mixed);
                    for (int column = 0; column < columns; column++)
                    {
                        if (((first + i) >> column & 1) == 1)
                        {
                            row[ranges[column].From..ranges[column].To].CopyTo(mixed[ranges[column].From..]);
                        }
                    }
                }

                ExplainedRows.Answers(model, inputs.AsSpan(0, count * width)).CopyTo(known, first * outputs);
            }

            Array.Clear(change);
            for (int subset = 0; subset < all; subset++)
            {
                double weight = weights[int.PopCount(subset)];
                for (int column = 0; column < columns; column++)
                {
                    for (int output = 0; (subset >> column & 1) == 0 && output < outputs; output++)
                    {
                        change[(column * outputs) + output] += weight * (known[((subset | (1 << column)) * outputs) + output] - known[(subset * outputs) + output]);
                    }
                }
            }

            tally.Add(change);
        }
    }

    /// <summary>Computes |S|!·(d − |S| − 1)!/d! for each size of S.</summary>
    private static double[] Weights(int columns)
    {
        double[] weights = new double[columns];
        weights[0] = 1.0 / columns;
        for (int size = 1; size < columns; size++)
        {
            weights[size] = weights[size - 1] * size / (columns - size);
        }

        return weights;
    }

    /// <summary>Adds samples from random orders; the mean of an order and its reverse is one sample.</summary>
    private void AddOrders(ReadOnlySpan<float> row, ReadOnlySpan<double> answer, Tally tally)
    {
        int columns = Columns.Count, outputs = answer.Length, steps = columns - 1;
        int together = Math.Max(1, ExplainedRows.Batch / Math.Max(1, 2 * steps));
        float[] inputs = new float[together * 2 * steps * width];
        double[] change = new double[columns * outputs];
        int[] order = new int[columns];
        for (int first = 0; first < pairs; first += together)
        {
            int count = Math.Min(together, pairs - first), place = 0;
            for (int walk = 0; walk < 2 * count; walk++)
            {
                Draw(order, first + (walk / 2), walk % 2 == 1);
                ReadOnlySpan<float> state = background.AsSpan((first + (walk / 2)) % BackgroundRows * width, width);
                for (int step = 0; step < steps; step++)
                {
                    Span<float> next = inputs.AsSpan(place++ * width, width);
                    state.CopyTo(next);
                    (int from, int to) = ranges[order[step]];
                    row[from..to].CopyTo(next[from..]);
                    state = next;
                }
            }

            double[] answers = ExplainedRows.Answers(model, inputs.AsSpan(0, place * width));
            for (int walk = 0; walk < 2 * count; walk++)
            {
                if (walk % 2 == 0)
                {
                    Array.Clear(change);
                }

                Draw(order, first + (walk / 2), walk % 2 == 1);
                ReadOnlySpan<double> before = backgroundAnswers.AsSpan((first + (walk / 2)) % BackgroundRows * outputs, outputs);
                for (int step = 0; step < columns; step++)
                {
                    ReadOnlySpan<double> after = step == steps ? answer : answers.AsSpan(((walk * steps) + step) * outputs, outputs);
                    for (int output = 0; output < outputs; output++)
                    {
                        change[(order[step] * outputs) + output] += (after[output] - before[output]) / 2;
                    }

                    before = after;
                }

                if (walk % 2 == 1)
                {
                    tally.Add(change);
                }
            }
        }
    }

    /// <summary>Draws the order of a pair, which is the same for every row, so that rows can be compared.</summary>
    private void Draw(int[] order, int pair, bool isReverse)
    {
        for (int column = 0; column < order.Length; column++)
        {
            order[column] = column;
        }

        new Numerics.CounterRandom(options.Seed, Numerics.Streams.Explanation | (1UL << 55) | (uint)pair).Shuffle(order.AsSpan());
        if (isReverse)
        {
            Array.Reverse(order);
        }
    }

    /// <summary>Accumulates means and standard errors of samples.</summary>
    private sealed class Tally(int size)
    {
        private readonly double[] means = new double[size], squares = new double[size];
        private int count;

        // Welford's algorithm, which avoids differences of large sums.
        public void Add(double[] sample)
        {
            count++;
            for (int i = 0; i < size; i++)
            {
                double step = sample[i] - means[i];
                means[i] += step / count;
                squares[i] += step * (sample[i] - means[i]);
            }
        }

        public void Write(Span<double> values, Span<double> errors)
        {
            means.CopyTo(values);
            for (int i = 0; i < size; i++)
            {
                errors[i] = count > 1 ? Math.Sqrt(squares[i] / (count - 1.0) / count) : double.NaN;
            }
        }
    }
}
