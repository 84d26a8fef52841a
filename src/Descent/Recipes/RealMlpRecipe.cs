namespace Descent;

/// <summary>
/// RealMLP-TD, narrower and shorter: periodic embeddings, a scaling layer, three hidden layers in the neural tangent kernel's parametrization
/// whose activations have a strength per neuron, weights and biases that look at the data, dropout, and a learning rate that falls and rises four times.
/// </summary>
/// <remarks>
/// <para>Holzmüller, Grinsztajn and Steinwart, "Better by default: strong pre-tuned MLPs and boosted trees on tabular data", 2024. Their network has 256 neurons per
/// layer and 256 epochs: <c>new RealMlpRecipe(256, 256)</c>. Label smoothing, which they switch off where probabilities are judged, is off.</para>
/// <para>Rates: 0.04 for classes and counts, 0.2 for numbers; six times that for the scaling layer, a tenth for biases, strengths and embeddings of numbers. The decay is decoupled, 0.02,
/// constant for half of the run and then falling; where parameters have a rate of their own their code has its factor twice, which is not repeated here.</para>
/// </remarks>
/// <param name="Units">Neurons of each hidden layer, at least 1; default 64.</param>
/// <param name="Epochs">Passes through the data, at least 1; default 64.</param>
public sealed record RealMlpRecipe(int Units = 64, int Epochs = 64) : Recipe
{
    private const double Decay = 0.02, Dropped = 0.15;

    /// <summary>Neurons of each hidden layer.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <summary>Passes through the data.</summary>
    public int Epochs { get; init => field = Check.AtLeast(value, 1, nameof(Epochs)); } = Check.AtLeast(Epochs, 1);

    /// <inheritdoc/>
    public override string Name => "realmlp";

    /// <inheritdoc/>
    internal override string Label => this == new RealMlpRecipe() ? Name : $"{Name} {Units} for {Epochs}";

    /// <inheritdoc/>
    internal override NumberCoding Numbers => NumberCoding.SmoothClip;

    /// <inheritdoc/>
    internal override bool Codes => true;

    /// <inheritdoc/>
    internal override (Network Network, TrainingOptions Options) For(RecipeSubject subject)
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
            BatchSize = subject.Rows < 1_024 ? 64 : subject.Rows < 8_192 ? 128 : 256,
            Groups = [new ParameterGroup("layers.2.scale", 6), new ParameterGroup("*.strength", 0.1), new ParameterGroup("*.bias", 0.1), new ParameterGroup("layers.0.*", 0.1)],
        });
    }

    private static Dense Layer(int units, Activation activation) =>
        new(units, activation, WeightInitializer: new UnitVariance(), BiasInitializer: new ZeroAtRows(), Parametrization: Parametrization.NeuralTangentKernel);
}
