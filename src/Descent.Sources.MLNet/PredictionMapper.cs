using Descent.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Descent.Sources.MLNet;

/// <summary>Where the columns of a model are in a data view, and the columns of its predictions.</summary>
internal sealed class PredictionMapper : IRowToRowMapper
{
    private readonly DataViewSchema.Column[] read;
    private readonly int[] places;
    private readonly string[] names;

    public PredictionMapper(TableModel model, string[]? keys, DataViewSchema schema)
    {
        Model = model;
        InputSchema = schema;
        names = [.. model.Preprocessor.Schema.Features.Select(column => column.Name)];
        Dictionary<string, (DataViewSchema.Column Column, int Slot)> found = new(StringComparer.Ordinal);
        foreach (DataViewSchema.Column column in schema.Where(column => !column.IsHidden && RowCells.CanRead(column)).OrderBy(column => column.Type is VectorDataViewType))
        {
            foreach ((int slot, string name) in RowCells.NamesOf(column).Index())
            {
                _ = found.TryAdd(name, (column, slot));
            }
        }

        if (Array.Find(names, name => !found.ContainsKey(name)) is { } missing)
        {
            // The sentence of RowCells, if there is such a column but of another type.
            _ = RowCells.NamesOf(DataViewTable.Named(schema, missing));
        }

        read = [.. names.Select(name => found[name].Column).DistinctBy(column => column.Index)];
        Dictionary<int, int> first = [];
        int next = 0;
        foreach (DataViewSchema.Column column in read)
        {
            first[column.Index] = next;
            next += RowCells.NamesOf(column).Count;
        }

        this.places = [.. names.Select(name => first[found[name].Column.Index] + found[name].Slot)];
        string target = model.Preprocessor.Schema.TargetNames[0];
        Outputs = new PredictionOutputs(model, schema.GetColumnOrNull(target) is { } label && RowCells.KeysOf(label) is { } own ? own : keys ?? [.. model.Preprocessor.Labels]);
        DataViewSchema.Builder builder = new();
        builder.AddColumns(schema);
        builder.AddColumns(Outputs.Columns);
        OutputSchema = builder.ToSchema();
    }

    public TableModel Model { get; }

    public PredictionOutputs Outputs { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>Whether a column of the output is a column of the input, which has the same number there.</summary>
    public bool IsInput(DataViewSchema.Column column) => column.Index < InputSchema.Count;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        DataViewSchema.Column[] wanted = [.. dependingColumns];
        return [.. wanted.Where(IsInput).Select(column => InputSchema[column.Index]).Concat(wanted.All(IsInput) ? [] : read).DistinctBy(column => column.Index)];
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new PredictionRow(this, input, activeColumns);

    /// <summary>The columns of the data view that the model takes.</summary>
    public IReadOnlyList<DataViewSchema.Column> Read => read;

    /// <summary>What gets the value of a column of the output.</summary>
    /// <param name="output">The row with its prediction.</param>
    /// <param name="input">The row of the data view.</param>
    /// <param name="column">The column.</param>
    /// <param name="current">The predictions and the current row among them.</param>
    public ValueGetter<T> Getter<T>(DataViewRow output, DataViewRow input, DataViewSchema.Column column, Func<(TablePrediction Predictions, int Row)> current)
    {
        if (!output.IsColumnActive(column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"The column \"{column.Name}\" was not asked for when the rows were opened.");
        }

        return IsInput(column) ? input.GetGetter<T>(InputSchema[column.Index])
            : Outputs.Getter(column.Index - InputSchema.Count, current) as ValueGetter<T>
            ?? throw new InvalidOperationException($"The column \"{column.Name}\" has values of type {column.Type}, not {typeof(T).Name}.");
    }

    /// <summary>Begins a table for rows of the data view, with the columns of the model.</summary>
    public TableBuilder Rows() => new("data view", names);

    /// <summary>Appends the cells of a row to such a table.</summary>
    public void Append(TableBuilder rows, RowCells row)
    {
        ReadOnlySpan<object?> cells = row.Read();
        for (int column = 0; column < places.Length; column++)
        {
            rows.Append(column, cells[places[column]]);
        }
    }
}
