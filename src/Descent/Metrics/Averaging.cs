namespace Descent;

/// <summary>How the scores of the classes are averaged (scikit-learn's <c>average</c>).</summary>
public enum Averaging
{
    /// <summary><see cref="Binary"/> for one sigmoid column, <see cref="Macro"/> for softmax or several sigmoid columns.</summary>
    Automatic,

    /// <summary>The score of the class "yes" only; for binary outcomes.</summary>
    Binary,

    /// <summary>
    /// The unweighted mean over the classes. For a binary or multiclass outcome, classes that neither occur nor are predicted
    /// in any row (of weight above zero) are left out, as in scikit-learn; for a multilabel outcome every column counts.
    /// </summary>
    Macro,

    /// <summary>The score of the counts summed over the classes; with one label per row this is the accuracy.</summary>
    Micro,

    /// <summary>The mean over the classes, weighted by their frequencies; if no class occurs, the score of the summed counts.</summary>
    Weighted,

    /// <summary>The mean over the rows of the score of each row; for multilabel outcomes.</summary>
    Samples,
}
