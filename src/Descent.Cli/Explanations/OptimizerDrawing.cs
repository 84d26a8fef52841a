using Descent.Data;

namespace Descent.Cli.Explanations;

/// <summary>A path down the ravine, a place per step, the start first.</summary>
internal sealed record RavineWalk(double LearningRate, IReadOnlyList<(double X, double Y)> Places);

/// <summary>Draws how an optimizer descends a ravine, <c>½·(x² + 20·y²)</c>, which is steep across and flat along.</summary>
internal static class OptimizerDrawing
{
    /// <summary>Steps that are drawn.</summary>
    public const int Steps = 60;

    private const string Weight = "layers.0.weight";
    private const double Flat = 1, Steep = 20, StartX = -4, StartY = 1;

    private static readonly double[] s_rates = [2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002];

    /// <summary>The height of the ravine.</summary>
    public static double Height(double x, double y) => ((Flat * x * x) + (Steep * y * y)) / 2;

    /// <summary>The drawing. An optimizer with its default learning rate is drawn with the best of several instead: no single rate suits all.</summary>
    public static Drawing Of(Optimizer optimizer)
    {
        bool isDefault = optimizer is not FullBatchOptimizer && Catalogue.Find(Catalogue.NameOf(optimizer))?.Example is Optimizer example && example.LearningRate == optimizer.LearningRate;
        RavineWalk walk = isDefault
            ? s_rates.Select(rate => new RavineWalk(rate, Walk(optimizer with { LearningRate = rate }))).MinBy(MeanHeight)!
            : new(double.NaN, Walk(optimizer));
        double[] heights = [.. walk.Places.Select(Height)];
        string how = isDefault ? FormattableString.Invariant($", with the learning rate {walk.LearningRate}, the best of {string.Join(", ", s_rates)}") : "";
        return new Drawing("step", 0, Steps, [new FunctionCurve("log10 of the loss, by step", "log10 of the loss", step => step < heights.Length ? heights[(int)step] : double.NaN)])
        {
            Remark = FormattableString.Invariant($"{Steps} steps down the ravine ½·(x² + {Steep}·y²) from ({StartX}, {StartY}){how}."),
            Walk = walk,
        };
    }

    // The last place alone says little about a path that oscillates, so all count, by their logarithm.
    private static double MeanHeight(RavineWalk walk) => walk.Places.Count > Steps ? walk.Places.Take(Steps).Average(Height) : double.PositiveInfinity;

    // Below 1e-12 nobody sees a difference, and 0 has no logarithm.
    private static double Height((double X, double Y) place) => Math.Log10(Math.Max(Height(place.X, place.Y), 1e-12));

    /// <summary>The places of a training, as far as they are finite.</summary>
    private static List<(double X, double Y)> Walk(Optimizer optimizer)
    {
        Network network = [new Dense(1) { UseBias = false }];
        Model<double> model = network.Build<double>(2);
        model.SetParameter(Weight, [StartX, StartY]);
        // Half the squared errors of these two rows have the ravine as their mean.
        Dataset<double> rows = Dataset.Create<double>((double[])[Math.Sqrt(2 * Flat), 0, 0, Math.Sqrt(2 * Steep)], 2, new double[2], 1);
        Recorder recorder = new();
        try
        {
            History history = model.Fit(rows, new TrainingOptions
            {
                Loss = new MeanSquaredError(Half: true),
                Optimizer = optimizer,
                Epochs = Steps,
                BatchSize = 2,
                Shuffle = false,
                WarmStart = true,
                Threads = 1,
                Callbacks = [recorder],
            });

            // A training that has converged stays where it is.
            int missing = history.Stop == StopReason.Converged ? Steps + 1 - recorder.Places.Count : 0;
            recorder.Places.AddRange(Enumerable.Repeat(recorder.Places[^1], missing));
        }
        catch (TrainingFailedException)
        {
            // The path ends here.
        }

        return recorder.Places;
    }

    private sealed class Recorder : TrainingCallback
    {
        public List<(double X, double Y)> Places { get; } = [(StartX, StartY)];

        public override void OnStep(TrainingState state)
        {
            double[] place = state.GetParameter(Weight);
            if (double.IsFinite(place[0]) && double.IsFinite(place[1]))
            {
                Places.Add((place[0], place[1]));
            }
            else
            {
                state.Stop();
            }
        }
    }
}
