using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Descent.Numerics;
using Descent.Tests.Cli;

namespace Descent.Tests.Numerics.Kernels;

/// <summary>
/// The inner loops of the kernels stay in registers: what the compiler made of them, as its own listing tells, touches no stack
/// and calls nothing. One accumulator more than there are registers, or one method that is no longer inlined, ends here.
/// </summary>
public sealed class MachineCodeTests : IDisposable
{
    // Networks and products that reach every kernel below, with remainders of every height and width.
    private const string Workloads = "W1a,W1b,W1c,W1leaky,W2b32,W4,W5a,W5b,gemm-8,gemm-24,gemm-48,gemm-80";

    private static readonly string[] s_products = ["Tile.Six", "Tile.Four", "Tile.Two", "Tile.One", "SampleProduct.One", "MultiplyAddPeak.Run"];

    private static readonly string[] s_others =
        ["Elementwise.Forward", "Elementwise.Backward", "PerNeuron.Forward", "PerNeuron.ForwardSamples", "RowSums.Run", "ElementLoss.Run", "Softmax.CrossEntropy", "Update.Run"];

    private static readonly string[] s_custom = ["Elementwise.Forward", "Elementwise.Backward", "PerNeuron.Forward", "RowSums.Run", "ElementLoss.Run", "SampleLoss.Run", "Update.Run"];

    // Left out: the random words of dropout alone need more than sixteen registers; where statistics add a few columns of
    // every row, one pointer is read again per row; and transposing keeps more lines' addresses than there are registers for.
    private static readonly string[] s_exempt = [$"{nameof(RandomKernels<,>)}.{nameof(RandomKernels<,>.Drop)}", $"{nameof(BatchNormalization<,>)}.{nameof(BatchNormalization<,>.Statistics)}", $"{nameof(Packing<,>)}.Transpose"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("float", 512)]
    [InlineData("double", 512)]
    [InlineData("float", 256)]
    [InlineData("double", 256)]
    public async Task InnerLoopsStayInRegisters(string type, int bits)
    {
        SkipUnlessReadable(bits);
        MachineCode[] kernels = [.. MachineCode.Read(await Listing(bits, "Descent.Cli.dll", "bench", "--workload", Workloads, "--type", type, "--seconds", "0.001", "--json")).Where(code => code.Title.EndsWith(" (FullOpts)", StringComparison.Ordinal) && !s_exempt.Contains(code.Method))];

        (MachineCode Kernel, IReadOnlyList<string> Loop)[] loops = Loops(kernels, bits);
        string[] expected = [.. s_products, bits == 512 ? "Dots.Block16" : "Dots.Block8", .. s_others];
        Assert.Empty(expected.Except(loops.Select(found => found.Kernel.Method)));
        Assert.All(loops.Where(found => s_products.Contains(found.Kernel.Method)), found => Assert.Contains(found.Loop, instruction => instruction.StartsWith("vfmadd", StringComparison.Ordinal)));

        AssertInRegisters(loops);
    }

    /// <summary>What a user writes, seeing nothing of pointers, is compiled into loops that are as good.</summary>
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    public async Task InnerLoopsOfCustomTypesStayInRegisters(int bits)
    {
        SkipUnlessReadable(bits);
        MachineCode[] kernels = [.. MachineCode.Read(await Listing(bits, "Descent.Outside.dll")).Where(code => code.Title.EndsWith(" (FullOpts)", StringComparison.Ordinal) && code.Title.Contains("Descent.Outside.", StringComparison.Ordinal))];
        (MachineCode Kernel, IReadOnlyList<string> Loop)[] loops = Loops(kernels, bits);
        Assert.Empty(s_custom.Except(loops.Select(found => found.Kernel.Method)));
        AssertInRegisters(loops);
    }

    private static void SkipUnlessReadable(int bits)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "This test reads the instructions of x64.");
        Assert.SkipUnless(bits == 512 ? Vector512.IsHardwareAccelerated : Avx2.IsSupported && Fma.IsSupported, $"This machine has no {bits}-bit multiply-adds.");
        Assert.SkipWhen(typeof(Product<,>).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true, "A debug build is not optimized.");
    }

    /// <summary>The innermost loops that calculate with whole registers: the ends of sums, in 128 bits, are another matter.</summary>
    private static (MachineCode Kernel, IReadOnlyList<string> Loop)[] Loops(MachineCode[] kernels, int bits)
    {
        string register = bits == 512 ? "zmm" : "ymm";
        return
        [
            .. from kernel in kernels
               from loop in kernel.InnermostLoops()
               where loop.Any(instruction => instruction.Contains(register, StringComparison.Ordinal))
               select (kernel, loop),
        ];
    }

    private static void AssertInRegisters((MachineCode Kernel, IReadOnlyList<string> Loop)[] loops)
    {
        string[] offenses =
        [
            .. from found in loops
               let bad = found.Loop.Where(found.Kernel.LeavesRegisters).ToArray()
               where bad.Length > 0
               select $"{found.Kernel.Title}: {bad.Length} of {found.Loop.Count} instructions\n  {string.Join("\n  ", bad)}",
        ];
        Assert.True(offenses.Length == 0, string.Join('\n', offenses));
    }

    private async Task<string> Listing(int bits, string program, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_JitDisasm"] = "Descent.Numerics.*:*";
        start.Environment["DOTNET_JitStdOutFile"] = folder["listing"];

        // A second compilation in the background would write into the lines of the first; the kernels, marked to be optimized
        // at once, are compiled once anyway. Without tiers they would look otherwise: constants in memory, for example.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "1000000";
        start.Environment["DOTNET_EnableAVX512"] = bits == 512 ? "1" : "0";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        await output;
        return await File.ReadAllTextAsync(folder["listing"]);
    }
}
