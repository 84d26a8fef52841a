using Descent.Activations;
using Descent.Cli.Screens;
using Descent.Layers;
using Descent.Models;
using Descent.Schedules;

namespace Descent.Cli.Explanations;

/// <summary>What can be drawn of something from the catalogue, computed by the library itself.</summary>
internal static class Curves
{
    private const double Reach = 5, Epochs = 50, Difference = 1e-4;
    private const int StepsPerEpoch = 100;

    /// <summary>Value and derivative of an activation, the course of a schedule; nothing for anything else.</summary>
    public static IReadOnlyList<TextPlot> Of(object thing) => thing switch
    {
        Activation activation => Of(activation),
        Schedule schedule => [new TextPlot("value, by epoch", epoch => schedule.At(new Moment((long)(epoch * StepsPerEpoch), StepsPerEpoch)), 0, Epochs)],
        _ => [],
    };

    private static TextPlot[] Of(Activation activation)
    {
        Model<double> alone = Neurons(activation, 1);
        if (alone.Predict([-Reach])[0] != alone.Predict([Reach])[0])
        {
            return Of("", x => alone.Predict([x])[0]);
        }

        // A single neuron says nothing about a function of the whole layer: give it a neighbor at 0.
        Model<double> pair = Neurons(activation, 2);
        return Of(" for inputs x and 0", x => pair.Predict([x, 0])[0]);
    }

    /// <summary>Neurons that hand their input to the activation as it is.</summary>
    private static Model<double> Neurons(Activation activation, int count)
    {
        Network network = [new Dense(count, activation) { UseBias = false }];
        Model<double> model = network.Build<double>(count);
        double[] identity = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            identity[(i * count) + i] = 1;
        }

        model.SetParameter("layers.0.weight", identity);
        return model;
    }

    private static TextPlot[] Of(string remark, Func<double, double> value) =>
    [
        new TextPlot($"value{remark}", value, -Reach, Reach),
        new TextPlot($"derivative{remark}", x => (value(x + Difference) - value(x - Difference)) / (2 * Difference), -Reach, Reach),
    ];
}
