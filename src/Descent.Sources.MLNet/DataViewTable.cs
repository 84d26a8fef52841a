using Descent.Data;
using Microsoft.ML;

namespace Descent.Sources.MLNet;

/// <summary>Makes tables of ML.NET's data views.</summary>
public static class DataViewTable
{
    /// <param name="view">The data view.</param>
    extension(IDataView view)
    {
        /// <summary>Reads all rows as a table. Numbers keep every bit.</summary>
        /// <remarks>
        /// A number, text, truth value, date or time becomes a cell; a key becomes the text of its value. A vector becomes a column per
        /// element, such as <c>Features.size</c>, or <c>Features.0</c> if the elements have no names. NaN, empty texts and the key 0 are
        /// missing values. Hidden columns are left out.
        /// </remarks>
        /// <param name="columns">The names of the columns of the data view; null, the default, for all that a table can have.</param>
        /// <param name="source">The name of the table in messages; by default "data view".</param>
        /// <returns>The table.</returns>
        /// <exception cref="DataException">If there is no such column, a named one has values that cannot be cells, such as images or vectors of different lengths, or the table does not fit into memory.</exception>
        /// <example><code>TableSummary summary = TableSummary.Of(view.ToTable(), ["Label"]);</code></example>
        public Table ToTable(IReadOnlyList<string>? columns = null, string source = "data view")
        {
            ArgumentNullException.ThrowIfNull(view);
            ArgumentNullException.ThrowIfNull(source);
            DataViewSchema.Column[] read = columns is null
                ? [.. view.Schema.Where(column => !column.IsHidden && RowCells.CanRead(column))]
                : [.. columns.Select(name => Named(view.Schema, name))];
            TableBuilder builder = new(source, [.. read.SelectMany(RowCells.NamesOf)]);
            using DataViewRowCursor cursor = view.GetRowCursor(read);
            RowCells cells = new(cursor, read);
            while (cursor.MoveNext())
            {
                Append(builder, cells.Read());
            }

            return builder.Build();
        }
    }

    /// <summary>The column of a name.</summary>
    /// <exception cref="DataException">If there is none.</exception>
    internal static DataViewSchema.Column Named(DataViewSchema schema, string name) => schema.GetColumnOrNull(name)
        ?? throw new DataException($"The data view has no column \"{name}\". Its columns are {Wording.Names([.. schema.Where(column => !column.IsHidden).Select(column => column.Name)])}.");

    /// <summary>Appends a row.</summary>
    internal static void Append(TableBuilder builder, ReadOnlySpan<object?> cells)
    {
        for (int column = 0; column < cells.Length; column++)
        {
            builder.Append(column, cells[column]);
        }
    }
}
