namespace Descent;

/// <summary>A linear or logistic model: no hidden layer, and a penalty that stands for one row, as scikit-learn's <c>C = 1</c>.</summary>
public sealed record LinearRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "linear";

    /// <inheritdoc/>
    internal override (Network Network, TrainingOptions Options) For(RecipeSubject subject) => ([new Dense(subject.Outputs, subject.Last)], new TrainingOptions
    {
        Loss = subject.Loss,
        Optimizer = new Adam(new CosineSchedule(0.01)),
        Regularizer = new L2(1.0 / subject.Rows),
        Epochs = 100,
        BatchSize = subject.BatchSize,
    });
}

/// <summary>Two hidden layers with a light penalty, over ranks of the numbers.</summary>
/// <param name="Units">Neurons of each hidden layer, at least 1; default 64.</param>
public sealed record PerceptronRecipe(int Units = 64) : Recipe
{
    /// <summary>Neurons of each hidden layer.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <inheritdoc/>
    public override string Name => "perceptron";

    /// <inheritdoc/>
    internal override NumberCoding Numbers => NumberCoding.QuantileNormal;

    /// <inheritdoc/>
    internal override (Network Network, TrainingOptions Options) For(RecipeSubject subject) => (
        [new Dense(Units, new Relu()), new Dense(Units, new Relu()), new Dense(subject.Outputs, subject.Last)],
        new TrainingOptions
        {
            Loss = subject.Loss,
            Optimizer = new Adam(),
            Regularizer = new L2(Math.Max(5e-4, (subject.IsRegression ? 1.0 : 5.0) / subject.Rows)),
            Epochs = 200,
            BatchSize = subject.BatchSize,
            EarlyStopping = new EarlyStopping(20),
        });
}

/// <summary>Two hidden layers of which a third of the neurons is left out at random in every update.</summary>
/// <param name="Units">Neurons of each hidden layer, at least 1; default 128.</param>
/// <param name="Rate">Share of the neurons left out, from 0 up to, but not including, 1; default 0.3.</param>
public sealed record DropoutRecipe(int Units = 128, double Rate = 0.3) : Recipe
{
    /// <summary>Neurons of each hidden layer.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <summary>Share of the neurons left out.</summary>
    public double Rate { get; init => field = Check.Fraction(value, nameof(Rate)); } = Check.Fraction(Rate, nameof(Rate));

    /// <inheritdoc/>
    public override string Name => "dropout";

    /// <inheritdoc/>
    internal override (Network Network, TrainingOptions Options) For(RecipeSubject subject) => (
        [new Dense(Units, new Relu()), new Dropout(Rate), new Dense(Units, new Relu()), new Dropout(Rate), new Dense(subject.Outputs, subject.Last)],
        new TrainingOptions
        {
            Loss = subject.Loss,
            Optimizer = new Adam(),
            Regularizer = new L2(5.0 / subject.Rows),
            Epochs = 200,
            BatchSize = subject.BatchSize,
            EarlyStopping = new EarlyStopping(20),
        });
}
