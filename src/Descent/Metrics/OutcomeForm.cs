namespace Descent;

/// <summary>How the columns of an <see cref="Outcome"/> are interpreted.</summary>
public enum OutcomeForm
{
    /// <summary>Linear columns: predicted numbers and target numbers.</summary>
    Regression,

    /// <summary>One sigmoid column: the probability of "yes", and a target of 0 or 1, or NaN for a row that is neither.</summary>
    Binary,

    /// <summary>Softmax columns: one probability per class, and a one-hot target, or all 0 for a row of a class without a column. The prediction is the class with the greatest probability, the first if several are equal.</summary>
    Multiclass,

    /// <summary>Several sigmoid columns: independent probabilities of "yes", and targets of 0 or 1, or NaN for neither.</summary>
    Multilabel,

    /// <summary>Columns of expected counts, above 0, and targets that are counts of at least 0.</summary>
    Counts,
}
