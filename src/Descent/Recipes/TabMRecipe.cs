using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>A narrower version of TabM: several networks in one that share their matrices, on piecewise-linear embeddings of the numbers.</summary>
/// <remarks>
/// <para>Gorishniy, Kotelnikov and Babenko, "TabM: advancing tabular deep learning with parameter-efficient ensembling", 2025. Their network has 32 members of 512 neurons, 48 bins and
/// embeddings of 16 numbers: <c>new TabMRecipe(32, 512, 48, 16)</c>. Two hidden layers, dropout 0.1, AdamW with a rate of 0.002 and a decay of 0.0003, gradients clipped to the norm 1,
/// the mean of the members' losses as the loss, the best epoch by their mean prediction, patience 16, and a batch size that depends on the number of rows are as in their implementation.</para>
/// <para>From 512 neurons on, four more details are as in their implementation: numbers become normal quantiles within ±5.2, the values of the smallest and the largest row; the members' scales decay as the matrices do; batches have 1,024 rows from 108,000 rows on; and
/// only patience limits the number of epochs (here 10,000 at most). Narrower networks use quantiles within ±3.09, do not decay the scales and stop after 200 epochs; the defaults of this library were measured with these settings.</para>
/// <para>Some details intentionally differ at any width. Equal numbers get the middle of their ranks; theirs adds noise of 0.00001 to the values before the quantiles are computed instead. Rare values share a category. A missing number is replaced by the median, with a second input that indicates it.</para>
/// </remarks>
/// <param name="Members">The number of members, at least 2; default 4.</param>
/// <param name="Units">The number of neurons of each hidden layer, at least 1; default 64.</param>
/// <param name="Bins">The number of bins per numeric input, at least 1; default 16.</param>
/// <param name="EmbeddingWidth">The width of the embedding of each numeric input, at least 1; default 8.</param>
/// <param name="Layers">The number of hidden layers, at least 1; default 2.</param>
/// <param name="Rate">The dropout rate, in [0, 1); default 0.1.</param>
/// <param name="LearningRate">The learning rate, above 0; default 0.002.</param>
/// <param name="Decay">The weight decay, at least 0; default 0.0003.</param>
public sealed record TabMRecipe(
    [Option("number of members", AtLeast = 2)] int Members = 4, [Option("number of neurons of each hidden layer", AtLeast = 1)] int Units = 64,
    [Option("number of bins per numeric input", AtLeast = 1)] int Bins = 16, [Option("width of the embedding of each numeric input", AtLeast = 1)] int EmbeddingWidth = 8,
    [Option("number of hidden layers", AtLeast = 1)] int Layers = 2, [Option("dropout rate", AtLeast = 0, Below = 1)] double Rate = 0.1,
    [Option("learning rate", Above = 0)] double LearningRate = 0.002, [Option("weight decay", AtLeast = 0)] double Decay = 0.0003) : Recipe
{
    /// <summary>The number of neurons from which all settings are as published.</summary>
    private const int PublishedUnits = 512;

    /// <summary>The number of members.</summary>
    public int Members { get; init => field = Check.AtLeast(value, 2, nameof(Members)); } = Check.AtLeast(Members, 2);

    /// <summary>The number of neurons of each hidden layer.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <summary>The number of bins per numeric input.</summary>
    public int Bins { get; init => field = Check.AtLeast(value, 1, nameof(Bins)); } = Check.AtLeast(Bins, 1);

    /// <summary>The width of the embedding of each numeric input.</summary>
    public int EmbeddingWidth { get; init => field = Check.AtLeast(value, 1, nameof(EmbeddingWidth)); } = Check.AtLeast(EmbeddingWidth, 1);

    /// <summary>The number of hidden layers.</summary>
    public int Layers { get; init => field = Check.AtLeast(value, 1, nameof(Layers)); } = Check.AtLeast(Layers, 1);

    /// <summary>The dropout rate.</summary>
    public double Rate { get; init => field = Check.Fraction(value, nameof(Rate)); } = Check.Fraction(Rate, nameof(Rate));

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; init => field = Check.Positive(value, nameof(LearningRate)); } = Check.Positive(LearningRate, nameof(LearningRate));

    /// <summary>The weight decay.</summary>
    public double Decay { get; init => field = Check.NotNegative(value, nameof(Decay)); } = Check.NotNegative(Decay, nameof(Decay));

    /// <inheritdoc/>
    public override string Name => "tabm";

    /// <inheritdoc/>
    public override RecipeFacts Facts => new(
        "Several networks in one that share their matrices and whose mean is the prediction: an ensemble for little more work than one network.",
        (Units >= PublishedUnits ? RecipeFacts.ByRank.Replace("3.09", "5.2", StringComparison.Ordinal) : RecipeFacts.ByRank) + $"; then piecewise-linear embeddings of {EmbeddingWidth} numbers over {Bins} bins",
        "one-hot; a missing or unknown value is all zeros; rare values share a column",
        string.Create(CultureInfo.InvariantCulture, $"{Members} members with {(Layers switch { 1 => "a dense layer", 2 => "two dense layers", _ => $"{Layers} dense layers" })} of {Units} with relu and dropout {Rate}, which share the matrices and have their own scales, biases and last layers"),
        string.Create(CultureInfo.InvariantCulture, $"AdamW with a rate of {LearningRate} and a decay of {Decay}; gradients clipped to the norm 1; the loss is the mean of the members' losses; {(Units >= PublishedUnits ? "as many epochs as patience 16 allows" : "at most 200 epochs, patience 16")}, of which the best one on the validation rows is kept"),
        $"32 below 2,800 training rows, 64 below 4,500, 128 below 6,400, 256 below 32,000, {(Units >= PublishedUnits ? "512 below 108,000, then 1,024" : "then 512")}",
        "slower per epoch than mlp; the size used by its authors is tabm(32, 512, 48, 16), which needs hundreds of times the work",
        "Gorishniy, Kotelnikov and Babenko, \"TabM: advancing tabular deep learning with parameter-efficient ensembling\", 2025");

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, double Value)> Settings => [("members", Members), ("units", Units), ("bins", Bins), ("embeddingWidth", EmbeddingWidth), ("layers", Layers), ("rate", Rate), ("learningRate", LearningRate), ("decay", Decay)];

    /// <inheritdoc/>
    /// <inheritdoc/>
    internal override NumberCoding NumbersOf(IReadOnlyList<EncodedColumn> columns, int rows) => Units >= PublishedUnits ? NumberCoding.QuantileNormalWide : NumberCoding.QuantileNormal;

    /// <inheritdoc/>
    internal override bool Codes => true;

    /// <inheritdoc/>
    internal override (Network Network, TrainingOptions Options) For(RecipeSubject subject) => For(subject, Units >= PublishedUnits);

    /// <summary>Creates network and options, as published or with the deviations of this library.</summary>
    internal (Network Network, TrainingOptions Options) For(RecipeSubject subject, bool asPublished)
    {
        Network network =
        [
            new PiecewiseLinear(Bins, EmbeddingWidth), new CategoryEmbedding(OneHot: int.MaxValue),
            new Members(
                Members,
                [.. Enumerable.Range(0, Layers).SelectMany(_ => (Layer[])[new Dense(Units, new Relu()), new Dropout(Rate)]), new Dense(subject.Outputs, subject.Last)],
                ScaleInitializer: new RandomNormal(1)),
        ];
        return (network, new TrainingOptions
        {
            Loss = subject.Loss,
            Optimizer = new AdamW(LearningRate, Decay),
            Clipping = new GradientClipping(1),
            Epochs = asPublished ? 10_000 : 200,
            BatchSize = BatchSize(subject.Rows, asPublished),
            EarlyStopping = new EarlyStopping(16),
            Groups = asPublished ? [new ParameterGroup("*_scale", Decays: true)] : null,
        });
    }

    private static int BatchSize(int rows, bool asPublished) => rows switch
    {
        < 2_800 => 32,
        < 4_500 => 64,
        < 6_400 => 128,
        < 32_000 => 256,
        < 108_000 => 512,
        _ => asPublished ? 1_024 : 512,
    };
}
