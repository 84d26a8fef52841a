using System.Numerics.Tensors;

namespace Descent.Data;

/// <summary>
/// Counts how the rows that a model predicts differ from its training rows, column by column. It covers the latest rows: at least as
/// many as the window has, and fewer than two windows. Safe to use from many threads.
/// </summary>
public sealed class DriftMonitor
{
    private const int FewRows = 16;

    private readonly Lock gate = new();
    private readonly Preprocessor preprocessor;
    private readonly IReadOnlyList<ColumnDistribution>? training;
    private readonly ColumnParts[] parts;
    private readonly int window;
    private Counts current, previous;

    /// <summary>Creates a monitor that has seen no rows.</summary>
    /// <param name="preprocessor">The preprocessor of the model.</param>
    /// <param name="training">The distribution of each feature in the training rows; null if it is not known, so that there is no
    /// stability index.</param>
    /// <param name="window">The number of rows in a window, at least 1; by default 10,000.</param>
    /// <exception cref="ArgumentException">If the distributions are not those of the features.</exception>
    public DriftMonitor(Preprocessor preprocessor, IReadOnlyList<ColumnDistribution>? training = null, int window = 10_000)
    {
        ArgumentNullException.ThrowIfNull(preprocessor);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        if (training is not null && !preprocessor.Fits(training))
        {
            throw new ArgumentException("The distributions are not those of the features. Use those of the same model.", nameof(training));
        }

        this.preprocessor = preprocessor;
        this.training = training;
        this.window = window;
        parts = [.. preprocessor.Encoders.Select((encoder, i) => new ColumnParts(encoder, training is null ? [] : [.. training[i].Edges]))];
        current = new(parts);
        previous = new(parts);
    }

    /// <summary>Counts rows that have been predicted.</summary>
    /// <param name="rows">The rows.</param>
    /// <exception cref="DataException">If a cell cannot be read.</exception>
    public void Add(RowTable rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Add(rows.Table, featureOf: null);
    }

    /// <summary>Counts the rows of a table that has been predicted.</summary>
    /// <param name="table">The table.</param>
    /// <exception cref="DataException">If a column is missing or a cell cannot be read.</exception>
    public void Add(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Table read = preprocessor.Schema.Read(table);
        Add(read, [.. preprocessor.Encoders.Select(encoder => read.RequireColumn(encoder.Name))]);
    }

    /// <summary>Compares the latest rows with the training rows.</summary>
    /// <returns>One result per feature, in the order of the features.</returns>
    public IReadOnlyList<ColumnDrift> Compare()
    {
        lock (gate)
        {
            return [.. Enumerable.Range(0, parts.Length).Select(Compare)];
        }
    }

    private void Add(Table table, int[]? featureOf)
    {
        // Many rows are counted before others have to wait.
        Counts? own = table.Rows > FewRows ? new(parts) : null;
        if (own is not null)
        {
            Count(own, table, featureOf);
        }

        lock (gate)
        {
            if (own is null)
            {
                Count(current, table, featureOf);
            }
            else
            {
                current.Add(own);
            }

            if (current.Rows >= window)
            {
                (previous, current) = (current, new(parts));
            }
        }
    }

    private void Count(Counts counts, Table table, int[]? featureOf)
    {
        for (int feature = 0; feature < parts.Length; feature++)
        {
            int column = featureOf is null ? feature : featureOf[feature];
            for (int row = 0; row < table.Rows; row++)
            {
                int part = parts[feature].Of(table, row, column, out bool isOutside);
                counts.Cells[feature][part >= 0 ? part : parts[feature].Count - 1 - part]++;
                counts.Outside[feature] += isOutside ? 1 : 0;
            }
        }

        counts.Rows += table.Rows;
    }

    private ColumnDrift Compare(int feature)
    {
        int count = parts[feature].Count;
        double[] actual = [.. current.Cells[feature].Zip(previous.Cells[feature], (one, other) => (double)(one + other))];
        long rows = current.Rows + previous.Rows;
        double? index = null, limit = null;
        if (training is { } known && rows > 0 && known[feature].Counts.Sum() + known[feature].Missing is > 0 and var trained)
        {
            double[] expected = [.. known[feature].Counts, known[feature].Missing, 0];
            index = PopulationStability.Index(expected, actual);
            limit = PopulationStability.ChanceLimit(Math.Max(1, expected.Zip(actual).Count(pair => pair.First > 0 || pair.Second > 0)), trained, rows);
        }

        return new(preprocessor.Encoders[feature].Name, rows, (long)actual[count], (long)actual[count + 1], current.Outside[feature] + previous.Outside[feature])
        {
            MissingInTraining = training is { } own ? own[feature].Missing / (double)Math.Max(1, own[feature].Counts.Sum() + own[feature].Missing) : null,
            StabilityIndex = index,
            ChanceLimit = limit,
        };
    }

    /// <summary>The counts of a window: the parts of each feature, followed by missing and unseen values.</summary>
    private sealed class Counts(ColumnParts[] parts)
    {
        public long Rows { get; set; }

        public long[][] Cells { get; } = Array.ConvertAll(parts, part => new long[part.Count + 2]);

        public long[] Outside { get; } = new long[parts.Length];

        public void Add(Counts other)
        {
            Rows += other.Rows;
            for (int feature = 0; feature < Cells.Length; feature++)
            {
                TensorPrimitives.Add(Cells[feature], other.Cells[feature], Cells[feature]);
            }

            TensorPrimitives.Add(Outside, other.Outside, Outside);
        }
    }
}
