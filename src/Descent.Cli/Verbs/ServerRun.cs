using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Descent.Cli.Verbs;

/// <summary>Runs a server until Ctrl-C or a signal stops it.</summary>
internal static class ServerRun
{
    /// <summary>Starts a server, says where it is, and waits for its end.</summary>
    /// <param name="call">The call; with <c>--json</c>, the first line of its answer is the document.</param>
    /// <param name="app">The server.</param>
    /// <param name="address">The address on which it listens.</param>
    /// <param name="port">Its port; 0 for any that is free.</param>
    /// <param name="remedy">What to do if it cannot listen there.</param>
    /// <param name="announce">Makes the document and the lines for people, once it listens.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">If it cannot listen there.</exception>
    public static int Run(Call call, WebApplication app, IPAddress address, int port, string remedy, Func<(object Document, Action Lines)> announce)
    {
        UsageException.Checked(app.Start, fault => SocketFault(fault) is { } reason ? $"The server cannot listen on port {port} of {address}: {reason}. {remedy}" : null);
        (object document, Action lines) = announce();
        if (call.Json)
        {
            call.Answer.Writer.WriteLine(JsonText.Object(document));
            call.Answer.Writer.Flush();
        }

        lines();
        // Also ends by itself when the host stops, as at a signal.
        app.WaitForShutdownAsync(call.Cancellation).GetAwaiter().GetResult();
        call.People.Line("Stopped.");
        return ExitCode.Ok;
    }

    /// <summary>Why a server could not listen. Only an address in use comes wrapped in an <see cref="IOException"/>; other faults of a socket come as they are.</summary>
    private static string? SocketFault(Exception fault) => fault switch
    {
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "another program uses it",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "only an administrator may use it, as all ports below 1024",
        SocketException other => other.Message,
        IOException { InnerException: { } inner } => SocketFault(inner) ?? inner.Message,
        _ => fault.InnerException is SocketException inner ? SocketFault(inner) : null,
    };
}
