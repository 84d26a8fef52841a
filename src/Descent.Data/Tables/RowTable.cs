namespace Descent.Data;

/// <summary>
/// Rows for a model, appended cell by cell and predicted at once, again and again in the same memory. It has exactly the columns that
/// the model takes as inputs. Not safe to use from several threads at once.
/// </summary>
/// <example>
/// <code>
/// RowTable rows = new(model.Preprocessor);
/// rows.Append(rows.IndexOf("age"), "41"u8);
/// rows.EndRow();
/// string label = model.Predict(rows).Label(0);
/// rows.Clear();
/// </code>
/// </example>
public sealed class RowTable
{
    private readonly Table empty;
    private readonly TextColumn[] columns;
    private readonly List<string> extra = [];
    private Table? filled;

    /// <summary>Creates a table without rows.</summary>
    /// <param name="preprocessor">The preprocessor of the model.</param>
    /// <param name="source">The name of the table in messages; by default "memory".</param>
    public RowTable(Preprocessor preprocessor, string source = "memory")
    {
        ArgumentNullException.ThrowIfNull(preprocessor);
        ArgumentNullException.ThrowIfNull(source);
        Preprocessor = preprocessor;
        columns = [.. preprocessor.Schema.Features.Select(column => new TextColumn(column.Name))];
        empty = preprocessor.Schema.Read(new Table(source, columns, [], ('.', MarkOrigin.Assumed), ',', 0, []) { LineWord = "row" });
    }

    /// <summary>The preprocessor of the model.</summary>
    public Preprocessor Preprocessor { get; }

    /// <summary>The names of the columns, which are the inputs of the model.</summary>
    public IReadOnlyList<string> Columns => empty.Columns;

    /// <summary>The number of complete rows.</summary>
    public int Rows { get; private set; }

    /// <summary>The cells of the complete rows, read with the missing words of the model.</summary>
    internal Table Table => filled ??= empty.WithRows(Rows);

    /// <summary>Names that were given in rows but are no columns of the training table, each once.</summary>
    public IReadOnlyList<string> OtherColumns => extra;

    /// <summary>The number of a column.</summary>
    /// <param name="column">The column name, matched exactly.</param>
    /// <returns>The column number, from 0, or −1 if the model has no such input.</returns>
    public int IndexOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return empty.IndexOf(column);
    }

    /// <summary>Whether the current row has a cell of a column already.</summary>
    /// <param name="column">The column number, from 0.</param>
    /// <returns>True after <see cref="Append"/>.</returns>
    public bool Has(int column) => columns[column].Count > Rows;

    /// <summary>Appends a cell to the current row.</summary>
    /// <param name="column">The column number, from 0.</param>
    /// <param name="cell">The cell as UTF-8, written as in the training table; empty if the value is missing.</param>
    /// <exception cref="DataException">If the row has a cell of this column already.</exception>
    public void Append(int column, ReadOnlySpan<byte> cell)
    {
        if (Has(column))
        {
            throw new DataException($"{empty.Source}, row {Rows + 1}: column \"{Columns[column]}\" is given twice. Give every column once.") { Row = Rows, Column = Columns[column] };
        }

        columns[column].Append(cell);
    }

    /// <summary>Appends a cell of a column that is no input of the model. It is ignored; if the training table did not have the column
    /// either, the prediction reports it.</summary>
    /// <param name="column">The column name.</param>
    public void AppendOther(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (!Preprocessor.IsKnown(column) && !extra.Contains(column, StringComparer.Ordinal))
        {
            extra.Add(column);
        }
    }

    /// <summary>Completes the current row, if it has a cell in every column.</summary>
    /// <returns>−1, or the number of the first column without a cell.</returns>
    public int EndRow()
    {
        for (int column = 0; column < columns.Length; column++)
        {
            if (!Has(column))
            {
                return column;
            }
        }

        Rows++;
        filled = null;
        return -1;
    }

    /// <summary>Removes all rows, and the incomplete one.</summary>
    public void Clear()
    {
        foreach (TextColumn column in columns)
        {
            column.Clear();
        }

        extra.Clear();
        Rows = 0;
        filled = null;
    }
}
