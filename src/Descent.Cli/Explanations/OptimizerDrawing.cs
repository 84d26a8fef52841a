using System.Globalization;
using Descent.Data;

namespace Descent.Cli.Explanations;

/// <summary>A way down the ravine, one place per step, the start first.</summary>
internal sealed record RavineWalk(double LearningRate, IReadOnlyList<(double X, double Y)> Places);

/// <summary>Draws how an optimizer walks down a ravine, <c>½·(x² + 20·y²)</c>, which is steep across and flat along.</summary>
internal static class OptimizerDrawing
{
    /// <summary>Steps that are drawn.</summary>
    public const int Steps = 60;

    private const double Flat = 1, Steep = 20, StartX = -4, StartY = 1;

    private static readonly double[] Rates = [2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002];

    /// <summary>The height of the ravine.</summary>
    public static double Height(double x, double y) => ((Flat * x * x) + (Steep * y * y)) / 2;

    /// <summary>The drawing. An optimizer with its usual learning rate walks with the best of a few instead: one step length does not suit all of them.</summary>
    public static Drawing Of(Optimizer optimizer)
    {
        bool usual = Catalogue.Find(Catalogue.NameOf(optimizer))?.Example is Optimizer example && example.LearningRate == optimizer.LearningRate;
        double rate = usual ? Rates.MinBy(candidate => MeanHeight(optimizer with { LearningRate = candidate })) : double.NaN;
        Optimizer chosen = usual ? optimizer with { LearningRate = rate } : optimizer;
        (double X, double Y)[] places = [(StartX, StartY), .. Enumerable.Range(1, Steps).Select(steps => After(chosen, steps)).TakeWhile(place => place is not null).Select(place => place!.Value)];
        double[] heights = [.. places.Select(place => Logarithm(Height(place.X, place.Y)))];
        string how = usual ? string.Create(CultureInfo.InvariantCulture, $", with the learning rate {rate}, the best of {string.Join(", ", Rates)}") : "";
        return new Drawing("step", 0, Steps, [new FunctionCurve("log10 of the loss, by step", "log10 of the loss", step => step < heights.Length ? heights[(int)step] : double.NaN)])
        {
            Remark = string.Create(CultureInfo.InvariantCulture, $"{Steps} steps down the ravine ½·(x² + {Steep}·y²) from ({StartX}, {StartY}){how}."),
            Walk = new RavineWalk(usual ? rate : double.NaN, places),
        };
    }

    // Where the last step happens to end says little of a way that swings: all of it counts, by its logarithm.
    private static double MeanHeight(Optimizer optimizer)
    {
        try
        {
            return Fit(Start(), optimizer, Steps).Epochs.Average(epoch => Logarithm(epoch.Loss));
        }
        catch (TrainingFailedException)
        {
            return double.PositiveInfinity;
        }
    }

    // Below 1e-12 it is the same to the eye, and 0 has no logarithm.
    private static double Logarithm(double height) => Math.Log10(Math.Max(height, 1e-12));

    /// <summary>Where training leads in so many steps, or null if it comes to no end.</summary>
    private static (double X, double Y)? After(Optimizer optimizer, int steps)
    {
        Model<double> model = Start();
        try
        {
            Fit(model, optimizer, steps);
        }
        catch (TrainingFailedException)
        {
            return null;
        }

        double[] place = model.GetParameter("layers.0.weight");
        return double.IsFinite(place[0]) && double.IsFinite(place[1]) ? (place[0], place[1]) : null;
    }

    private static Model<double> Start()
    {
        Network network = [new Dense(1) { UseBias = false }];
        Model<double> model = network.Build<double>(2);
        model.SetParameter("layers.0.weight", [StartX, StartY]);
        return model;
    }

    private static History Fit(Model<double> model, Optimizer optimizer, int steps)
    {
        // Two rows whose half squared errors have the ravine as their mean.
        Dataset<double> rows = Dataset.Create<double>((double[])[Math.Sqrt(2 * Flat), 0, 0, Math.Sqrt(2 * Steep)], 2, new double[2], 1);
        return model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(Half: true), Optimizer = optimizer, Epochs = steps, BatchSize = 2, Shuffle = false, WarmStart = true, Threads = 1 });
    }
}
