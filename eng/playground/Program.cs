using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text.Json;
using Descent.Data;

[assembly: SupportedOSPlatform("browser")]

namespace Descent.Playground;

/// <summary>The playground without a server: a session in a worker of the page, and what the page asks of a server beside it.</summary>
internal static partial class Program
{
    private static readonly SharedState s_shared = new(new PlaygroundOptions());
    private static readonly WorkerSocket s_socket = new(Post);

    /// <summary>Serves the page until it is closed.</summary>
    public static async Task Main()
    {
        using CancellationTokenSource stop = new();
        await using Session session = new(s_socket, s_shared);
        await session.Run(stop).ConfigureAwait(false);
    }

    /// <summary>Takes a command of the page.</summary>
    [JSExport]
    internal static void Receive(string command) => s_socket.Take(command);

    /// <summary>The catalogue, as JSON.</summary>
    [JSExport]
    internal static string ReadCatalogue() => JsonSerializer.Serialize(CatalogueDocument.Entries, PlaygroundJson.Default.IEnumerableEntryDocument);

    /// <summary>Reads a table that was dropped on the page; the answer is what is known of it, or has a message alone, as JSON.</summary>
    [JSExport]
    internal static string ReadTable(byte[] content, string name)
    {
        try
        {
            return JsonSerializer.Serialize(s_shared.Tables.Add(content, name), PlaygroundJson.Default.TableDocument);
        }
        catch (DataException fault)
        {
            return JsonSerializer.Serialize(new FaultDocument(fault.Message), PlaygroundJson.Default.FaultDocument);
        }
    }

    [JSImport("post", "worker")]
    private static partial void Post(string message);
}
