using System.Reflection;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Repository;

namespace Descent.Tests.Formats.CSharp;

/// <summary>Classes of models, compiled as strangers would: warnings are errors, nothing of this project is referenced. All of a style are one assembly.</summary>
/// <param name="areSingles">Whether the classes compute as on a runtime that does not have registers for <c>Vector</c>.</param>
internal sealed class CompiledSources(bool areSingles = false) : IDisposable
{
    private const string Accelerated = "Vector.IsHardwareAccelerated";

    private readonly TemporaryFolder folder = new();
    private readonly List<(CSharpStyle Style, string Path, string? Resource)> sources = [];
    private readonly Dictionary<CSharpStyle, Assembly> assemblies = [];

    /// <summary>Calls a method from span to span.</summary>
    public delegate void Numbers(ReadOnlySpan<float> inputs, Span<float> outputs);

    public void Add(CSharpStyle style, CSharpSource source)
    {
        string path = folder[$"{style}-{sources.Count}.cs"];
        source.Save(path);
        if (areSingles)
        {
            Assert.Contains(Accelerated, source.Code, StringComparison.Ordinal);
            File.WriteAllText(path, source.Code.Replace(Accelerated, "AppContext.TryGetSwitch(\"registers\", out bool has) && has", StringComparison.Ordinal));
        }

        sources.Add((style, path, source.Resource is null ? null : source.ResourceName));
    }

    /// <summary>Adds a file of source.</summary>
    public void Add(CSharpStyle style, string path) => sources.Add((style, path, null));

    public void Dispose() => folder.Dispose();

    /// <summary>Compiles the assemblies of all styles at the same time: most of it is the start of the compiler.</summary>
    public async Task Compile(CancellationToken cancellation)
    {
        string[] paths = await Task.WhenAll(sources.GroupBy(entry => entry.Style).Select(group => Compile(group, cancellation)));
        foreach ((CSharpStyle style, string path) in sources.Select(entry => entry.Style).Distinct().Zip(paths))
        {
            assemblies.Add(style, Assembly.LoadFile(path));
        }
    }

    private async Task<string> Compile(IGrouping<CSharpStyle, (CSharpStyle Style, string Path, string? Resource)> group, CancellationToken cancellation)
    {
        string assembly = folder[$"{group.Key}.dll"], response = folder[$"{group.Key}.rsp"];
        List<string> arguments = ["-nologo", "-target:library", "-nullable", "-warnaserror", "-warn:9999", "-optimize", "-nostdlib", $"-out:{assembly}", .. Types(group.Key)];
        foreach ((_, string path, string? resource) in group)
        {
            arguments.Add(path);
            if (resource is not null)
            {
                arguments.Add($"-resource:{CSharpSource.ResourcePath(path)},{resource}");
            }
        }

        File.WriteAllLines(response, arguments.Select(argument => $"\"{argument}\""));
        DotnetCommand.Result result = await DotnetCommand.Run(folder[""], [Metadata("CSharpCompiler"), "-noconfig", $"@{response}"], cancellation);
        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Errors}"[..Math.Min(4000, result.Output.Length + result.Errors.Length)]);
        return assembly;
    }

    public Type Class(CSharpStyle style, string name) => assemblies[style].GetType(name, throwOnError: true)!;

    public float[] Predict(CSharpStyle style, string name, ReadOnlySpan<float> inputs, int outputs)
    {
        Numbers predict = Class(style, name).GetMethod("Predict", [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<Numbers>();
        float[] predicted = new float[outputs];
        predict(inputs, predicted);
        return predicted;
    }

    public double SelfTest(CSharpStyle style, string name) => (double)Class(style, name).GetMethod("SelfTest")!.Invoke(null, null)!;

    private static IEnumerable<string> Types(CSharpStyle style) => style == CSharpStyle.Standard21
        ? ["-langversion:9", $"-reference:{Metadata("NetStandardTypes")}"]
        : Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll").Where(IsManaged).Select(path => $"-reference:{path}");

    private static bool IsManaged(string path) => !Path.GetFileName(path).Contains(".Native", StringComparison.Ordinal);

    private static string Metadata(string key) => typeof(CompiledSources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == key).Value!;
}
