using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Descent.Data;

public sealed partial class Preprocessor
{
    /// <summary>Encodes the given rows of a table with targets; rows without a target or with weight 0 are left out.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="table">A table with the same columns, in any order.</param>
    /// <param name="rows">Row numbers, in the desired order.</param>
    /// <param name="notices">Receives notices: left-out rows, unknown categories, values far outside the range of the training
    /// rows.</param>
    /// <param name="strict">Whether a category that did not occur in training is an error; false by default.</param>
    /// <returns>Inputs named by <see cref="InputNames"/> and targets named by <see cref="OutputNames"/>.</returns>
    /// <exception cref="DataException">If a column is missing, a cell cannot be used, or a label is unknown.</exception>
    public Dataset<T> Transform<T>(Table table, ReadOnlySpan<int> rows, ICollection<Notice>? notices = null, bool strict = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Transform<T>(table, rows, notices, strict, unknown: null);

    /// <summary>Does the same, but if <paramref name="unknown"/> is not null, labels that did not occur in training are added to it
    /// instead of refused; their targets are 0.</summary>
    internal Dataset<T> Transform<T>(Table table, ReadOnlySpan<int> rows, ICollection<Notice>? notices, bool strict, ICollection<UnknownLabel>? unknown)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(table);
        table = Schema.Read(table);
        int[] places = Match(table, notices), kept = Schema.Counted(table, rows, notices);
        RequireMemory(table, kept.Length, Unsafe.SizeOf<T>());
        T[] encodedTargets = Allocate<T>(kept.Length, OutputNames.Count);
        int offset = 0;
        foreach (TargetEncoder target in targets)
        {
            if (kept.Length > 0)
            {
                target.Encode(table, kept, encodedTargets.AsSpan(offset), OutputNames.Count, unknown);
            }

            offset += target.Width;
        }

        return Dataset.Create<T>(Encode<T>(table, places, kept, new(strict, notices)), InputNames.Count, encodedTargets, OutputNames.Count, RowWeights.Of<T>(table, Schema, kept));
    }

    /// <summary>
    /// The numeric targets of the given rows in their own units; empty for labels. The targets of a data set are scaled and float,
    /// which loses digits of values that are tiny compared with others.
    /// </summary>
    internal double[] Numbers(Table table, ReadOnlySpan<int> rows)
    {
        if (Task is not (TaskKind.Regression or TaskKind.Counts))
        {
            return [];
        }

        table = Schema.Read(table);
        int[] kept = Schema.Counted(table, rows);
        double[] numbers = new double[kept.Length * targets.Length];
        foreach ((int target, TargetEncoder encoder) in targets.Index())
        {
            double[] own = kept.Length > 0 ? encoder.Numbers(table, kept) : [];
            for (int row = 0; row < own.Length; row++)
            {
                numbers[(row * targets.Length) + target] = own[row];
            }
        }

        return numbers;
    }

    /// <summary>
    /// The values of a feature in the given rows: numbers unchanged, dates as days since 1970-01-01, NaN if missing. Empty for a
    /// categorical feature.
    /// </summary>
    internal double[] NumbersOf(Table table, ReadOnlySpan<int> rows, int feature)
    {
        if (inputs[feature] is not (NumericEncoder or DateEncoder))
        {
            return [];
        }

        table = Schema.Read(table);
        int column = table.RequireColumn(inputs[feature].Name);
        double[] numbers = new double[rows.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = inputs[feature].Number(table, rows[i], column);
        }

        return numbers;
    }

    /// <summary>Encodes all rows of a table for prediction; no targets are needed.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="table">A table with the same feature columns, in any order; others are ignored.</param>
    /// <param name="notices">Receives notices: ignored columns, unknown categories, values far outside the range of the training
    /// rows.</param>
    /// <param name="strict">Whether a category that did not occur in training is an error; false by default.</param>
    /// <returns>rows × inputs, in row-major order; empty for a table without rows.</returns>
    /// <exception cref="DataException">If a column is missing or a cell cannot be used.</exception>
    public T[] TransformInputs<T>(Table table, ICollection<Notice>? notices = null, bool strict = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(table);
        table = Schema.Read(table);
        RequireMemory(table, table.Rows, Unsafe.SizeOf<T>());
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        return Encode<T>(table, Match(table, notices), rows, new(strict, notices));
    }

