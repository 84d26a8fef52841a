using System.Net;
using System.Net.Sockets;

namespace Descent.Tests.Tuning;

/// <summary>A port of this machine behind which a server's socket lies, with connections that break when the test says so.</summary>
internal sealed class LossyConnection : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly string target;
    private volatile string? next;
    private int lost;

    public LossyConnection(string target)
    {
        this.target = target;
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many messages were lost.</summary>
    public int Lost => Volatile.Read(ref lost);

    /// <summary>Loses the next message to the server, so that it never sees it.</summary>
    public void LoseRequest() => next = "request";

    /// <summary>Loses the answer to the next message, which the server has then carried out.</summary>
    public void LoseAnswer() => next = "answer";

    public void Dispose() => listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Forward(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception fault) when (fault is ObjectDisposedException or SocketException)
        {
            // The test has ended.
        }
    }

    private async Task Forward(Socket client)
    {
        using Socket server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(target));
            bool losesAnswer = false;
            await Task.WhenAny(
                Pump(client, server, () =>
                {
                    losesAnswer = next == "answer";
                    return next == "request";
                }),
                Pump(server, client, () => losesAnswer));
        }
    }

    // Until one side closes, or a message is to be lost.
    private async Task Pump(Socket from, Socket to, Func<bool> loses)
    {
        byte[] buffer = new byte[65536];
        while (await from.ReceiveAsync(buffer) is > 0 and int length)
        {
            if (loses())
            {
                next = null;
                Interlocked.Increment(ref lost);
                return;
            }

            await to.SendAsync(buffer.AsMemory(0, length));
        }
    }
}
