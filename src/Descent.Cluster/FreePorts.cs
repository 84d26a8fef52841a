using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Descent.Cluster;

/// <summary>
/// Finds ports that no other process of this machine uses or is about to use. A listening socket of Orleans may share its port with another one that does the same, so a file that this process holds
/// as long as it lives keeps two workers that start at the same moment apart.
/// </summary>
internal static class FreePorts
{
    private const int Tried = 1_000;

    private static readonly Dictionary<int, FileStream> s_held = [];
    private static readonly Lock s_gate = new();

    /// <summary>Takes the first free port.</summary>
    /// <param name="from">The first one to try.</param>
    /// <exception cref="ClusterException">If none is free.</exception>
    public static int Take(int from) => Enumerable.Range(from, Tried).FirstOrDefault(TryTake) is > 0 and var port ? port
        : throw new ClusterException(string.Create(CultureInfo.InvariantCulture, $"No port from {from} to {from + Tried - 1} is free. Choose one with {nameof(ClusterOptions.Port)} and {nameof(ClusterOptions.GatewayPort)}."));

    /// <summary>Takes a port if it is free.</summary>
    public static bool TryTake(int port)
    {
        lock (s_gate)
        {
            if (!IsUnused(port))
            {
                return false;
            }

            try
            {
                if (!s_held.ContainsKey(port))
                {
                    string folder = Path.Combine(Path.GetTempPath(), "descent-ports");
                    Directory.CreateDirectory(folder);
                    s_held[port] = new FileStream(Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                }

                return true;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Another worker, or another user, has it.
                return false;
            }
        }
    }

    private static bool IsUnused(int port)
    {
        try
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
