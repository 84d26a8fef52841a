using Descent.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Descent.Sources.MLNet;

/// <summary>A single row with its prediction, for prediction engines. The row below it may move.</summary>
internal sealed class PredictionRow : DataViewRow
{
    private readonly PredictionMapper mapper;
    private readonly DataViewRow input;
    private readonly HashSet<int> active;
    private readonly RowCells? cells;
    private readonly TableBuilder rows;
    private TablePrediction? predictions;
    private long predicted = -1;

    public PredictionRow(PredictionMapper mapper, DataViewRow input, IEnumerable<DataViewSchema.Column> columns)
    {
        this.mapper = mapper;
        this.input = input;
        active = [.. columns.Select(column => column.Index)];
        rows = mapper.Rows();
        cells = active.Any(column => column >= mapper.InputSchema.Count) ? new RowCells(input, mapper.Read) : null;
    }

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => mapper.Getter<TValue>(this, input, column, Current);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }

    private (TablePrediction Predictions, int Row) Current()
    {
        if (predictions is null || predicted != input.Position)
        {
            mapper.Append(rows, cells!);
            predictions = mapper.Model.Predict(rows.Build());
            predicted = input.Position;
        }

        return (predictions, 0);
    }
}
