using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>A linear or logistic model, without hidden layers and with a penalty equivalent to scikit-learn's <c>C = 1</c>.</summary>
public sealed record LinearRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "linear";

    /// <inheritdoc/>
    public override RecipeFacts Facts => new(
        "A simple model to compare with, and the best one if there are few rows with little information: a linear model for numbers, logistic regression for classes, a log-linear model for counts.",
        RecipeFacts.Standardized, RecipeFacts.Ones, "one dense layer with the task's last activation",
        "Adam with a rate that falls from 0.01 along a cosine; L2 with a strength of 1/n for n training rows; 100 epochs, of which the best one on the validation rows is kept",
        RecipeFacts.UsualBatch, "cannot represent interactions or nonlinear effects",
        "Penalty as scikit-learn's LogisticRegression with C = 1");

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

/// <summary>A network of two hidden layers with a weak penalty, whose numeric inputs are ranks.</summary>
/// <param name="Units">The number of neurons of each hidden layer, at least 1; default 64.</param>
public sealed record PerceptronRecipe([Option("number of neurons of each hidden layer", AtLeast = 1)] int Units = 64) : Recipe
{
    /// <summary>The number of neurons of each hidden layer.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <inheritdoc/>
    public override string Name => "perceptron";

    /// <inheritdoc/>
    public override RecipeFacts Facts => new(
        "A plain network whose numeric inputs are ranks, so that extreme values have no more influence than others.",
        RecipeFacts.ByRank, RecipeFacts.Ones, $"two dense layers of {Units} with relu, and the task's last layer",
        "Adam with a rate of 0.001; L2 of 1/n for numbers and 5/n otherwise for n training rows, at least 0.0005; at most 200 epochs, patience 20, of which the best one on the validation rows is kept",
        RecipeFacts.UsualBatch, "distances between numbers are lost; if they matter, use mlp",
        "A multilayer perceptron after Rumelhart, Hinton and Williams, \"Learning representations by back-propagating errors\", 1986; its settings were chosen by measurements with this library");

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, double Value)> Settings => [("units", Units)];

    /// <inheritdoc/>
    /// <inheritdoc/>
    internal override NumberCoding NumbersOf(IReadOnlyList<EncodedColumn> columns, int rows) => NumberCoding.QuantileNormal;

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

/// <summary>A network of two hidden layers with dropout.</summary>
/// <param name="Units">The number of neurons of each hidden layer, at least 1; default 128.</param>
/// <param name="Rate">The dropout rate, in [0, 1); default 0.3.</param>
public sealed record MlpRecipe([Option("number of neurons of each hidden layer", AtLeast = 1)] int Units = 128, [Option("dropout rate", AtLeast = 0, Below = 1)] double Rate = 0.3) : Recipe
{
    /// <summary>The number of neurons of each hidden layer.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <summary>The dropout rate.</summary>
    public double Rate { get; init => field = Check.Fraction(value, nameof(Rate)); } = Check.Fraction(Rate, nameof(Rate));

    /// <inheritdoc/>
    public override string Name => "mlp";

    /// <inheritdoc/>
    public override RecipeFacts Facts => new(
        "A wider network in which dropout prevents the memorization of rows; its numeric inputs are standardized.",
        RecipeFacts.Standardized, RecipeFacts.Ones,
        string.Create(CultureInfo.InvariantCulture, $"two dense layers of {Units} with relu, dropout {Rate} after each, and the task's last layer"),
        "Adam with a rate of 0.001; L2 of 5/n for n training rows; at most 200 epochs, patience 20, of which the best one on the validation rows is kept",
        RecipeFacts.UsualBatch, "extreme numbers have a large influence; if that is harmful, use perceptron, which uses ranks",
        "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, \"Dropout: a simple way to prevent neural networks from overfitting\", 2014; its settings were chosen by measurements with this library");

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, double Value)> Settings => [("units", Units), ("rate", Rate)];

    /// <inheritdoc/>
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
