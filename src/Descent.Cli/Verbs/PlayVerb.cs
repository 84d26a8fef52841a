using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using Descent.Playground;
using Microsoft.AspNetCore.Builder;

namespace Descent.Cli.Verbs;

/// <summary>Shows a network in the browser while it learns, until it is stopped.</summary>
internal sealed class PlayVerb : Verb
{
    private readonly Argument<string?> place = new("DATA|RUN|RECORDING") { Description = $"What to begin with: a table to learn ({TableOptionSet.PathHelp[..1].ToLowerInvariant()}{TableOptionSet.PathHelp[1..^1]}); a recorded training (train --record), of which every update can be looked at; or the folder of a run, for its recording, or else its table and its network. Default: a toy problem.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> target = Choice.Text("--target", "COL[,COL]", "For a table: the columns to predict. Default: the last one.");
    private readonly Option<int?> port = Choice.Whole("--port", "The port; 0 takes any that is free.", 0, otherwise: 8090, most: 65535);
    private readonly Option<bool> noBrowser = Choice.Flag("--no-browser", "Only say the address, instead of opening it.");
    private readonly TableOptionSet tables = new();

    public PlayVerb()
        : base("play", "Shows a network in the browser while it learns: toy problems, drawn points, a table, or a recorded training. With lessons.")
    {
        Arguments.Add(place);
        Add(target, port, noBrowser);
        tables.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("play", "Toy problems; a CSV file can be dropped on the page:"),
        new("play iris.csv --target species", "Your own table, which stays on this machine:"),
        new("play iris.recording", "A recorded training, every update of which can be looked at:"),
        new("play runs/iris-species-1 --port 0 --no-browser", "The table and the network of a run, at any free port:"),
    ];

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        PlaygroundOptions options = OptionsOf(call);
        using WebApplication app = Create(call, options);
        return ServerRun.Run(call, app, IPAddress.Loopback, options.Port, $"Choose another {port.Name}, such as 0 for any that is free.", () =>
        {
            string url = PlaygroundServer.AddressOf(app);
            return (new PlaygroundDocument(url), () =>
            {
                call.People.Line($"The playground is at {url}, for this machine only. Ctrl-C stops it.");
                if (!call.Json && !call.Value(noBrowser) && !Open(url))
                {
                    call.People.Line("No browser could be started. Open the address in one.");
                }
            }
            );
        });
    }

    private PlaygroundOptions OptionsOf(Call call)
    {
        PlaygroundOptions options = new() { Port = call.Value(port)!.Value, CommandLine = PlayCommand.Of, LearnPage = new LearnServer(call).Page };
        if (call.Value(place) is not { } path)
        {
            UsageException.ThrowIf(call.IsGiven(target), "--target is for a table. Name its file, too, or choose the target on the page.");
            return options;
        }

        UsageException.ThrowIf(path.Length == 0, "The name of the table is empty. Name a file or the folder of a run, or leave it out.");
        bool isRun = Directory.Exists(path), isRecording = !isRun && IsRecording(path);
        UsageException.ThrowIf((isRun || isRecording) && call.IsGiven(target), $"--target is for a table, but a {(isRun ? "run" : "recording")} has its own targets. Leave it out.");
        if (isRecording)
        {
            OpenRecording(options, path);
            return options;
        }

        if (isRun)
        {
            OpenRun(call, options, path);
            return options;
        }

        options.Table = tables.Read(call, path);
        options.Targets = call.Value(target) is { } wanted ? ColumnOptionSet.Names(options.Table, wanted, target.Name) : [options.Table.Columns[^1]];
        return options;
    }

    /// <summary>Opens the recording of a run, and its table, as far as they are there.</summary>
    private void OpenRun(Call call, PlaygroundOptions options, string path)
    {
        options.Model = RunFiles.Load(path);
        IReadOnlyDictionary<string, string> details = options.Model.Details;
        string data = details.GetValueOrDefault(RunDetails.Data, ""), recording = details.GetValueOrDefault(RunDetails.Recording, "");
        if (IsRecording(recording) && !RunRecordingFile.IsDouble(recording))
        {
            OpenRecording(options, recording);
        }

        Schema schema = options.Model.Preprocessor.Schema;
        UsageException.ThrowIf(!File.Exists(data) && options.Recording is null, $"The run in '{path}' was trained on '{data}', which is not there. Name the table instead: descent play TABLE --target {string.Join(',', schema.TargetNames)}");
        if (File.Exists(data))
        {
            options.Table = tables.Read(call, data, schema);
            options.Targets = schema.TargetNames;
        }
    }

    private static void OpenRecording(PlaygroundOptions options, string path)
    {
        UsageException.ThrowIf(RunRecordingFile.IsDouble(path), $"'{path}' was recorded with --precision double, but the page computes in single precision. Look at it with descent replay {path}.");
        options.Recording = RunRecordingFile.Load<float>(path);
        options.RecordingName = Path.GetFileName(path);
    }

    // A pipe has no length, and reading it here would take its rows away.
    private static bool IsRecording(string path) => path.Length > 0 && new FileInfo(path) is { Exists: true, Length: > 0 } && ModelFile.IsSafetensors(path) && RunRecordingFile.IsRecording(path);

    /// <summary>Creates the server; the recording of a run is left out if the page cannot show it.</summary>
    private static WebApplication Create(Call call, PlaygroundOptions options)
    {
        try
        {
            return PlaygroundServer.Create(options);
        }
        catch (DataException fault) when (options is { Recording: not null, Table: not null })
        {
            call.People.Line($"{fault.Message} The page begins with the table of the run.");
            options.Recording = null;
            return PlaygroundServer.Create(options);
        }
    }

    /// <summary>Opens an address with what the system has for it.</summary>
    private static bool Open(string url)
    {
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(url) { UseShellExecute = true });
            return true;
        }
        catch (Exception fault) when (fault is Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }
}
