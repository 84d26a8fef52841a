using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Descent.Data;
using Descent.Formats;
using Microsoft.Extensions.Logging;

namespace Descent.Serve;

/// <summary>Holds the current model of a file, and replaces it as a whole when the file has changed.</summary>
internal sealed partial class ModelHost : IDescentModel
{
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private volatile ServedModel served;
    private (DateTime Written, long Length)? loaded, seen;
    private int rowsAtOnce;

    /// <summary>Loads the model.</summary>
    /// <exception cref="ModelFileException">If the file cannot be used.</exception>
    public ModelHost(string name, string path, DescentModelOptions options, ServeMetrics metrics, TimeProvider time, ILogger<ModelHost> logger)
    {
        options.Validate();
        (Name, Path, Options, this.time, this.logger) = (name, path, options, time, logger);
        Counters = metrics.Add(Title);
        loaded = seen = Stamp();
        served = new ServedModel(ModelFile.Load(File), 1, time.GetUtcNow(), options);
        Counters.Loaded(succeeded: true);
    }

    public string Name { get; }

    /// <summary>The file of the model, or the folder of a run.</summary>
    public string Path { get; }

    public DescentModelOptions Options { get; }

    public ModelCounters Counters { get; }

    /// <summary>The current model with what its requests share.</summary>
    public ServedModel Served => served;

    public TableModel Current => served.Model;

    /// <summary>Why the newest file is not used; null if it is.</summary>
    public string? Fault { get; private set; }

    /// <summary>The name in answers and metrics: that with which it was added, or else that of its file or folder.</summary>
    public string Title => Name.Length > 0 ? Name
        : System.IO.Path.GetFileNameWithoutExtension(File) is var file && file != "model" ? file
        : System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(File))) ?? file;

    private string File => Directory.Exists(Path) ? System.IO.Path.Combine(Path, "model.safetensors") : Path;

    /// <summary>Loads the file if it has changed and was the same at the last two calls.</summary>
    public void Refresh()
    {
        (DateTime, long)? now = Stamp();
        if (now == loaded || now != seen)
        {
            seen = now;
            return;
        }

        loaded = now;
        try
        {
            TableModel model = ModelFile.Load(File);
            string? change = Change(served.Model.Preprocessor.Schema, model.Preprocessor.Schema);
            served = new ServedModel(model, served.Version + 1, time.GetUtcNow(), Options);
            Fault = null;
            Counters.Loaded(succeeded: true);
            LogReplaced(Title, served.Version, change ?? "its columns are the same");
        }
        catch (Exception fault)
        {
            // Whatever is wrong with the file, requests go on with the model before.
            Fault = fault is IOException or UnauthorizedAccessException ? FileFault.Text(fault) : fault.Message;
            Counters.Loaded(succeeded: false);
            LogKept(Title, Fault);
        }
    }

    /// <summary>Reserves room for the rows of a request.</summary>
    /// <returns>False if too many are being predicted; otherwise <see cref="Leave"/> must follow.</returns>
    public bool TryEnter(int rows)
    {
        if (Interlocked.Add(ref rowsAtOnce, rows) <= Options.ConcurrentRowsLimit)
        {
            return true;
        }

        Leave(rows);
        return false;
    }

    /// <summary>Ends the reservation of <see cref="TryEnter"/>.</summary>
    public void Leave(int rows) => Interlocked.Add(ref rowsAtOnce, -rows);

    public TablePrediction Predict(Table table, ICollection<Notice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ServedModel own = served;
        TablePrediction prediction = own.Model.Predict(table, notices, Options.Strict);
        own.Drift.Add(table);
        Counters.Predicted(prediction.Rows);
        return prediction;
    }

    public TablePrediction Predict(params IReadOnlyList<IReadOnlyDictionary<string, object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        string[] names = rows.Count == 0 ? throw new DataException("There are no rows. Give at least one.") : [.. rows[0].Keys];
        (int Row, string Name)? lacking = rows.Index().SelectMany(row => names.Where(name => !row.Item.ContainsKey(name)).Select(name => ((int, string)?)(row.Index, name))).FirstOrDefault();
        return lacking is { } cell
            ? throw new DataException($"Row {cell.Row + 1} has no value \"{cell.Name}\", but the first row has. Give all rows the same columns; a value may be null.") { Row = cell.Row, Column = cell.Name }
            : Predict(Table.Create([.. names.Select(name => TableColumn.Of(name, rows.Select(row => row[name])))]));
    }

    public TablePrediction Predict<TRow>(JsonTypeInfo<TRow> type, params IReadOnlyList<TRow> rows)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(rows);
        ServedModel own = served;
        RequestBuffers buffers = own.Buffers.Get();
        try
        {
            foreach (TRow row in rows)
            {
                _ = own.Json.Read(JsonSerializer.SerializeToUtf8Bytes(row, type), buffers.Rows);
            }

            return rows.Count == 0 ? throw new DataException("There are no rows. Give at least one.") : Predict(own, buffers);
        }
        catch (RequestFault fault)
        {
            throw new DataException(fault.Message, fault) { Column = fault.Column };
        }
        finally
        {
            own.Buffers.Return(buffers);
        }
    }

    /// <summary>Predicts the rows in the buffers.</summary>
    public TablePrediction Predict(ServedModel own, RequestBuffers buffers)
    {
        TablePrediction prediction = own.Model.Predict(buffers.Rows, buffers.Notices, Options.Strict);
        own.Drift.Add(buffers.Rows);
        Counters.Predicted(prediction.Rows);
        return prediction;
    }

    private (DateTime, long)? Stamp()
    {
        try
        {
            FileInfo file = new(File);
            return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Loading the file will say what is wrong.
            return null;
        }
    }

    private static string? Change(Schema before, Schema after)
    {
        string[] was = Columns(before), now = Columns(after), gone = [.. was.Except(now, StringComparer.Ordinal)], added = [.. now.Except(was, StringComparer.Ordinal)];
        return gone.Length + added.Length == 0 ? null
            : $"its columns have changed: {(gone.Length > 0 ? $"without {Wording.Names(gone)}" : "")}{(gone.Length > 0 && added.Length > 0 ? ", " : "")}{(added.Length > 0 ? $"with {Wording.Names(added)}" : "")}; requests must follow";
    }

    private static string[] Columns(Schema schema) => [.. schema.Features.Select(column => $"{column.Name} ({column.Kind})"), .. schema.Targets.Select(column => $"{column.Name} (target)")];

    [LoggerMessage(LogLevel.Information, "The file of model {Name} was replaced; version {Version} is served, and {Change}.")]
    private partial void LogReplaced(string name, int version, string change);

    [LoggerMessage(LogLevel.Error, "The file of model {Name} was replaced, but cannot be used; the model before is still served. {Fault}")]
    private partial void LogKept(string name, string fault);
}
