using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Descent.Tests.Cli;

namespace Descent.Tests.Cluster;

/// <summary>A worker in a process of its own, by the tool.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Task<string> errors;

    private WorkerProcess(Process process)
    {
        Process = process;
        errors = ToolProcess.Apart(process.StandardError.ReadToEnd);
    }

    public Process Process { get; }

    /// <summary>Where other workers reach it.</summary>
    public IPEndPoint? Address { get; private set; }

    /// <summary>Everything it wrote to standard error, when it has ended.</summary>
    public string Errors => errors.GetAwaiter().GetResult();

    /// <summary>Starts a worker, without waiting for it to join.</summary>
    public static WorkerProcess Begin(string place, string? secret = null, IReadOnlyDictionary<string, string>? environment = null, params string[] options)
    {
        ProcessStartInfo start = ToolProcess.StartInfo(["worker", "--cluster", place, "--threads", "1", "--json", "--lease", "4", .. options]);
        start.Environment["DESCENT_CLUSTER_SECRET"] = secret ?? "";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Starts a worker and waits until it has joined.</summary>
    public static WorkerProcess Start(string place, string? secret = null, params string[] options) => Begin(place, secret, null, options).Joined();

    /// <summary>Waits until the worker has joined.</summary>
    public WorkerProcess Joined()
    {
        System.Text.StringBuilder text = new();
        while (Process.StandardOutput.ReadLine() is { } line)
        {
            text.Append(line);
            if (line == "}")
            {
                Address = JsonDocument.Parse(text.ToString()).RootElement.TryGetProperty("address", out JsonElement address) ? IPEndPoint.Parse(address.GetString()!) : throw new InvalidOperationException($"The worker does not join: {text}");
                // It may join again, and must not wait for a reader.
                _ = ToolProcess.Apart(Process.StandardOutput.ReadToEnd);
                return this;
            }
        }

        Process.WaitForExit();
        throw new InvalidOperationException($"The worker ended with {Process.ExitCode}: {text} {Errors}");
    }

    public void Signal(string name) => ToolProcess.Signal(Process, name);

    /// <summary>Waits for the end, and gives the exit code.</summary>
    public int End()
    {
        Assert.True(Process.WaitForExit(TimeSpan.FromSeconds(90)), "The worker does not end.");
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            Process.WaitForExit();
        }

        Process.Dispose();
    }

    /// <summary>The place of a local cluster whose ports are free.</summary>
    public static string FreeLocal()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return string.Create(CultureInfo.InvariantCulture, $"local:{((((IPEndPoint)socket.LocalEndPoint!).Port - 1024) / 2) + 1024}");
    }
}
