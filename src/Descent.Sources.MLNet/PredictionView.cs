using Descent.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Descent.Sources.MLNet;

/// <summary>The rows of a data view with their predictions.</summary>
internal sealed class PredictionView(IDataView input, PredictionMapper mapper) : IDataView
{
    /// <summary>Rows that are predicted at once.</summary>
    private const int Together = 1024;

    public DataViewSchema Schema => mapper.OutputSchema;

    // Two passes over the input would come in different orders.
    public bool CanShuffle => false;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(input, mapper, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded)];

    /// <summary>Passes on the columns of the input, while a second cursor reads ahead what is predicted.</summary>
    private sealed class Cursor : DataViewRowCursor
    {
        private readonly PredictionMapper mapper;
        private readonly DataViewRowCursor input;
        private readonly DataViewRowCursor? ahead;
        private readonly HashSet<int> active;
        private readonly RowCells? cells;
        private readonly TableBuilder rows;
        private TablePrediction? predictions;
        private long first, next;

        public Cursor(IDataView view, PredictionMapper mapper, IEnumerable<DataViewSchema.Column> columns)
        {
            this.mapper = mapper;
            active = [.. columns.Select(column => column.Index)];
            rows = mapper.Rows();
            input = view.GetRowCursor(mapper.InputSchema.Where(column => active.Contains(column.Index)));
            if (active.Any(column => column >= mapper.InputSchema.Count))
            {
                ahead = view.GetRowCursor(mapper.Read);
                cells = new RowCells(ahead, mapper.Read);
            }
        }

        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => mapper.Getter<TValue>(this, input, column, Current);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                input.Dispose();
                ahead?.Dispose();
            }

            base.Dispose(disposing);
        }

        private (TablePrediction Predictions, int Row) Current()
        {
            while (predictions is null || Position >= next)
            {
                first = next;
                while (next < first + Together && ahead!.MoveNext())
                {
                    mapper.Append(rows, cells!);
                    next++;
                }

                predictions = next > first ? mapper.Model.Predict(rows.Build()) : throw new DataException($"The data view has {next} rows in one pass and more in another. Cache it with Data.Cache.");
            }

            return (predictions, (int)(Position - first));
        }
    }
}
