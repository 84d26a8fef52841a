using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>The permutation importance of one column, or of several together: how much worse a model does after their values were permuted.</summary>
/// <param name="Columns">The column, or the columns that were permuted together.</param>
/// <param name="LossIncrease">The increase of the loss, averaged over the repeats.</param>
/// <param name="StandardError">The standard error of the increase over the rows and the repeats; NaN for a single row.</param>
/// <param name="ScoreDecrease">The decrease of the main score (<c>importances_mean</c> of scikit-learn's <c>permutation_importance</c>); NaN if the score is NaN.</param>
/// <param name="ScoreDeviation">The standard deviation of the decrease over the repeats (<c>importances_std</c>).</param>
public sealed record ColumnImportance(IReadOnlyList<string> Columns, double LossIncrease, double StandardError, double ScoreDecrease, double ScoreDeviation)
{
    private const double Quantile = 1.959963984540054;

    /// <summary>The lower end of the 95 % confidence interval of the increase, assuming a normal distribution.</summary>
    public double Low => LossIncrease - (Quantile * StandardError);

    /// <summary>The upper end of the interval.</summary>
    public double High => LossIncrease + (Quantile * StandardError);

    /// <summary>Whether the interval lies above 0; otherwise chance alone may explain the increase.</summary>
    public bool IsCertain => Low > 0;

    /// <summary>The names of the columns, separated by commas.</summary>
    public string Name => string.Join(", ", Columns);
}

/// <summary>The permutation importance of all columns of a table for a model.</summary>
/// <param name="Loss">The name of the loss: log loss, squared error, Poisson deviance or share of wrong predictions.</param>
/// <param name="LossValue">The loss of the original rows.</param>
/// <param name="Score">The key of the main score among <see cref="TableEvaluation.Scores"/>.</param>
/// <param name="ScoreValue">The score of the original rows.</param>
/// <param name="Rows">The number of rows used.</param>
/// <param name="Repeats">The number of permutations of each column.</param>
/// <param name="Columns">The importance of each column, the most important first.</param>
/// <param name="Groups">The importance of each group of associated columns, which are permuted together, the most important first.</param>
/// <param name="Associations">The pairs of associated columns.</param>
/// <remarks>
/// The importance is the increase of the loss when the values of a column are permuted among the rows: L(y, f(x with x_j of another row)) − L(y, f(x)) (Breiman, "Random
/// forests", 2001; model reliance of Fisher, Rudin and Dominici, "All models are wrong, but many are useful", 2019, as a difference). Over all pairs of rows it
/// is a U-statistic, of which R permutations are a sample. Its standard error is that of its first-order terms: √(Σ ψ² / (n (n − 1))), where ψ is, for each row, the mean increase
/// of the row's own loss plus the mean increase that its value causes in other rows, centered. It covers rows and repeats, and is slightly
/// too large for few repeats. If two columns carry the same information, a model may use either, and permuting only one of them has little effect.
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
