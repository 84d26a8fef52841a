using System.Diagnostics;
using System.Reflection;
using Descent.Formats;

namespace Descent.Benchmarks.Source;

/// <summary>How long a prediction of one row takes in generated C#, next to the library in the same process: the least of many repetitions, in turn.</summary>
internal static class SourceSpeed
{
    private const int Repetitions = 400;
    private static readonly TimeSpan s_window = TimeSpan.FromMilliseconds(0.5);

    private delegate void Prediction(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Prints a table in Markdown.</summary>
    public static void Print()
    {
        Console.WriteLine("Nanoseconds per row, one row per call, one thread.\n\n| network | library | C# for .NET 10 | ratio | C# for .NET Standard 2.1 | ratio |\n|---|---:|---:|---:|---:|---:|");
        foreach ((string name, int inputs, Network network) in Networks())
        {
            Model<float> model = network.Build<float>(inputs, seed: 1);
            float[] row = [.. Enumerable.Range(0, inputs).Select(i => MathF.Sin(i))], outputs = new float[model.Outputs];
            Prediction[] ways = [model.Predict, Compiled(model, CSharpStyle.Net10), Compiled(model, CSharpStyle.Standard21)];
            double[] least = Measure(ways, row, outputs);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {least[0]:N0} | {least[1]:N0} | {least[1] / least[0]:F2} | {least[2]:N0} | {least[2] / least[0]:F2} |"));
        }
    }

    private static IEnumerable<(string, int, Network)> Networks()
    {
        yield return ("4-12-12-3 prelu, sigmoid", 4, [new Dense(12, new PRelu()), new Dense(12, new PRelu()), new Dense(3, new Sigmoid())]);
        yield return ("4-12-12-3 swish, softmax", 4, [new Dense(12, new Swish()), new Dense(12, new Swish()), new Dense(3, new Softmax())]);
        yield return ("20-64-64-1 relu", 20, [new Dense(64, new Relu()), new Dense(64, new Relu()), new Dense(1)]);
        yield return ("20-256-256-1 relu", 20, [new Dense(256, new Relu()), new Dense(256, new Relu()), new Dense(1)]);
        yield return ("20-256-256-1 gelu", 20, [new Dense(256, new Gelu()), new Dense(256, new Gelu()), new Dense(1)]);
        yield return ("784-128-64-10 relu, softmax", 784, [new Dense(128, new Relu()), new Dense(64, new Relu()), new Dense(10, new Softmax())]);
    }

    private static double[] Measure(Prediction[] ways, float[] row, float[] outputs)
    {
        int[] counts = new int[ways.Length];
        double[] least = new double[ways.Length];
        Array.Fill(least, double.PositiveInfinity);
        for (int i = 0; i < ways.Length; i++)
        {
            // Long enough for the compiler's last tier.
            long until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 2);
            int calls = 0;
            while (Stopwatch.GetTimestamp() < until)
            {
                ways[i](row, outputs);
                calls++;
            }

            counts[i] = Math.Max(1, (int)(calls * 2 * s_window.TotalSeconds));
        }

        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            for (int i = 0; i < ways.Length; i++)
            {
                Prediction way = ways[i];
                long begin = Stopwatch.GetTimestamp();
                for (int call = 0; call < counts[i]; call++)
                {
                    way(row, outputs);
                }

                least[i] = Math.Min(least[i], Stopwatch.GetElapsedTime(begin).TotalNanoseconds / counts[i]);
            }
        }

        return least;
    }

    private static Prediction Compiled(Model<float> model, CSharpStyle style)
    {
        string folder = Directory.CreateTempSubdirectory("descent source ").FullName, code = Path.Combine(folder, "Network.cs"), assembly = Path.Combine(folder, "Network.dll");
        CSharpSource.Of(model, new CSharpOptions { Class = "Network", Style = style }).Save(code);
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> types = Directory.EnumerateFiles(runtime, "System.*.dll").Where(path => !Path.GetFileName(path).Contains(".Native", StringComparison.Ordinal)).Select(path => $"-reference:{path}");
        string compiler = typeof(SourceSpeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "CSharpCompiler").Value!;
        using Process process = Process.Start("dotnet", [compiler, "-nologo", "-optimize", "-target:library", $"-out:{assembly}", .. types, code]);
        process.WaitForExit();
        return process.ExitCode == 0
            ? Assembly.LoadFile(assembly).GetType("Network", throwOnError: true)!.GetMethod("Predict")!.CreateDelegate<Prediction>()
            : throw new InvalidOperationException("The source could not be compiled.");
    }
}
