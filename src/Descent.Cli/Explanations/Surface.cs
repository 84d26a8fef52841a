namespace Descent.Cli.Explanations;

/// <summary>A loss surface over two weights: the loss of a network with two parameters on a few rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Formula">The loss by the two weights.</param>
/// <param name="Network">The network; its parameters are the two weights, in their order.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Start">Where descents begin.</param>
/// <param name="Minimum">A point with the least loss, 0.</param>
/// <param name="Height">The loss by the two weights, for drawings.</param>
internal sealed record Surface(
    string Name, string Formula, Network Network, Dataset<double> Rows, Loss Loss, (double X, double Y) Start, (double X, double Y) Minimum, Func<double, double, double> Height)
{
    /// <summary>Steps of a descent.</summary>
    public const int Steps = 60;

    private static readonly double[] s_rates = [2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002];

    /// <summary>The learning rates of which <see cref="Best"/> takes the best.</summary>
    public static IReadOnlyList<double> Rates => s_rates;

    /// <summary>A valley that is steep across and flat along.</summary>
    /// <remarks>Half the squared errors of two rows have <c>½·(x² + steep·y²)</c> as their mean.</remarks>
    public static Surface Ravine(double steep) => new(
        "ravine", FormattableString.Invariant($"½·(x² + {steep}·y²)"), [new Dense(1) { UseBias = false }],
        Dataset.Create<double>((double[])[Math.Sqrt(2), 0, 0, Math.Sqrt(2 * steep)], 2, new double[2], 1), new MeanSquaredError(Half: true), (-4, 1), (0, 0),
        (x, y) => ((x * x) + (steep * y * y)) / 2);

    /// <summary>Two linear neurons in a row: the gradient vanishes between two valleys.</summary>
    public static Surface Saddle { get; } = new(
        "saddle", "½·(x·y - 1)²", [new Dense(1) { UseBias = false }, new Dense(1) { UseBias = false }],
        Dataset.Create<double>((double[])[1], 1, (double[])[1], 1), new MeanSquaredError(Half: true), (-0.6, 0.5), (-1, -1), (x, y) => ((x * y) - 1) * ((x * y) - 1) / 2);

    /// <summary>A sigmoid neuron with squared errors: far from the minimum the loss is nearly flat.</summary>
    public static Surface Plateau { get; } = PlateauAt(2, -1);

    /// <summary>The descent of an optimizer with the best of several learning rates: no single rate suits all.</summary>
    public (double Rate, IReadOnlyList<(double X, double Y)> Places) Best(Optimizer optimizer) =>
        s_rates.Select(rate => (rate, Places: Walk(optimizer with { LearningRate = rate }))).MinBy(walk => MeanHeight(walk.Places));

    /// <summary>The places of a training, the start first, as far as they are finite.</summary>
    public IReadOnlyList<(double X, double Y)> Walk(Optimizer optimizer)
    {
        Model<double> walker = Network.Build<double>(Rows.InputColumns);
        SetWeights(walker, Start.X, Start.Y);
        Recorder recorder = new(walker, Start);
        try
        {
            History history = walker.Fit(Rows, new TrainingOptions
            {
                Loss = Loss,
                Optimizer = optimizer,
                Epochs = Steps,
                BatchSize = Rows.Rows,
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

    /// <summary>The logarithm of the loss at a place. Below 1e-12 nobody sees a difference, and 0 has no logarithm.</summary>
    public double LogHeight((double X, double Y) place) => Math.Log10(Math.Max(Height(place.X, place.Y), 1e-12));

    private static Surface PlateauAt(double weight, double bias)
    {
        double[] inputs = [-2, -1, 1, 2], targets = [.. inputs.Select(input => Sigmoid((weight * input) + bias))];
        return new Surface(
            "plateau", FormattableString.Invariant($"mean of (σ(x·u + y) - σ({weight}·u - {-bias}))² over u = -2, -1, 1, 2"), [new Dense(1, new Sigmoid())],
            Dataset.Create<double>(inputs, 1, targets, 1), new MeanSquaredError(), (-2.5, -3), (weight, bias),
            (x, y) => inputs.Zip(targets, (input, target) => Sigmoid((x * input) + y) - target).Average(error => error * error));

        static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
    }

    private static void SetWeights(Model<double> model, double x, double y)
    {
        if (model.Parameters is [{ } both])
        {
            model.SetParameter(both.Name, [x, y]);
            return;
        }

        model.SetParameter(model.Parameters[0].Name, [x]);
        model.SetParameter(model.Parameters[1].Name, [y]);
    }

    // The last place alone says little about a path that oscillates, so all count, by their logarithm.
    private double MeanHeight(IReadOnlyList<(double X, double Y)> places) => places.Count > Steps ? places.Take(Steps).Average(LogHeight) : double.PositiveInfinity;

    private sealed class Recorder(Model<double> model, (double X, double Y) start) : TrainingCallback
    {
        public List<(double X, double Y)> Places { get; } = [start];

        public override void OnStep(TrainingState state)
        {
            if (model.Parameters.SelectMany(parameter => state.GetParameter(parameter.Name)).ToArray() is [var x, var y] && double.IsFinite(x) && double.IsFinite(y))
            {
                Places.Add((x, y));
            }
            else
            {
                state.Stop();
            }
        }
    }
}
