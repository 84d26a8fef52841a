using System.Diagnostics;
using Descent.Data;
using Descent.Numerics;
using Descent.Outside;
using Descent.Tests.Cli;
using Descent.Tests.Repository;

namespace Descent.Tests.Laws;

/// <summary>Parts that a user has written, in an assembly that sees only what is public: they keep the laws that ours keep.</summary>
public class OutsideTests
{
    private static readonly Network s_network = [new Dense(6, new Isru(0.7)) { WeightInitializer = new Signs() }, new Bottleneck(3), new Dense(5, new Squareplus(3)), new Dense(3)];

    private static readonly TrainingOptions s_options = new() { Loss = new Cauchy(0.5), Optimizer = new SignDescent(new Triangle()), Regularizer = new FadingDecay(1e-3), BatchSize = 20 };

    [Fact]
    public void GradientsAreThoseOfFiniteDifferences()
    {
        foreach (int samples in (int[])[1, 7, 33])
        {
            _ = FiniteDifferences.Check([new Dense(5, new Isru(0.7)), new Bottleneck(3), new Dense(3)], 4, samples, new Cauchy(0.5), "real");
            _ = FiniteDifferences.Check([new Isru(), new Dense(3)], 4, samples, new Cauchy(), "real");
            _ = FiniteDifferences.Check([new Squareplus(2), new Dense(5, new Squareplus()), new Dense(3)], 4, samples, new Cauchy(), "real");
            _ = FiniteDifferences.Check([new Dense(5, new Tanh()), new Dense(3)], 4, samples, new EuclideanDistance(0.7), "real", weighted: true);
        }
    }

    [Fact]
    public void BitsAreTheSameOnEveryWidthAndNumberOfThreads()
    {
        int[] widths = [.. LaneWidth.Table.Where(row => row.Supported).Select(row => row.Bits)];
        foreach (Loss loss in (Loss[])[s_options.Loss, new EuclideanDistance()])
        {
            TrainingOptions options = s_options with { Loss = loss };
            double[] wide = Training.Run<double>(s_network, options, 53, 40, widths[0]);
            float[] narrow = Training.Run<float>(s_network, options, 53, 40, widths[0]);
            foreach ((int bits, int threads) in widths.SelectMany(bits => ((int[])[1, 2, 3, 8]).Select(threads => (bits, threads))))
            {
                Assert.Equal(wide, Training.Run<double>(s_network, options, 53, 40, bits, threads));
                Assert.Equal(narrow, Training.Run<float>(s_network, options, 53, 40, bits, threads));
            }
        }
    }

    /// <summary>Rows are those of the epoch, whatever came before; a share of the numbers is swapped, and only within columns.</summary>
    [Fact]
    public void AnAugmentationDrawsWhatItsTypeAndEpochSay()
    {
        const int count = 4000;
        float[] inputs = [.. Enumerable.Range(0, 2 * count).Select(i => i % 2 == 0 ? i : -i)];
        Dataset<float> given = Dataset.Create<float>(inputs, 2, new float[count], 1);
        EpochRows<float> rows = EpochRows<float>.Of(given, default, [new SwapNoise(0.3)], 5)!;
        float[] second = Of(rows, 2), third = Of(rows, 3);
        Assert.Equal(second, Of(rows, 2));
        Assert.NotEqual(second, third);
        Assert.NotEqual(second, Of(EpochRows<float>.Of(given, default, [new SwapNoise(0.3)], 6)!, 2));
        Assert.NotEqual(second, Of(EpochRows<float>.Of(given, default, [new Swapping()], 5)!, 2));
        Assert.InRange(second.Zip(inputs, (now, before) => now != before ? 1.0 : 0).Average(), 0.3 - 0.03, 0.3 + 0.03);
        Assert.All(second.Index(), number => Assert.True(number.Index % 2 == 0 ? number.Item >= 0 : number.Item < 0));
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        rows.Refresh(4);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);