    /// <summary>Encodes all complete rows for prediction, like a table with these cells.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">Rows of this preprocessor.</param>
    /// <param name="notices">Receives notices, as for a table.</param>
    /// <param name="strict">Whether a category that did not occur in training is an error; false by default.</param>
    /// <returns>rows × inputs, in row-major order.</returns>
    /// <exception cref="DataException">If the rows belong to another preprocessor, or a cell cannot be used.</exception>
    public T[] TransformInputs<T>(RowTable rows, ICollection<Notice>? notices = null, bool strict = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Preprocessor != this)
        {
            throw new DataException("The rows belong to another preprocessor. Create them with the preprocessor of the model.");
        }

        ReportExtra(rows.Table, rows.OtherColumns, notices);
        return Encode<T>(rows.Table, featurePlaces, rows.Rows == 1 ? s_firstRow : [.. Enumerable.Range(0, rows.Rows)], new(strict, notices));
    }

    /// <summary>Throws if there is not enough memory to encode the given number of rows of a table.</summary>
    internal void RequireMemory(Table table, long rows, int size, long more = 0) =>
        new MemoryGuard(table.Source, table.MemoryLimit).RequireNumbers(rows, InputNames.Count, OutputNames.Count, size, more);

    /// <summary>The exception for a row whose output is not finite; it names the column whose input is farthest from the training
    /// rows.</summary>
    internal DataException NotFinite<T>(Table table, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int farthest = TensorPrimitives.IndexOfMaxMagnitude(TransformInputs<T>(table.Select([row])));
        int encoder = 0;
        while (farthest >= widths[encoder])
        {
            farthest -= widths[encoder++];
        }

        return CellFaults.TooFar(table, row, table.RequireColumn(inputs[encoder].Name));
    }

    private T[] Encode<T>(Table table, int[] places, int[] rows, EncodingReport report)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] encodedInputs = Allocate<T>(rows.Length, InputNames.Count);
        int offset = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (rows.Length > 0)
            {
                inputs[i].Encode(table, places[i], rows, encodedInputs.AsSpan(offset), InputNames.Count, report);
            }

            offset += widths[i];
        }

        return encodedInputs;
    }

    /// <summary>Finds every feature in the table by name.</summary>
    private int[] Match(Table table, ICollection<Notice>? notices)
    {
        string[] missing = [.. inputs.Select(input => input.Name).Where(name => table.IndexOf(name) < 0)];
        if (missing.Length > 0)
        {
            throw new DataException($"{table.Source} lacks the {(missing.Length == 1 ? "column" : "columns")} {NameList.Of([.. missing.Select(name => $"\"{name}\"")])}, which the model was trained with. {ClosestNames.Hint(missing[0], table.Columns)} Add or rename {(missing.Length == 1 ? "it. Its" : "them. Their")} cells may be empty, but then the predictions use what training substituted for missing values, such as the median.");
        }

        ReportExtra(table, [.. table.Columns.Where(name => !IsKnown(name))], notices);
        return Array.ConvertAll(inputs, input => table.IndexOf(input.Name));
    }

    /// <summary>Whether the training table had a column of that name.</summary>
    internal bool IsKnown(string column) => knownColumns.Contains(column);

    private static void ReportExtra(Table table, IReadOnlyList<string> extra, ICollection<Notice>? notices)
    {
        if (extra.Count > 0)
        {
            notices?.Add(Notice.Information($"{table.Source}: {NameList.Of([.. extra.Select(name => $"\"{name}\"")])} {(extra.Count == 1 ? "was" : "were")} not in the training table and {(extra.Count == 1 ? "is" : "are")} ignored."));
        }
    }

    private static T[] Allocate<T>(int rows, int columns)
    {
        long numbers = (long)rows * columns;
        return numbers <= Array.MaxLength
            ? new T[numbers]
            : throw new DataException($"{rows} rows of {columns} values do not fit into one array. Use fewer rows or columns, or fewer categories per column.", new Remedy(nameof(PreprocessorOptions.MaximumCategories)));
    }
}
