using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Descent.Serve;

/// <summary>Waits for the whole body of a request.</summary>
internal static class RequestBody
{
    /// <summary>Waits until the body is complete; afterwards <see cref="PipeReader.AdvanceTo(SequencePosition)"/> must be called.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The largest number of bytes.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="RequestFault">If the body is too large, or does not arrive in time.</exception>
    public static ValueTask<ReadOnlySequence<byte>> Read(HttpContext context, int limit, TimeSpan timeout)
    {
        if (context.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        // A small body usually has arrived together with the header.
        ValueTask<ReadResult> first = context.Request.BodyReader.ReadAsync(context.RequestAborted);
        if (!first.IsCompletedSuccessfully)
        {
            return ReadOn(context, first, limit, timeout);
        }

        // The result of such a task may be taken only once.
        ReadResult result = first.Result;
        return result.IsCompleted && result.Buffer.Length <= limit ? ValueTask.FromResult(result.Buffer) : ReadOn(context, ValueTask.FromResult(result), limit, timeout);
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadOn(HttpContext context, ValueTask<ReadResult> first, int limit, TimeSpan timeout)
    {
        PipeReader reader = context.Request.BodyReader;
        using CancellationTokenSource source = new(timeout);
        // The first call did not get a token that ends in time.
        using CancellationTokenRegistration registration = source.Token.Register(reader.CancelPendingRead);
        ReadResult result = await first.ConfigureAwait(false);
        while (true)
        {
            if (result.IsCanceled && source.IsCancellationRequested)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                throw new RequestFault(FaultKind.Timeout, string.Create(CultureInfo.InvariantCulture, $"The body did not arrive within {timeout.TotalSeconds:0.###} seconds. Send it faster, or in smaller parts."));
            }

            if (result.Buffer.Length > limit)
            {
                reader.AdvanceTo(result.Buffer.End);
                throw TooLarge(limit);
            }

            if (result.IsCompleted)
            {
                return result.Buffer;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>The fault of a body that is too large.</summary>
    public static RequestFault TooLarge(long limit) => new(FaultKind.BodyTooLarge, string.Create(CultureInfo.InvariantCulture, $"The body has more than {limit:#,0} bytes. Divide it into several requests."));
}