        static float[] Of(EpochRows<float> rows, int epoch)
        {
            rows.Refresh(epoch);
            return rows.Data.Inputs.ToArray();
        }
    }

    [Fact]
    public void TwoAugmentationsThatUndoEachOtherAreRefused()
    {
        Network network = [new Dense(1)];
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Augmentations = [new Mixup(), new Rewriting()] };
        Dataset data = Dataset.Create(new double[4, 2], new double[4, 1]);
        Assert.Contains("Mixup and Rewriting", Assert.Throws<ArgumentException>(() => network.Build<double>(2).Fit(data, options)).Message, StringComparison.Ordinal);
    }

    /// <summary>Its rule, step by step in plain numbers.</summary>
    [Fact]
    public void TheRuleIsApplied()
    {
        Network network = [new Dense(1) { UseBias = false, WeightInitializer = new Constant(0.5) }];
        Model<double> model = network.Build<double>(1);
        model.Fit(Dataset.Create<double>([1.0], 1, [3.0], 1), new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new SignDescent(0.1), Epochs = 4 });
        Assert.Equal(0.9, model.GetParameter("layers.0.weight")[0], 1e-12);
    }

    /// <summary>Registering, writing, saving and loading, in a process of its own: what is registered there is known to that process alone.</summary>
    [Fact]
    public async Task AProgramOfAUserDoesWhatItShould() => Assert.Equal("all as it should be", (await Outside()).Trim());

    /// <summary>A host of a few lines is the whole tool, with parts of its own in every verb.</summary>
    [Fact]
    public async Task TheToolKnowsThePartsOfItsHost()
    {
        using TemporaryFolder folder = new();
        string iris = Path.Combine(Checkout.Root, "samples/data/iris.csv");
        Assert.Contains("isru", await Outside("list", "activation"), StringComparison.Ordinal);
        Assert.Contains("x / √(1 + α·x²)", await Outside("explain", "isru:alpha=2"), StringComparison.Ordinal);
        foreach (string name in (string[])["squareplus", "cauchy", "euclidean_distance", "sign_descent", "triangle_schedule", "fading_decay", "swap_noise", "signs", "largest_error", "bottleneck"])
        {
            Assert.Contains(name, await Outside("explain", name), StringComparison.Ordinal);
        }

        await Outside("train", iris, "--target", "species", "--activation", "isru", "--initializer", "signs", "--optimizer", "sign_descent", "--augment", "swap_noise:probability=0.2", "--epochs", "5", "--out", folder["run"]);
        Assert.Contains("isru", await Outside("inspect", folder["run"]), StringComparison.Ordinal);
        Assert.Equal(151, (await Outside("predict", folder["run"], iris)).Trim().Split('\n').Length);

        // The tool without the host does not know the part, and says so.
        ToolRun alone = ToolRun.Of("predict", folder["run"], iris);
        Assert.Equal(2, alone.ExitCode);
        Message.Mentions(alone.Errors, "no activation 'isru'", "run the program that registers it");
    }

    /// <summary>What a part of the host throws is the host's, and the tool says so.</summary>
    [Fact]
    public async Task AFaultOfAPartIsItsOwn()
    {
        (int exitCode, _, string errors) = await Run("train", Path.Combine(Checkout.Root, "samples/data/iris.csv"), "--target", "species", "--activation", "failing", "--epochs", "1");
        Assert.Equal(1, exitCode);
        Assert.Contains("Descent.Outside.Failing failed: It is not ready.", errors, StringComparison.Ordinal);
        Message.Mentions(errors, "fault of Descent.Outside.Failing in Descent.Outside", "not part of descent");
        Assert.DoesNotContain("Please report", errors, StringComparison.Ordinal);
    }

    private static async Task<string> Outside(params string[] arguments)
    {
        (int exitCode, string output, string errors) = await Run(arguments);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Descent.Outside.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = ToolProcess.Apart(process.StandardError.ReadToEnd);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, await errors);
    }

    [Theory]
    [InlineData("Slope", 0.25)]
    [InlineData("", 0.25)]
    [InlineData("a.b", 0.25)]
    [InlineData("slope", double.NaN)]
    public void AParameterThatCannotBeIsRefused(string name, double start) =>
        Assert.Contains("Named", Assert.Throws<ArgumentException>(() => new Network[] { [new Dense(2, new Named(name, start))] }[0].Build<float>(2)).Message, StringComparison.Ordinal);

    [Fact]
    public void ALayerThatStandsForNothingOrForItselfIsRefused()
    {
        Network nothing = [new Empty(), new Dense(1)], itself = [new Endless(), new Dense(1)];
        Assert.Contains("Empty.Expand must return", Assert.Throws<ArgumentException>(() => nothing.Build<float>(2)).Message, StringComparison.Ordinal);
        Assert.Contains("Endless.Expand must return", Assert.Throws<ArgumentException>(() => itself.Build<float>(2)).Message, StringComparison.Ordinal);
    }

    /// <summary>The page shows code that is compiled and run here, or as a sample.</summary>
    [Theory]
    [InlineData("docs/adding.md")]
    [InlineData("docs/inside.md")]
    public void ThePageShowsTheCodeOfTheProgram(string page)
    {
        string code = Normal(string.Join('\n', Checkout.Files("tests/Outside", "*.cs").Concat(Checkout.Files("samples", "*.cs")).Select(Checkout.Read)));
        string[] shown = [.. Checkout.Read(page).Split("```csharp\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
        Assert.True(shown.Length >= 8, "The page shows something of everything.");
        Assert.All(shown, part => Assert.Contains(Normal(part), code, StringComparison.Ordinal));

        static string Normal(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The same mathematics as <see cref="SwapNoise"/> under another name.</summary>
    private sealed record Swapping : EpochAugmentation
    {
        protected internal override void Change<T>(in AugmentedRows<T> rows) => new SwapNoise(0.3).Change(rows);
    }

    private sealed record Rewriting : EpochAugmentation
    {
        protected internal override bool ReadsSource => true;

        protected internal override void Change<T>(in AugmentedRows<T> rows) => Assert.True(rows.Targets.IsEmpty);
    }

    private sealed record Named(string Called, double Start) : PerNeuronActivation
    {
        protected override NeuronParameter Parameter => new(Called, Start);

        protected override TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => throw new NotSupportedException();
    }

    private sealed record Empty : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [];
    }

    private sealed record Endless : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [this];
    }
}
