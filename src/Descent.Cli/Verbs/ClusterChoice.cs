using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Descent.Cluster;

namespace Descent.Cli.Verbs;

/// <summary>The option that names a cluster, and what it needs beside: the secret, which is no option, because others of this machine can see command lines.</summary>
internal static class ClusterChoice
{
    private const string SecretVariable = "DESCENT_CLUSTER_SECRET", NameVariable = "DESCENT_CLUSTER_NAME", StudyPrefix = "cluster:";

    /// <summary>What the option is given.</summary>
    public const string Places = $"\"Host=db.example.org;Database=descent;Username=me\", which its machines share, or local for workers on this machine alone. The secret is in the environment variable {SecretVariable}";

    /// <summary>The option of verbs that train.</summary>
    public static Option<string?> Option() => Choice.Text("--cluster", "PLACE", $"Train on the workers of a cluster (descent worker), to the same bits: a PostgreSQL database such as {Places}.");

    /// <summary>Connects to the cluster that is named.</summary>
    /// <returns>The runner, which the caller disposes of if it is disposable; null if none is named.</returns>
    public static IJobRunner? Connect(Call call, Option<string?> option, string data) => call.Value(option) is { } place ? Connected(call, place, data) : null;

    /// <summary>Says where trainings ran, and leaves the cluster.</summary>
    public static void End(Call call, IJobRunner? runner)
    {
        if (runner is not null)
        {
            Ended(call, runner);
        }
    }

    /// <summary>Whether a study is named that a cluster keeps.</summary>
    public static bool IsStudy(string place) => place.StartsWith(StudyPrefix, StringComparison.Ordinal);

    /// <summary>Opens the studies of a cluster.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static (string Place, IStudyStorage Storage) Studies(string place, CancellationToken cancellation)
    {
        ClusterStudyStorage storage = Checked(() => ClusterStudyStorage.ConnectAsync(OptionsOf(place[StudyPrefix.Length..]), cancellation).GetAwaiter().GetResult());
        return (storage.Place, storage);
    }

    /// <summary>The options of a place, with the secret and the name of the environment.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ClusterOptions OptionsOf(string place)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(place), "--cluster needs a database or the word local, but it is empty.");
        ClusterOptions options = new() { Connection = place };
        options.Name = Environment.GetEnvironmentVariable(NameVariable) is { Length: > 0 } name ? name : options.Name;
        options.Secret = Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } secret ? secret : null;
        return options;
    }

    /// <summary>Turns a refusal into an error of the user.</summary>
    public static T Checked<T>(Func<T> use)
    {
        try
        {
            return UsageException.Checked(use);
        }
        catch (IOException fault)
        {
            throw new UsageException($"--cluster: {fault.Message}", fault);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Performance", "CA1859:Use concrete types when possible", Justification = "A caller that names the type loads the cluster's libraries before it needs them.")]
    private static IJobRunner Connected(Call call, string place, string data)
    {
        ClusterJobRunner runner = Checked(() => ClusterJobRunner.ConnectAsync(OptionsOf(place), $"{call.Verb} {DataPlace.Masked(data)}", call.Cancellation).GetAwaiter().GetResult());
        call.People.Line(runner.Threads > 0
            ? $"Training on a cluster with {Descent.Data.Wording.Count(runner.Threads, "thread")} for it (--cluster)."
            : "The cluster has no worker that trains yet; the trainings wait for one (descent worker).");
        return runner;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ended(Call call, IJobRunner runner)
    {
        ClusterJobRunner cluster = (ClusterJobRunner)runner;
        cluster.Dispose();
        call.People.Line($"{Descent.Data.Wording.Count(cluster.Finished, "training")} ran on the cluster{(cluster.Here > 0 ? $", and {cluster.Here:#,0} in this process, because something in this process watches them, such as snapshots" : "")}.");
    }
}
