using Descent.Data;

namespace Descent.Playground;

/// <summary>What the playground shows first, and what it accepts. It listens on the loopback address only.</summary>
public sealed class PlaygroundOptions
{
    /// <summary>The port; 8090 by default, 0 for any that is free.</summary>
    public int Port { get; set; } = 8090;

    /// <summary>The table with which the page begins; null, the default, for a toy problem.</summary>
    public Table? Table { get; set; }

    /// <summary>The columns of <see cref="Table"/> to predict; none for the last one.</summary>
    public IReadOnlyList<string> Targets { get; set; } = [];

    /// <summary>The model whose network and options the page begins with; null, the default, for none. Its weights are drawn anew.</summary>
    public TableModel? Model { get; set; }

    /// <summary>Writes the command that trains what was trained on the page; null, the default, if there is none. The page offers it among the exports.</summary>
    public Func<PlaygroundRun, string>? CommandLine { get; set; }

    /// <summary>The most bytes of a table that is dropped on the page; 20 MiB by default.</summary>
    public int UploadLimit { get; set; } = 20 << 20;

    /// <summary>The most tabs that are connected at the same time; 128 by default.</summary>
    public int SessionLimit { get; set; } = 128;

    /// <summary>The number of tabs that train at the same moment; by default that of the processors. The others take turns.</summary>
    public int TurnLimit { get; set; } = Environment.ProcessorCount;
}
