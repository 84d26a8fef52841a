using System.Diagnostics;
using System.Runtime.CompilerServices;
using Descent.Formats;

namespace Descent.Tests.Formats;

/// <summary>A second process writes one file over and over and is killed, as by kill −9, while it does.</summary>
public sealed class AtomicFileKillTests : IDisposable
{
    private const string ChildSwitch = "DESCENT_TEST_WRITE_FOR_EVER";
    private const int Length = 2_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Fault42AKilledWriterLeavesACompleteFile()
    {
        string target = Path.Combine(folder, "checkpoint.safetensors");
        for (int round = 0; round < 3; round++)
        {
            ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
            if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            {
                start.ArgumentList.Add(typeof(AtomicFileKillTests).Assembly.Location);
            }

            start.Environment[ChildSwitch] = target;
            using Process child = Process.Start(start)!;
            await WaitUntil(() => File.Exists(target) && Directory.GetFiles(folder, ".*.tmp").Length > 0, child);
            await Task.Delay(5 * round, TestContext.Current.CancellationToken);
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);

            float[] weights = SafetensorsFile.Load(target)["w"].ToArray<float>();
            Assert.Equal(Length, weights.Length);
            foreach (string unfinished in Directory.GetFiles(folder, ".*.tmp"))
            {
                File.Delete(unfinished);
            }

            Assert.All(weights.Distinct(), weight => Assert.Equal(weights[0], weight));
        }
    }

    // Runs before the test runner does, so that the child is nothing but a writer.
    [ModuleInitializer]
    internal static void WriteForEverWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(ChildSwitch) is not string target)
        {
            return;
        }

        float[] weights = new float[Length];
        for (int version = 1; ; version++)
        {
            weights.AsSpan().Fill(version);
            new SafetensorsFile([Tensor.Create<float>("w", weights, Length)]).Save(target);
        }
    }

    private static async Task WaitUntil(Func<bool> condition, Process child)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(child.HasExited, "the writing process ended by itself");
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "the writing process wrote nothing for a minute");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
