namespace Descent;

/// <summary>How the columns of an <see cref="Outcome"/> are to be read.</summary>
public enum OutcomeForm
{
    /// <summary>Linear columns: numbers compared with numbers.</summary>
    Regression,

    /// <summary>One sigmoid column: the probability of "yes" against a target of 0 or 1, or NaN for a row that is neither.</summary>
    Binary,

    /// <summary>Softmax columns: one probability per class against a one-hot target, all 0 for a row of a class without a column; the greatest column wins, the first of equals.</summary>
    Multiclass,

    /// <summary>Several sigmoid columns: independent yes-or-no answers against targets of 0 or 1, or NaN for neither.</summary>
    Multilabel,

    /// <summary>Columns of expected counts, above 0, against counts of at least 0.</summary>
    Counts,
}
