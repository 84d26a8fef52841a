namespace Descent.Cli.Demos;

/// <summary>A task with a known rule, and how to learn it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Task">What is learned.</param>
/// <param name="Form">How the outputs are interpreted.</param>
/// <param name="Draw">Draws rows, given their number, the seed and the input noise.</param>
/// <param name="Noise">Half the width of the usual input noise.</param>
/// <param name="Network">The network.</param>
/// <param name="Training">How to train it; <see cref="TrainingOptions.Epochs"/> is used only without a number of steps.</param>
/// <param name="Ceiling">What the best possible predictor reaches with noise <see cref="CeilingNoise"/>.</param>
internal sealed record Demo(
    string Name, string Task, OutcomeForm Form, Func<int, ulong, double, SyntheticData<float>> Draw, double Noise, Network Network, TrainingOptions Training, string Ceiling)
{
    public const int Inputs = 4;

    /// <summary>The noise for which the ceilings are known.</summary>
    public const double CeilingNoise = 0.2;

    private const int Outputs = 3, Width = 12, BestWidth = 64;

    public static IReadOnlyList<string> Names { get; } = ["multilabel", "multiclass", "regression"];

    /// <summary>The demo with a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="faithful">Whether to use the settings of the note "Simple Neural Network" (docs/notes.md) instead of better ones.</param>
    public static Demo Of(string name, bool faithful) => (name, faithful) switch
    {
        ("multilabel", true) => Multilabel(Small(NotePRelu, new Sigmoid()), Faithful(new BinaryCrossEntropy(Reduction.MeanOverSamples), 0.06)),
        ("multilabel", false) => Multilabel(Large(new Sigmoid()), Best(new BinaryCrossEntropy())),
        ("multiclass", true) => Multiclass(Small(new Swish(Learnable: true), new Softmax()), Faithful(new CategoricalCrossEntropy(), 0.02)),
        ("multiclass", false) => Multiclass(Large(new Softmax()), Best(new CategoricalCrossEntropy())),
        // The rows that the note prints can only come from noise of 0.5, though its text says 0.2.
        ("regression", true) => Regression(Small(NotePRelu, new Linear()), Faithful(new MeanSquaredError(Reduction: Reduction.MeanOverSamples), 0.001), noise: 0.5),
        ("regression", false) => Regression(Large(new Linear()), Best(new MeanSquaredError()), CeilingNoise),
        _ => throw new ArgumentException($"There is no demo '{name}'. The demos are {string.Join(", ", Names)}."),
    };

    // The note keeps slopes between these bounds, but gives neither their initial values nor those of the weights. Starting at the
    // upper bound, with Glorot's weights, reaches its figures for each of ten seeds.
    private static PRelu NotePRelu => new(0.1, 0.001, 0.1);

    private static Demo Multilabel(Network network, TrainingOptions training) => new(
        "multilabel", "three yes-or-no rules about four numbers", OutcomeForm.Multilabel, FormulaTasks.Multilabel<float>, CeilingNoise, network, training, "98.8 %, 97.9 % and 97.6 %");

    private static Demo Multiclass(Network network, TrainingOptions training) => new(
        "multiclass", "which of three overlapping boxes four numbers come from", OutcomeForm.Multiclass, FormulaTasks.Multiclass<float>, CeilingNoise, network, training, "95.5 % overall");

    private static Demo Regression(Network network, TrainingOptions training, double noise) => new(
        "regression", "three polynomials of four numbers", OutcomeForm.Regression, FormulaTasks.Regression<float>, noise, network, training, "R² 0.9937");

    private static Network Small(Activation hidden, Activation last) => [NoteLayer(Width, hidden), NoteLayer(Width, hidden), NoteLayer(Outputs, last)];

    private static Dense NoteLayer(int width, Activation activation) => new(width, activation) { WeightInitializer = new GlorotUniform() };

    private static Network Large(Activation last) => [new Dense(BestWidth, new Swish()), new Dense(BestWidth, new Swish()), new Dense(Outputs, last)];

    // What the note calls an epoch is one mini-batch, so its 2,000 epochs are 2,000 steps.
    private static TrainingOptions Faithful(Loss loss, double learningRate) => new()
    {
        Loss = loss,
        Optimizer = new Momentum(learningRate, 0.75),
        Regularizer = new L2(0.001, AllParameters: true),
        BatchSize = 64,
        MaximumSteps = 2000,
    };

    private static TrainingOptions Best(Loss loss) => new()
    {
        Loss = loss,
        Optimizer = new Adam(new StepSchedule(0.003, 0.2, 15)),
        BatchSize = 64,
        Epochs = 60,
    };
}
