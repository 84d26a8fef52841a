using System.Net;

namespace Descent.Serve;

/// <summary>Where a server of its own listens, and who may use it.</summary>
public sealed class DescentServerOptions
{
    /// <summary>The file of the model, or the folder of a run.</summary>
    public required string ModelPath { get; set; }

    /// <summary>The address to listen on; by default that of this machine alone, 127.0.0.1.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port; 8080 by default, 0 for any that is free.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>The key that requests must have in the header <c>X-API-Key</c>, or as <c>Authorization: Bearer</c>; null for none,
    /// which is possible only on the loopback address.</summary>
    public string? ApiKey { get; set; }

    /// <summary>What the model accepts.</summary>
    public DescentModelOptions Model { get; } = new();
}
