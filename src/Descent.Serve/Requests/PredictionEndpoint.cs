using System.Buffers;
using System.Diagnostics;
using Descent.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Descent.Serve;

/// <summary>Answers requests for predictions. Rows go from the body to the inputs of the network, and the outputs to the answer, without
/// objects in between.</summary>
internal sealed partial class PredictionEndpoint(ModelHost host, ILogger logger)
{
    /// <summary>Answers one request.</summary>
    public async Task Handle(HttpContext context)
    {
        long started = Stopwatch.GetTimestamp();
        ServedModel model = host.Served;
        RequestBuffers buffers = model.Buffers.Get();
        try
        {
            bool isTable = IsTable(context.Request);
            ReadOnlySequence<byte> body = await RequestBody.Read(context, host.Options.BodyLimit, host.Options.Timeout).ConfigureAwait(false);
            try
            {
                if (isTable)
                {
                    AnswerTable(model, body, buffers);
                }
                else
                {
                    AnswerRows(model, body, buffers);
                }
            }
            finally
            {
                context.Request.BodyReader.AdvanceTo(body.End);
            }

            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = buffers.Output.WrittenCount;
            _ = await context.Response.BodyWriter.WriteAsync(buffers.Output.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        }
        catch (RequestFault fault)
        {
            await Refuse(context, fault).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault)
        {
            FaultKind kind = FaultKind.Of(fault.StatusCode);
            await Refuse(context, kind == FaultKind.BodyTooLarge ? RequestBody.TooLarge(host.Options.BodyLimit) : new(kind, fault.Message)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !context.Response.HasStarted)
        {
            LogFailure(host.Title, fault);
            await Refuse(context, new(FaultKind.Internal, "The prediction failed; the log of the server has the reason.")).ConfigureAwait(false);
        }
        finally
        {
            host.Counters.Answered(started);
            model.Buffers.Return(buffers);
        }
    }

    private Task Refuse(HttpContext context, RequestFault fault)
    {
        host.Counters.Failed(fault.Kind);
        return context.Response.HasStarted ? Task.CompletedTask : ProblemAnswer.Write(context, fault);
    }

    private void AnswerRows(ServedModel model, ReadOnlySequence<byte> body, RequestBuffers buffers)
    {
        bool isBatch = model.Json.Read(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), buffers.Rows);
        Enter(buffers.Rows.Rows);
        try
        {
            Write(model, host.Predict(model, buffers), buffers, isBatch);
        }
        catch (DataException fault)
        {
            throw RequestFault.Of(fault, (row, column) => JsonRows.PathOf(isBatch, row, column));
        }
        finally
        {
            host.Leave(buffers.Rows.Rows);
        }
    }

    private void AnswerTable(ServedModel model, ReadOnlySequence<byte> body, RequestBuffers buffers)
    {
        Table table;
        try
        {
            // A compressed body must not need much more memory than the limit of a plain one.
            CsvOptions options = new() { HasHeader = !model.Model.Preprocessor.Schema.IsHeaderless, MemoryLimit = 8L * host.Options.BodyLimit };
            table = Table.Read(new MemoryStream(body.ToArray(), writable: false), "request", options);
        }
        catch (DataException fault)
        {
            throw RequestFault.Of(fault, path: null);
        }

        if (table.Rows > host.Options.RowsLimit)
        {
            throw JsonRows.TooMany(host.Options.RowsLimit);
        }

        Enter(table.Rows);
        try
        {
            buffers.Notices.AddRange(table.Notices);
            TablePrediction prediction = model.Model.Predict(table, buffers.Notices, host.Options.Strict);
            model.Drift.Add(table);
            host.Counters.Predicted(prediction.Rows);
            Write(model, prediction, buffers, isBatch: true);
        }
        catch (DataException fault)
        {
            throw RequestFault.Of(fault, path: null);
        }
        finally
        {
            host.Leave(table.Rows);
        }
    }

    private static void Write(ServedModel model, TablePrediction prediction, RequestBuffers buffers, bool isBatch)
    {
        model.Answers.Write(buffers.Writer, prediction, buffers.Notices, isBatch);
        buffers.Writer.Flush();
    }

    private void Enter(int rows)
    {
        if (!host.TryEnter(rows))
        {
            throw new RequestFault(FaultKind.Busy, $"More than {host.Options.ConcurrentRowsLimit:#,0} rows are being predicted. Try again later.");
        }
    }

    private static bool IsTable(HttpRequest request)
    {
        ReadOnlySpan<char> type = request.ContentType.AsSpan();
        type = (type.IndexOf(';') is >= 0 and var end ? type[..end] : type).Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) ? false
            : type.Equals("text/csv", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase) ? false
                : throw new RequestFault(FaultKind.UnsupportedContent, $"The content type is {(type.IsEmpty ? "not given" : $"\"{type}\"")}. Send the header Content-Type: application/json with rows as JSON, or text/csv with a table."));
    }

    [LoggerMessage(LogLevel.Error, "A prediction of model {Name} failed.")]
    private partial void LogFailure(string name, Exception fault);
}
