using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>
/// A narrower version of RealMLP-TD with fewer epochs: periodic embeddings, a scaling layer, three hidden layers in the neural tangent kernel's parametrization
/// whose activations have a strength per neuron, data-dependent initialization of weights and biases, dropout, and a learning rate that falls and rises four times.
/// </summary>
/// <remarks>
/// <para>Holzmüller, Grinsztajn and Steinwart, "Better by default: strong pre-tuned MLPs and boosted trees on tabular data", 2024. Their network has 256 neurons per
/// layer and 256 epochs: <c>new RealMlpRecipe(256, 256)</c>. The learning rate is 0.04 for classes and counts and 0.2 for numbers; it is six times that for the scaling layer, and a tenth for biases, strengths and
/// embeddings of numbers. The decay is decoupled, 0.02, constant for half of the run and then falling. All epochs are run, and the best one is kept.</para>
/// <para>From 256 neurons on, everything else is as in their implementation, too: batches of 256, of which the last one of an epoch is dropped unless it is full, and a decay in which the factors of the rates
/// occur twice. So the scaling layer decays 36 times as fast as the weights, and the strengths and the embeddings of numbers, including their phases and biases, a hundredth as fast; other biases do not decay. Narrower
/// networks use smaller batches on small tables, all rows in every epoch, and a decay of weights alone in which the factor occurs once; the defaults of this library were measured with these settings. On ten small tables the loss on held-out rows is lower
/// with either decay on five.</para>
/// <para>Some details intentionally differ at any width. The best epoch is that of the smallest validation loss, not of the smallest error, the first one if several are equal. There is no label smoothing, which the authors disable if
/// probabilities are evaluated, as they are here. One-hot columns of a category of up to 8 values are not divided by their quartiles and clipped, which would change a 1 to 0.95, or to 1.66
/// if the value is rare; rare values share a category. A missing number is replaced by the median, with a second input that indicates it; theirs does not accept missing numbers. Narrower networks divide columns that are likely to have one unit by one scale if there are fewer than 2,000 rows (<see cref="NumberCoding.CommonScale"/>). Multilabel tasks and counts, which theirs
/// lacks, use the rates of classes; several numeric targets and other losses for numbers use those of numbers.</para>
/// </remarks>
/// <param name="Units">The number of neurons of each hidden layer, at least 1; default 64.</param>
/// <param name="Epochs">The number of passes over the training rows, at least 1; default 64.</param>
/// <param name="Rate">The dropout rate, in [0, 1); default 0.15.</param>
/// <param name="RateFactor">The factor of the learning rate of 0.04 or 0.2, above 0; default 1.</param>
/// <param name="Decay">The weight decay, at least 0; default 0.02.</param>
/// <param name="Deviation">The standard deviation of the frequencies of the embeddings at the start, above 0; default 0.1.</param>
public sealed record RealMlpRecipe(
    [Option("number of neurons of each hidden layer", AtLeast = 1)] int Units = 64, [Option("number of passes over the training rows", AtLeast = 1)] int Epochs = 64,
    [Option("dropout rate", AtLeast = 0, Below = 1)] double Rate = 0.15, [Option("factor of the learning rate", Above = 0)] double RateFactor = 1,
    [Option("weight decay", AtLeast = 0)] double Decay = 0.02, [Option("standard deviation of the frequencies", Above = 0)] double Deviation = 0.1) : Recipe
{
    /// <summary>The number of neurons from which all settings are as published.</summary>
    private const int PublishedUnits = 256;

    /// <summary>The number of numeric columns from which they can be recognized to have the same unit.</summary>
    private const int FewestOfOneUnit = 8;

    /// <summary>The number of rows from which networks learn the scales of columns of one unit themselves, and better than one scale for all.</summary>
    private const int MostOfOneScale = 2_000;

    private const double Faster = 6, Slower = 0.1, MostUnequal = 1.5;

    /// <summary>The number of neurons of each hidden layer.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <summary>The number of passes over the training rows.</summary>
    public int Epochs { get; init => field = Check.AtLeast(value, 1, nameof(Epochs)); } = Check.AtLeast(Epochs, 1);

    /// <summary>The dropout rate.</summary>
    public double Rate { get; init => field = Check.Fraction(value, nameof(Rate)); } = Check.Fraction(Rate, nameof(Rate));

    /// <summary>The factor of the learning rate.</summary>
    public double RateFactor { get; init => field = Check.Positive(value, nameof(RateFactor)); } = Check.Positive(RateFactor, nameof(RateFactor));

    /// <summary>The weight decay.</summary>
    public double Decay { get; init => field = Check.NotNegative(value, nameof(Decay)); } = Check.NotNegative(Decay, nameof(Decay));

    /// <summary>The standard deviation of the frequencies of the embeddings at the start.</summary>
    public double Deviation { get; init => field = Check.Positive(value, nameof(Deviation)); } = Check.Positive(Deviation, nameof(Deviation));

    /// <inheritdoc/>
    public override string Name => "realmlp";

    /// <inheritdoc/>
    public override RecipeFacts Facts => new(
        "A network tuned on many tables, with periodic embeddings of numbers, for effects that rise and fall with a number.",
        "minus the median, divided by the interquartile range, then z/√(1 + (z/3)²), which stays within ±3; a missing number is replaced by the median, with a second input that indicates it. Eight or more columns of similar ranges, as of pixels, are divided by one scale instead if there are fewer than 2,000 rows",
        "one number, 1 or -1, for two values, one-hot for up to 8, and a learned embedding of 8 numbers for more; a missing or unknown value is all zeros, or has its own embedding",
        string.Create(CultureInfo.InvariantCulture, $"periodic embeddings (16 frequencies, at the start with standard deviation {Deviation}, 3 results and the number itself), a learned scale for each value, three dense layers of {Units} in the neural tangent kernel's parametrization, each with SELU (for numeric targets Mish) with a learned strength per neuron, and dropout {Rate}; weights and biases are fitted to the training rows at the start"),
        string.Create(CultureInfo.InvariantCulture, $"Adam with beta2 0.95; a rate of 0.04, or 0.2 for numeric targets{(RateFactor == 1 ? "" : $", times {RateFactor}")}, in four waves of doubling length, six times that for the scales, a tenth for biases, strengths and embeddings; a decay of {Decay}, which like dropout is constant for half of the run and then falls to 0; {Epochs} epochs, all of them run, of which the best one on the validation rows is kept"),
        Units >= PublishedUnits ? "256; the last batch of an epoch is dropped unless it is full" : "64 below 1,024 training rows, 128 below 8,192, then 256",
        "a single network can be overconfident on small tables; the size used by its authors is realmlp(256, 256), which needs about sixty times the work",
        "Holzmüller, Grinsztajn and Steinwart, \"Better by default: strong pre-tuned MLPs and boosted trees on tabular data\", 2024");

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, double Value)> Settings => [("units", Units), ("epochs", Epochs), ("rate", Rate), ("rateFactor", RateFactor), ("decay", Decay), ("deviation", Deviation)];

    /// <inheritdoc/>
    /// <inheritdoc/>
    internal override NumberCoding NumbersOf(IReadOnlyList<EncodedColumn> columns, int rows) => Units < PublishedUnits && rows < MostOfOneScale && HaveCommonUnit(columns) ? NumberCoding.CommonScale : NumberCoding.SmoothClip;

    /// <inheritdoc/>
    internal override bool Codes => true;

    /// <inheritdoc/>
    internal override (Network Network, TrainingOptions Options) For(RecipeSubject subject) => For(subject, Units >= PublishedUnits);

    /// <summary>Creates network and options, as published or with the deviations of this library.</summary>
    internal (Network Network, TrainingOptions Options) For(RecipeSubject subject, bool asPublished)
    {
        Activation inner = subject.IsRegression ? new Mish() : new Selu();
        Network network =
        [
            new PeriodicBias(StandardDeviation: Deviation), new CategoryEmbedding(SignedPairs: true), new Scaling(),
            Layer(Units, new Strength(inner)), new Dropout(new FlatCosineSchedule(Rate)),
            Layer(Units, new Strength(inner)), new Dropout(new FlatCosineSchedule(Rate)),
            Layer(Units, new Strength(inner)), new Dropout(new FlatCosineSchedule(Rate)),
            Layer(subject.Outputs, subject.Last),
        ];
        return (network, new TrainingOptions
        {
            Loss = subject.Loss,
            Optimizer = new AdamW(new LogarithmicCosineSchedule((subject.IsRegression ? 0.2 : 0.04) * RateFactor), new FlatCosineSchedule(Decay), Beta2: 0.95),
            Epochs = Epochs,
            BatchSize = asPublished ? 256 : subject.Rows < 1_024 ? 64 : subject.Rows < 8_192 ? 128 : 256,
            DropPartialBatch = asPublished,
            Groups = Groups(subject.HasNumbers, asPublished ? true : null),
        });
    }

    /// <summary>Creates the groups of parameters with their own rates. With the published decay, their decay gets the factor a second time, and only biases outside embeddings have no decay.</summary>
    private static ParameterGroup[] Groups(bool hasEmbeddings, bool? decay)
    {
        // The first group that names a parameter applies, so the biases of embeddings belong to the group of embeddings.
        return [Of("layers.2.scale", Faster), Of("*.strength", Slower), .. (ParameterGroup[])(hasEmbeddings ? [Of("layers.0.*", Slower)] : []), new ParameterGroup("*.bias", Slower)];

        ParameterGroup Of(string names, double factor) => new(names, factor, decay, DecayFactor: decay == true ? factor : 1);
    }

    /// <summary>
    /// Whether the numeric columns are likely to have the same unit, as pixels do: there are at least eight of them, and the quartiles of their ranges differ by a factor of at most 1.5.
    /// Between 1.5 and 1.7 lie tables of unlike measurements that happen to have similar ranges.
    /// </summary>
    private static bool HaveCommonUnit(IReadOnlyList<EncodedColumn> columns)
    {
        double[] ranges = [.. columns.Select(column => column.Numbers?.Maximum - column.Numbers?.Minimum).OfType<double>().Order()];
        return ranges.Length >= FewestOfOneUnit && ranges[ranges.Length / 4] > 0 && ranges[ranges.Length * 3 / 4] <= MostUnequal * ranges[ranges.Length / 4];
    }

    private static Dense Layer(int units, Activation activation) =>
        new(units, activation, WeightInitializer: new UnitVariance(), BiasInitializer: new ZeroAtRows(), Parametrization: Parametrization.NeuralTangentKernel);
}
