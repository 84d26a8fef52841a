namespace Descent;

/// <summary>
/// RealMLP-TD, narrower and shorter: periodic embeddings, a scaling layer, three hidden layers in the neural tangent kernel's parametrization
/// whose activations have a strength per neuron, weights and biases that look at the data, dropout, and a learning rate that falls and rises four times.
/// </summary>
/// <remarks>
/// <para>Holzmüller, Grinsztajn and Steinwart, "Better by default: strong pre-tuned MLPs and boosted trees on tabular data", 2024. Their network has 256 neurons per
/// layer and 256 epochs: <c>new RealMlpRecipe(256, 256)</c>. Rates: 0.04 for classes and counts, 0.2 for numbers; six times that for the scaling layer, a tenth for biases, strengths and
/// embeddings of numbers. The decay is decoupled, 0.02, constant for half of the run and then falling. All epochs are run, and the best one is kept.</para>
/// <para>From 256 neurons on everything else is as in their program, too: batches of 256, of which the last of an epoch is dropped unless it is full, and a decay in which the factors of the rates
/// come up twice, so that the scaling layer decays 36 times as fast as the weights and the embeddings of numbers, their phases and biases included, and strengths a hundredth; other biases do not decay. Narrower
/// networks use smaller batches on small tables, all rows in every epoch, and a decay of weights alone that has the factor once: the defaults of this library were measured with that. On ten small tables the loss on held rows is lower
/// with either decay on five.</para>
/// <para>On purpose different at any width: the best epoch is that of the validation loss, not of the errors, of equal ones the first, and there is no label smoothing, which they switch off where
/// probabilities are judged, as they are here. Ones and zeros of a category of up to 8 values go in as they are, not divided by their quartiles and clipped, which would make a 1 of them 0.95, or 1.66
/// where the value is rare; rare values share a category. A missing number is the median, with a second input that says so; theirs takes none. Several labels per row and counts, which theirs
/// lacks, take the rates of classes, several numbers and other losses of numbers those of numbers.</para>
/// </remarks>
/// <param name="Units">Neurons of each hidden layer, at least 1; default 64.</param>
/// <param name="Epochs">Passes through the data, at least 1; default 64.</param>
public sealed record RealMlpRecipe(int Units = 64, int Epochs = 64) : Recipe
{
    /// <summary>Neurons from which on everything is as published.</summary>
    private const int PublishedUnits = 256;

    private const double Decay = 0.02, Dropped = 0.15, Faster = 6, Slower = 0.1;

    /// <summary>Neurons of each hidden layer.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <summary>Passes through the data.</summary>
    public int Epochs { get; init => field = Check.AtLeast(value, 1, nameof(Epochs)); } = Check.AtLeast(Epochs, 1);

    /// <inheritdoc/>
    public override string Name => "realmlp";

    /// <inheritdoc/>
    public override RecipeFacts Facts => new(
        "A network tuned on many tables, whose numbers become waves before they are mixed: for effects that rise and fall with a number.",
        "less the median, divided by the distance of the quartiles, then z/√(1 + (z/3)²), which stays within ±3; a missing one is the median, with a second input that says so",
        "of up to 8 values ones and zeros, of two values one number, 1 or -1; of more an embedding of 8 numbers, learnt; a missing or unknown value is all zeros, or an embedding of its own",
        $"periodic embeddings (16 frequencies, 3 results and the number itself), a scale per neuron, three dense layers of {Units} in the neural tangent kernel's parametrization with SELU, for numbers Mish, whose strength each neuron learns, dropout 0.15; weights and biases are fitted to the training rows at the start",
        $"Adam with beta2 0.95; a rate of 0.04, for numbers 0.2, in four waves of doubling length, six times that for the scales, a tenth for biases, strengths and embeddings; a decay of 0.02, and dropout, constant for half of the run and falling to 0; {Epochs} epochs, all run, of which the best one on held rows is kept",
        Units >= PublishedUnits ? "256; the last one of an epoch is left out unless it is full" : "64 below 1,024 training rows, 128 below 8,192, then 256",
        "a single one can be too sure of itself on small tables; its authors' size is realmlp(256, 256), which is about sixty times the work",
        "Holzmüller, Grinsztajn and Steinwart, \"Better by default: strong pre-tuned MLPs and boosted trees on tabular data\", 2024");

    /// <inheritdoc/>
    public override IReadOnlyList<RecipeOption> Options =>
    [
        new("units", Units, "neurons of each hidden layer", value => this with { Units = value }),
        new("epochs", Epochs, "passes through the data", value => this with { Epochs = value }),
    ];

    /// <inheritdoc/>
    internal override string Label => this == new RealMlpRecipe() ? Name : $"{Name} {Units} for {Epochs}";

    /// <inheritdoc/>
    internal override NumberCoding Numbers => NumberCoding.SmoothClip;

    /// <inheritdoc/>
    internal override bool Codes => true;

    /// <inheritdoc/>
    internal override (Network Network, TrainingOptions Options) For(RecipeSubject subject) => For(subject, Units >= PublishedUnits);

    /// <summary>The same, as published or with this library's departures.</summary>
    internal (Network Network, TrainingOptions Options) For(RecipeSubject subject, bool asPublished)
    {
        Activation inner = subject.IsRegression ? new Mish() : new Selu();
        Network network =
        [
            new PeriodicBias(), new CategoryEmbedding(SignedPairs: true), new Scaling(),
            Layer(Units, new Strength(inner)), new Dropout(new FlatCosineSchedule(Dropped)),
            Layer(Units, new Strength(inner)), new Dropout(new FlatCosineSchedule(Dropped)),
            Layer(Units, new Strength(inner)), new Dropout(new FlatCosineSchedule(Dropped)),
            Layer(subject.Outputs, subject.Last),
        ];
        return (network, new TrainingOptions
        {
            Loss = subject.Loss,
            Optimizer = new AdamW(new LogarithmicCosineSchedule(subject.IsRegression ? 0.2 : 0.04), new FlatCosineSchedule(Decay), Beta2: 0.95),
            Epochs = Epochs,
            BatchSize = asPublished ? 256 : subject.Rows < 1_024 ? 64 : subject.Rows < 8_192 ? 128 : 256,
            DropPartialBatch = asPublished,
            Groups = Groups(subject.HasNumbers, asPublished ? true : null),
        });
    }

    /// <summary>Parameters with a rate of their own; where all decay, as published, their decay has the factor once more, and biases alone have none.</summary>
    private static ParameterGroup[] Groups(bool hasEmbeddings, bool? decay)
    {
        // Of several groups that name a parameter the first one holds: the biases of embeddings are theirs.
        return [Of("layers.2.scale", Faster), Of("*.strength", Slower), .. (ParameterGroup[])(hasEmbeddings ? [Of("layers.0.*", Slower)] : []), new ParameterGroup("*.bias", Slower)];

        ParameterGroup Of(string names, double factor) => new(names, factor, decay, DecayFactor: decay == true ? factor : 1);
    }

    private static Dense Layer(int units, Activation activation) =>
        new(units, activation, WeightInitializer: new UnitVariance(), BiasInitializer: new ZeroAtRows(), Parametrization: Parametrization.NeuralTangentKernel);
}
