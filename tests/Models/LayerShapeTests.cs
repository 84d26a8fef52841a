namespace Descent.Tests.Models;

public class LayerShapeTests
{
    [Fact]
    public void EveryLayerHasItsWidthsAndParameters()
    {
        Network network = [new Dense(5, new PRelu()), new Concatenate([[new Dense(2)], [new Dense(3)]]), new Dropout(), new Dense(1)];
        Assert.Equal(
            ["Dense 4 → 5: 25", "PRelu 5 → 5: 5", "Concatenate 5 → 5: 0", "Dense 5 → 2: 12", "Dense 5 → 3: 18", "Dropout 5 → 5: 0", "Dense 5 → 1: 6"],
            network.Build<double>(4).Layers.Select(shape => $"{shape.Layer.GetType().Name} {shape.Inputs} → {shape.Outputs}: {shape.Parameters}"));
    }

    [Fact]
    public void AllParametersAreSomeLayers()
    {
        Network network = [new Members(3, [new Dense(4, new Swish(0.5, Learnable: true)), new BatchNormalization(), new Dense(2)])];
        Model<float> model = network.Build<float>(6);
        Assert.Equal(model.ParameterCount, model.Layers.Sum(shape => shape.Parameters));
        Assert.Equal(3, model.Layers.Max(shape => shape.Members));
    }

    /// <summary>A layer that computes nothing, or stands for others, has the widths between which it stands.</summary>
    [Fact]
    public void ALayerWithoutAStepPassesOnWhatItsBranchGets()
    {
        Assert.Equal(["Dense 3 → 3", "Concatenate 3 → 7", "Dropout 3 → 3", "Dense 3 → 2", "Dense 3 → 5"], Widths([new Dense(3), new Concatenate([[new Dropout(0.0), new Dense(2)], [new Dense(5)]])]));
        Assert.Equal(["Dense 3 → 3", "Concatenate 3 → 7", "Dense 3 → 5", "Dropout 3 → 3", "Dense 3 → 2"], Widths([new Dense(3), new Concatenate([[new Dense(5)], [new Dropout(0.0), new Dense(2)]])]));
        Assert.Equal(["Concatenate 3 → 8", "Dense 3 → 5", "Linear 5 → 5", "Linear 3 → 3"], Widths([new Concatenate([[new Dense(5, new Linear())], [new Linear()]])]));
        Assert.Equal(["Residual 3 → 3", "Dense 3 → 9", "Dense 9 → 3", "Linear 3 → 3"], Widths([new Residual([new Dense(9), new Dense(3), new Linear()])]));
        Assert.Equal(["Widening 3 → 6", "Dropout 3 → 3", "Dense 3 → 6", "Dense 6 → 1"], Widths([new Widening(), new Dense(1)]));
        Assert.Equal(["Linear 3 → 3", "Dense 3 → 4", "Dense 4 → 2", "Members 2 → 2"], Widths([new Members(2, [new Linear(), new Dense(4), new Dense(2)])]));
        Network network = [new Dense(3), new Concatenate([[new Dense(5)], [new Dropout(0.0), new Dense(2)]])];
        Assert.Contains("\n3  Dropout           3  ", network.Build<double>(3).Summary(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Widths(Network network) => network.Build<double>(3).Layers.Select(shape => $"{shape.Layer.GetType().Name} {shape.Inputs} → {shape.Outputs}");

    private sealed record Widening : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [new Dropout(0.0), new Dense(2 * width)];
    }
}
