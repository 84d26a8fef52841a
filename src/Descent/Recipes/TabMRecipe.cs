namespace Descent;

/// <summary>TabM, narrower: several networks in one that share their matrices, over piecewise-linear embeddings of the numbers.</summary>
/// <remarks>
/// Gorishniy, Kotelnikov and Babenko, "TabM: advancing tabular deep learning with parameter-efficient ensembling", 2025. Theirs has 32 members of 512 neurons, 48 bins and
/// embeddings of 16 numbers: <c>new TabMRecipe(32, 512, 48, 16)</c>. AdamW with a rate of 0.002 and a decay of 0.0003, gradients clipped to the norm 1, patience 16.
/// </remarks>
/// <param name="Members">How many members, at least 2; default 4.</param>
/// <param name="Units">Neurons of each of the two hidden layers, at least 1; default 64.</param>
/// <param name="Bins">Bins per number, at least 1; default 16.</param>
/// <param name="EmbeddingWidth">Numbers that stand for a number, at least 1; default 8.</param>
public sealed record TabMRecipe(int Members = 4, int Units = 64, int Bins = 16, int EmbeddingWidth = 8) : Recipe
{
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
    internal override string Label => this == new TabMRecipe() ? Name : $"{Name} {Members} × {Units}";

    /// <inheritdoc/>
    internal override NumberCoding Numbers => NumberCoding.QuantileNormal;

    /// <inheritdoc/>
    internal override bool Codes => true;

    /// <inheritdoc/>
    internal override (Network Network, TrainingOptions Options) For(RecipeSubject subject)
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
            Epochs = 200,
            BatchSize = subject.Rows < 2_800 ? 32 : subject.Rows < 4_500 ? 64 : subject.Rows < 6_400 ? 128 : subject.Rows < 32_000 ? 256 : 512,
            EarlyStopping = new EarlyStopping(16),
        });
    }
}
