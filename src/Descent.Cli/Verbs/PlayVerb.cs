using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Descent.Cli.Documents;
using Descent.Cli.Runs;
using Descent.Playground;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Descent.Cli.Verbs;

/// <summary>Shows a network in the browser while it learns, until it is stopped.</summary>
internal sealed class PlayVerb : Verb
{
    private readonly Argument<string?> place = new("DATA|RUN") { Description = $"What to begin with: a table to learn ({TableOptionSet.PathHelp[..1].ToLowerInvariant()}{TableOptionSet.PathHelp[1..^1]}), or the folder of a run, for its table and its network. Default: a toy problem.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> target = Choice.Text("--target", "COL[,COL]", "For a table: the columns to predict. Default: the last one.");
    private readonly Option<int?> port = Choice.Whole("--port", "The port; 0 takes any that is free.", 0, otherwise: 8090, most: 65535);
    private readonly Option<bool> noBrowser = Choice.Flag("--no-browser", "Only say the address, instead of opening it.");
    private readonly TableOptionSet tables = new();

    public PlayVerb()
        : base("play", "Shows a network in the browser while it learns: toy problems, drawn points, or a table.")
    {
        Arguments.Add(place);
        Add(target, port, noBrowser);
        tables.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("play", "Toy problems; a CSV file can be dropped on the page:"),
        new("play iris.csv --target species", "Your own table, which stays on this machine:"),
        new("play runs/iris-species-1 --port 0 --no-browser", "The table and the network of a run, at any free port:"),
    ];

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        PlaygroundOptions options = OptionsOf(call);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        using WebApplication app = PlaygroundServer.Create(options);
        try
        {
            app.Start();
        }
        catch (IOException fault) when (fault.InnerException is not null)
        {
            throw new UsageException($"Port {options.Port} cannot be used: {fault.InnerException.Message}. Choose another --port, such as 0 for any that is free.", fault);
        }

        string url = PlaygroundServer.AddressOf(app);
        if (call.Json)
        {
            call.Answer.Writer.WriteLine(JsonText.Object(new PlaygroundDocument(url)));
            call.Answer.Writer.Flush();
        }

        call.People.Line($"The playground is at {url}, for this machine only. Ctrl-C stops it.");
        if (!call.Json && !call.Value(noBrowser) && !Open(url))
        {
            call.People.Line("No browser could be started. Open the address in one.");
        }

        app.WaitForShutdownAsync(stop.Token).GetAwaiter().GetResult();
        call.People.Line("Stopped.");
        return ExitCode.Ok;
    }

    private PlaygroundOptions OptionsOf(Call call)
    {
        PlaygroundOptions options = new() { Port = call.Value(port)!.Value, CommandLine = PlayCommand.Of };
        if (call.Value(place) is not { } path)
        {
            UsageException.ThrowIf(call.IsGiven(target), "--target is for a table. Name its file, too, or choose the target on the page.");
            return options;
        }

        UsageException.ThrowIf(path.Length == 0, "The name of the table is empty. Name a file or the folder of a run, or leave it out.");
        if (Directory.Exists(path))
        {
            UsageException.ThrowIf(call.IsGiven(target), "--target is for a table, but a run has its own targets. Leave it out.");
            options.Model = RunFiles.Load(path);
            string data = options.Model.Details.TryGetValue(RunDetails.Data, out string? known) ? known : "";
            UsageException.ThrowIf(!File.Exists(data), $"The run in '{path}' was trained on '{data}', which is not there. Name the table instead: descent play TABLE --target {string.Join(',', options.Model.Preprocessor.Schema.TargetNames)}");
            options.Table = tables.Read(call, data, options.Model.Preprocessor.Schema);
            options.Targets = options.Model.Preprocessor.Schema.TargetNames;
            return options;
        }

        options.Table = tables.Read(call, path);
        options.Targets = call.Value(target) is { } wanted ? ColumnOptionSet.Names(options.Table, wanted, target.Name) : [options.Table.Columns[^1]];
        return options;
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
