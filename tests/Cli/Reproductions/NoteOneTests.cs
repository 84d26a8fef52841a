using System.Globalization;
using System.Text.Json;
using Descent.Cli.Reproductions;
using Descent.Data;
using Descent.Tests.Goldens;

namespace Descent.Tests.Cli.Reproductions;

/// <summary>The second source note's programs, against what NumPy says with all digits and against the printed figures.</summary>
public class NoteOneTests
{
    // A thousand steps of a small network; what differs is the order of sums.
    private const double Close = 1e-9;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static JsonElement Golden { get; } = GoldenFile.Read("numpy_legacy.json");

    public static TheoryData<int> Variants => [.. Enumerable.Range(0, Golden.GetProperty("optimized").GetArrayLength())];

    public static TheoryData<string> Names => [.. Enum.GetNames<Quirks>().Where(name => name is not (nameof(Quirks.None) or nameof(Quirks.All)))];

    [Fact]
    public void EveryPrintedDigitComesOut()
    {
        PrintedFigure[] figures = [.. NoteOne.Figures(Quirks.All, Cancellation)];
        Assert.Equal(22, figures.Length);
        Assert.Equal(22, figures.Select(figure => figure.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(figures, figure => Assert.True(figure.Holds, figure.ToString()));
        Assert.All(figures, figure => Assert.Null(figure.Band));
    }

    [Fact]
    public void TheForwardPassIsNumpys() => GoldenFile.AssertClose(Golden.GetProperty("forward").GetDouble(), HousePrices.ForwardPass(), Close, "price");

    [Fact]
    public void BackpropagationIsNumpys()
    {
        (IReadOnlyList<double> losses, double prediction) = HousePrices.Backpropagation(Cancellation);
        JsonElement golden = Golden.GetProperty("backpropagation");
        AssertClose(golden.GetProperty("losses"), losses);
        GoldenFile.AssertClose(golden.GetProperty("prediction").GetDouble(), prediction, Close, "prediction");
    }

    // With all quirks, with each one put right, with none.
    [Theory]
    [MemberData(nameof(Variants))]
    public void TheOptimizedNetworkIsNumpysStepByStep(int variant)
    {
        JsonElement golden = Golden.GetProperty("optimized")[variant];
        Quirks kept = golden.GetProperty("quirks").EnumerateArray().Aggregate(Quirks.None, (all, name) => all | Enum.Parse<Quirks>(name.GetString()!));
        OptimizedNetwork network = new(kept);
        List<double> losses = [];
        for (int step = 1; step <= 1000; step++)
        {
            losses.Add(network.Step());
            if (golden.GetProperty("parameters").TryGetProperty(step.ToString(CultureInfo.InvariantCulture), out JsonElement parameters))
            {
                AssertClose(parameters, network.Parameters);
            }
        }

        AssertClose(golden.GetProperty("losses"), [.. losses.Where((_, step) => step % 100 == 0)]);
        AssertClose(golden.GetProperty("losses"), HousePrices.Optimized(kept));
    }

    // The first loss is that of weights near 0; all later ones tell.
    [Theory]
    [MemberData(nameof(Names))]
    public void WithoutAQuirkItsFiguresDoNotHold(string quirk)
    {
        PrintedFigure[] figures = [.. NoteOne.Figures(Quirks.All & ~Enum.Parse<Quirks>(quirk), Cancellation)];
        Assert.Equal(
            Enumerable.Range(1, 9).Select(hundreds => $"optimized network: loss, epoch {hundreds}00"),
            figures.Where(figure => !figure.Holds).Select(figure => figure.Name));
    }

    // Put right and without chance, it is what the library does; the division by the rows is a form of its L2.
    [Theory]
    [InlineData((int)Quirks.None, L2Form.HalfSquare)]
    [InlineData((int)Quirks.DividedDecay, L2Form.PerSample)]
    public void WithoutQuirksAndDropoutItIsTheLibrarys(int kept, L2Form form)
    {
        OptimizedNetwork network = new((Quirks)kept, dropoutRate: 0);
        Network description = [new Dense(3, new Relu()), new Dense(1, new Sigmoid())];
        Model<double> model = description.Build<double>(3);
        (string Name, Range Place)[] places = [("layers.0.weight", ..9), ("layers.0.bias", 9..12), ("layers.2.weight", 12..15), ("layers.2.bias", 15..)];
        foreach ((string name, Range place) in places)
        {
            model.SetParameter(name, network.Parameters.Take(place).ToArray());
        }

        const int steps = 300;
        model.Fit(
            Dataset.Create<double>(HousePrices.Inputs, 3, HousePrices.Targets, 1),
            new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.01), Regularizer = new L2(0.01, form), BatchSize = 3, Epochs = steps, WarmStart = true },
            Cancellation);
        for (int step = 0; step < steps; step++)
        {
            network.Step();
        }

        Assert.All(places, part =>
            Assert.All(network.Parameters.Take(part.Place).Zip(model.GetParameter(part.Name)), numbers => GoldenFile.AssertClose(numbers.First, numbers.Second, Close, part.Name)));
    }

    private static void AssertClose(JsonElement expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Count);
        Assert.All(GoldenFile.Numbers(expected).Zip(actual), pair => GoldenFile.AssertClose(pair.First, pair.Second, Close, "number"));
    }
}
