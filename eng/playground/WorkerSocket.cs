using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace Descent.Playground;

/// <summary>A socket whose other end is the page of this worker. It is open as long as the page.</summary>
/// <param name="post">Passes a message on to the page.</param>
internal sealed class WorkerSocket(Action<string> post) : WebSocket
{
    private readonly Channel<byte[]> commands = Channel.CreateUnbounded<byte[]>();

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    /// <summary>Takes a message of the page.</summary>
    public void Take(string command) => commands.Writer.TryWrite(Encoding.UTF8.GetBytes(command));

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        byte[] command = await commands.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        bool fits = command.Length <= buffer.Count;
        command.AsSpan(0, Math.Min(command.Length, buffer.Count)).CopyTo(buffer);
        return new WebSocketReceiveResult(Math.Min(command.Length, buffer.Count), WebSocketMessageType.Text, fits);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        post(Encoding.UTF8.GetString(buffer));
        return Task.CompletedTask;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        throw new WebSocketException(statusDescription ?? $"{closeStatus}");

    public override void Abort()
    {
    }

    public override void Dispose()
    {
    }
}
