namespace Descent;

/// <summary>TabM, narrower: several networks in one that share their matrices, over piecewise-linear embeddings of the numbers.</summary>
/// <remarks>
/// <para>Gorishniy, Kotelnikov and Babenko, "TabM: advancing tabular deep learning with parameter-efficient ensembling", 2025. Theirs has 32 members of 512 neurons, 48 bins and
/// embeddings of 16 numbers: <c>new TabMRecipe(32, 512, 48, 16)</c>. Two hidden layers, dropout 0.1, AdamW with a rate of 0.002 and a decay of 0.0003, gradients clipped to the norm 1,
/// the loss the mean of the members' losses, the best epoch that of their mean prediction, patience 16, and batches by the number of rows, as in their program.</para>
/// <para>From 512 neurons on four details are theirs as well: numbers become normal quantiles within ±5.2, where the least and the greatest rows stand, the members' scales decay as the matrices do, batches have 1,024 rows from 108,000 rows on, and
/// there is no end of epochs but patience (10,000 here). Narrower networks take numbers within ±3.09, leave the scales alone and stop after 200 epochs: the defaults of this library were measured with that.</para>
/// <para>On purpose different at any width: equal numbers get the middle of their ranks, for which theirs adds noise of 0.00001 to what the quantiles are taken of. Rare values share a category. A missing number is the median, with a second input that says so.</para>
/// </remarks>
/// <param name="Members">How many members, at least 2; default 4.</param>
/// <param name="Units">Neurons of each of the two hidden layers, at least 1; default 64.</param>
/// <param name="Bins">Bins per number, at least 1; default 16.</param>
/// <param name="EmbeddingWidth">Numbers that stand for a number, at least 1; default 8.</param>
public sealed record TabMRecipe(int Members = 4, int Units = 64, int Bins = 16, int EmbeddingWidth = 8) : Recipe
{
    /// <summary>Neurons from which on everything is as published.</summary>
    private const int PublishedUnits = 512;

    private const double Dropped = 0.1;

    /// <summary>How many members.</summary>
    public int Members { get; init => field = Check.AtLeast(value, 2, nameof(Members)); } = Check.AtLeast(Members, 2);

    /// <summary>Neurons of each hidden layer.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <summary>Bins per number.</summary>
    public int Bins { get; init => field = Check.AtLeast(value, 1, nameof(Bins)); } = Check.AtLeast(Bins, 1);

    /// <summary>Numbers that stand for a number.</summary>
    public int EmbeddingWidth { get; init => field = Check.AtLeast(value, 1, nameof(EmbeddingWidth)); } = Check.AtLeast(EmbeddingWidth, 1);

    /// <inheritdoc/>
    public override string Name => "tabm";

    /// <inheritdoc/>
    public override RecipeFacts Facts => new(
        "Several networks in one that share their matrices, and whose mean is the prediction: an average for little more than one network's work.",
        (Units >= PublishedUnits ? RecipeFacts.ByRank.Replace("3.09", "5.2", StringComparison.Ordinal) : RecipeFacts.ByRank) + $"; then piecewise-linear embeddings of {EmbeddingWidth} numbers over {Bins} bins",
        "ones and zeros; a missing or unknown value is all zeros; rare values share a column",
        $"{Members} members with two dense layers of {Units} with relu and dropout 0.1; they share the matrices, and have scales, biases and last layers of their own",
        $"AdamW with a rate of 0.002 and a decay of 0.0003; gradients clipped to the norm 1; the loss is the mean of the members' losses; {(Units >= PublishedUnits ? "as many epochs as patience 16 allows" : "at most 200 epochs, patience 16")}, of which the best one on held rows is kept",
        $"32 below 2,800 training rows, 64 below 4,500, 128 below 6,400, 256 below 32,000, {(Units >= PublishedUnits ? "512 below 108,000, then 1,024" : "then 512")}",
        "slower per epoch than mlp; its authors' size is tabm(32, 512, 48, 16), which is hundreds of times the work",
        "Gorishniy, Kotelnikov and Babenko, \"TabM: advancing tabular deep learning with parameter-efficient ensembling\", 2025");

    /// <inheritdoc/>
    public override IReadOnlyList<RecipeOption> Options =>
    [
        new("members", Members, "how many members", value => this with { Members = value }),
        new("units", Units, "neurons of each hidden layer", value => this with { Units = value }),
        new("bins", Bins, "bins per number", value => this with { Bins = value }),
        new("embeddingWidth", EmbeddingWidth, "numbers that stand for a number", value => this with { EmbeddingWidth = value }),
    ];

    /// <inheritdoc/>
    internal override string Label => this == new TabMRecipe() ? Name : $"{Name} {Members} × {Units}";

    /// <inheritdoc/>
    internal override NumberCoding Numbers => Units >= PublishedUnits ? NumberCoding.QuantileNormalWide : NumberCoding.QuantileNormal;

    /// <inheritdoc/>
    internal override bool Codes => true;

    /// <inheritdoc/>
    internal override (Network Network, TrainingOptions Options) For(RecipeSubject subject) => For(subject, Units >= PublishedUnits);

    /// <summary>The same, as published or with this library's departures.</summary>
    internal (Network Network, TrainingOptions Options) For(RecipeSubject subject, bool asPublished)
    {
        Network network =
        [
            new PiecewiseLinear(Bins, EmbeddingWidth), new CategoryEmbedding(OneHot: int.MaxValue),
            new Members(
                Members,
                [new Dense(Units, new Relu()), new Dropout(Dropped), new Dense(Units, new Relu()), new Dropout(Dropped), new Dense(subject.Outputs, subject.Last)],
                ScaleInitializer: new RandomNormal(1)),
        ];
        return (network, new TrainingOptions
        {
            Loss = subject.Loss,
            Optimizer = new AdamW(0.002, 3e-4),
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
