using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Descent.Benchmarks.Doctor;
using Descent.Benchmarks.Reports;
using Descent.Benchmarks.Source;
using Descent.Benchmarks.Tuning;

switch (args)
{
    case ["summarize", string lines, string results]:
        Console.WriteLine(Summary.Write(lines, results, Machine.Here(DateTimeOffset.UtcNow)));
        return 0;
    case ["scaling", string lines, string results]:
        Console.WriteLine(ScalingPage.Write(lines, results, Machine.Here(DateTimeOffset.UtcNow)));
        return 0;
    case ["verify", string lines]:
        string[] differences = [.. Verification.Of(ResultLine.ReadAll(File.ReadAllText(lines)))];
        Array.ForEach(differences, Console.Error.WriteLine);
        return differences.Length == 0 ? 0 : 1;
    case ["same-bits", string folder, string page]:
        IReadOnlyList<(string, IReadOnlyList<ResultLine>)> settings = SameBitsPage.Read(folder);
        string[] unequal = [.. SameBitsPage.Differences(settings)];
        Array.ForEach(unequal, Console.Error.WriteLine);
        if (unequal.Length == 0)
        {
            File.WriteAllText(page, SameBitsPage.Of(settings, Machine.Here(DateTimeOffset.UtcNow)));
        }

        return unequal.Length == 0 ? 0 : 1;
    case ["tuning", string peers, .. string[] seeds]:
        SamplerComparison.Print(peers, seeds is [string count] ? int.Parse(count, CultureInfo.InvariantCulture) : null);
        return 0;
    case ["tuning-pruning", string file, string target, .. string[] numbers]:
        PruningComparison.Print(file, target, [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))]);
        return 0;
    case ["doctor", .. string[] numbers]:
        int[] given = [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        DoctorTrial.Print(given.Length > 0 ? given[0] : 40, given.Length > 1 ? [.. given[1..].Select(set => set - 1)] : [0, 1, 2]);
        return 0;
    case ["source"]:
        SourceSpeed.Print();
        return 0;
    case ["readme", string readme, string results]:
        File.WriteAllText(readme, ReadmeBlock.Into(File.ReadAllText(readme), MeasuredMachine.All(results)));
        return 0;
    default:
        // In this process: a project of its own for every benchmark would need this repository's build settings undone.
        BenchmarkSwitcher.FromAssembly(typeof(Machine).Assembly).Run(args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
        return 0;
}
