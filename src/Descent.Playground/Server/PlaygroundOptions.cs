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

    /// <summary>
    /// The recorded training with which the page begins; null, the default, for none. The page goes to any of its steps, and continues from there with other settings. Its rows must come from a
    /// table, and its network consist of dense layers, one after the other.
    /// </summary>
    public RunRecording<float>? Recording { get; set; }

    /// <summary>The name of <see cref="Recording"/> on the page; "recording" by default.</summary>
    public string RecordingName { get; set; } = "recording";

    /// <summary>Writes the command that trains what was trained on the page; null, the default, if there is none. The page offers it among the exports.</summary>
    public Func<PlaygroundRun, string>? CommandLine { get; set; }

    /// <summary>
    /// Makes the pages below <c>/learn/</c>; null, the default, for none. Its arguments are the name of a page with its ending, <c>.html</c> or <c>.json</c>, the values in the query of its
    /// address, and what is cancelled when nobody waits for the page any more; the result is null if there is no such page. The style of a page must be in <c>style</c> elements; scripts do not
    /// run. A <see cref="FormatException"/> is answered with its message.
    /// </summary>
    public Func<string, IReadOnlyDictionary<string, string>, CancellationToken, string?>? LearnPage { get; set; }

    /// <summary>The most bytes of a table that is dropped on the page; 20 MiB by default.</summary>
    public int UploadLimit { get; set; } = 20 << 20;

    /// <summary>The most tabs that are connected at the same time; 128 by default.</summary>
    public int SessionLimit { get; set; } = 128;

    /// <summary>The number of tabs that train at the same moment; by default that of the processors. The others take turns.</summary>
    public int TurnLimit { get; set; } = Environment.ProcessorCount;
}
