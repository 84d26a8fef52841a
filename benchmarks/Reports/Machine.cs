using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Descent.Benchmarks.Reports;

/// <summary>What was measured on.</summary>
/// <param name="Processor">The model's name.</param>
/// <param name="Cores">How many cores the system shows.</param>
/// <param name="InstructionSet">The widest vectors.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Date">The day, as 2026-01-31.</param>
internal sealed record Machine(string Processor, int Cores, string InstructionSet, string System, string Runtime, string Date)
{
    /// <summary>A folder's name for the processor.</summary>
    public string Folder => string.Join('-', new string([.. Processor.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>This one.</summary>
    public static Machine Here(DateTimeOffset now) => new(
        ProcessorName(), Environment.ProcessorCount, Vectors(), RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
        now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>All of it in one line.</summary>
    public override string ToString() => $"{Processor}, {Cores} cores, {InstructionSet}, {System}, {Runtime}, {Date}";

    private static string Vectors() =>
        Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : AdvSimd.IsSupported ? "Neon" : "128-bit vectors";

    // Virtual machines often say no more than "AMD EPYC"; family and model tell the generation.
    private static string ProcessorName()
    {
        const string path = "/proc/cpuinfo";
        if (!File.Exists(path))
        {
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        }

        Dictionary<string, string> facts = new(StringComparer.Ordinal);
        foreach (string[] pair in File.ReadLines(path).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(pair => pair.Length == 2))
        {
            facts.TryAdd(pair[0], pair[1]);
        }

        string name = facts.GetValueOrDefault("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        return facts.TryGetValue("cpu family", out string? family) && facts.TryGetValue("model", out string? model) ? $"{name} (family {family}, model {model})" : name;
    }
}
