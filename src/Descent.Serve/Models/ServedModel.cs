using System.Buffers;
using System.Text.Json;
using Descent.Data;
using Microsoft.Extensions.ObjectPool;

namespace Descent.Serve;

/// <summary>A model that has been loaded from a file, with everything that its requests share. Its file may be replaced later; requests
/// that have begun keep this one.</summary>
internal sealed class ServedModel
{
    public ServedModel(TableModel model, int version, DateTimeOffset loaded, DescentModelOptions options)
    {
        Model = model;
        Version = version;
        Loaded = loaded;
        Drift = new DriftMonitor(model.Preprocessor, model.Training?.Features, options.DriftWindow);
        Answers = new AnswerWriter(model, options.IntervalLevel);
        Json = new JsonRows([.. model.Preprocessor.Schema.Features.Select(column => column.Name)], options.RowsLimit);
        Buffers = new DefaultObjectPool<RequestBuffers>(new BufferPolicy(model.Preprocessor), 2 * Environment.ProcessorCount);
    }

    public TableModel Model { get; }

    /// <summary>1 for the first model, and one more for each that replaced it.</summary>
    public int Version { get; }

    public DateTimeOffset Loaded { get; }

    /// <summary>Compares the rows of requests with those of the training.</summary>
    public DriftMonitor Drift { get; }

    public AnswerWriter Answers { get; }

    public JsonRows Json { get; }

    /// <summary>Memory for requests.</summary>
    public ObjectPool<RequestBuffers> Buffers { get; }

    private sealed class BufferPolicy(Preprocessor preprocessor) : PooledObjectPolicy<RequestBuffers>
    {
        public override RequestBuffers Create() => new(preprocessor);

        public override bool Return(RequestBuffers obj) => obj.Clear();
    }
}

/// <summary>The memory of a request, used again by later ones.</summary>
internal sealed class RequestBuffers
{
    private const int LargestKept = 1 << 20;

    public RequestBuffers(Preprocessor preprocessor)
    {
        Rows = new RowTable(preprocessor, "request");
        Writer = new Utf8JsonWriter(Output, JsonRows.WriterOptions);
    }

    public RowTable Rows { get; }

    public List<Notice> Notices { get; } = [];

    public ArrayBufferWriter<byte> Output { get; } = new(1024);

    public Utf8JsonWriter Writer { get; }

    /// <summary>Empties the buffers; returns false if they have become too large to be kept.</summary>
    public bool Clear()
    {
        Rows.Clear();
        Notices.Clear();
        Output.ResetWrittenCount();
        Writer.Reset();
        return Output.Capacity <= LargestKept;
    }
}
