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
}
