using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>How much worse a model does when one column, or several together, say nothing about their rows any more.</summary>
/// <param name="Columns">The column, or the columns that were permuted together.</param>
/// <param name="LossIncrease">By how much the loss rises, the mean over the repeats.</param>
/// <param name="StandardError">Its standard error over the rows and the repeats; NaN of a single row.</param>
/// <param name="ScoreDecrease">By how much the main score falls (<c>importances_mean</c> of scikit-learn's <c>permutation_importance</c>); NaN where the score is.</param>
/// <param name="ScoreDeviation">The standard deviation of that over the repeats (<c>importances_std</c>).</param>
public sealed record ColumnImportance(IReadOnlyList<string> Columns, double LossIncrease, double StandardError, double ScoreDecrease, double ScoreDeviation)
{
    private const double Quantile = 1.959963984540054;

    /// <summary>The lower end of the interval that covers the increase for the population in 95 of 100 cases, normally distributed.</summary>
    public double Low => LossIncrease - (Quantile * StandardError);

    /// <summary>The upper end.</summary>
    public double High => LossIncrease + (Quantile * StandardError);

    /// <summary>Whether the interval lies above 0; otherwise chance alone may explain the increase.</summary>
    public bool IsCertain => Low > 0;

    /// <summary>The names, with commas between them.</summary>
    public string Name => string.Join(", ", Columns);
}

/// <summary>The importance of all columns of a table for a model: permutation importance.</summary>
/// <param name="Loss">What the loss is called: log loss, squared error, Poisson deviance or share of wrong answers.</param>
/// <param name="LossValue">The loss of the rows as they are.</param>
/// <param name="Score">The key of the main score among <see cref="TableEvaluation.Scores"/>.</param>
/// <param name="ScoreValue">The score of the rows as they are.</param>
/// <param name="Rows">Rows that were used.</param>
/// <param name="Repeats">How often each column was permuted.</param>
/// <param name="Columns">One per column, the most important first.</param>
/// <param name="Groups">Columns that go together, each group permuted as one; the most important first.</param>
/// <param name="Associations">The pairs that go together.</param>
/// <remarks>
/// The increase of the loss when the values of a column change places among the rows: L(y, f(x with x_j of another row)) − L(y, f(x)) (Breiman, "Random
/// forests", 2001; model reliance of Fisher, Rudin and Dominici, "All models are wrong, but many are useful", 2019, as a difference). Over all pairs of rows it
/// is a U-statistic, of which R permutations are a sample. Its standard error is that of its first-order terms: per row the mean increase
/// that the row suffers plus the mean increase that its value causes elsewhere, √(Σ ψ² / (n (n − 1))), centered. It covers rows and repeats, and is a little
/// too wide for few repeats. Where two columns say the same, a model may use either, and permuting one of them alone costs little.
/// </remarks>
public sealed record PermutationImportance(
    string Loss,
    double LossValue,
    string Score,
    double ScoreValue,
    int Rows,
    int Repeats,
    IReadOnlyList<ColumnImportance> Columns,
    IReadOnlyList<ColumnImportance> Groups,
    IReadOnlyList<ColumnAssociation> Associations)
{
    private const int MostShown = 5;

    /// <summary>The most important columns in one line, each with what the loss rises by without it.</summary>
    /// <returns>Text such as <c>categorical_cross_entropy 0.081; without petal_width +0.61, petal_length +0.44 (30 rows, 10 repeats)</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Loss} {LossValue:G4}; without {string.Join(", ", Columns.Take(MostShown).Select(column => string.Create(CultureInfo.InvariantCulture, $"{string.Join("+", column.Columns)} {column.LossIncrease:+0.####;-0.####;0}")))} ({Amount.Of(Rows, "row")}, {Amount.Of(Repeats, "repeat")})");
}
