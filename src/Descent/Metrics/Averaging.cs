namespace Descent;

/// <summary>How a score per class becomes one number (scikit-learn's <c>average</c>).</summary>
public enum Averaging
{
    /// <summary><see cref="Binary"/> for one sigmoid column, <see cref="Macro"/> for softmax or several sigmoid columns.</summary>
    Automatic,

    /// <summary>The score of the class "yes" alone; only for binary outcomes.</summary>
    Binary,

    /// <summary>
    /// The plain mean over the classes. Of a binary or multiclass outcome, classes that are neither wanted nor predicted
    /// in any row (of weight above zero) are left out, as scikit-learn does; of a multilabel outcome every column counts.
    /// </summary>
    Macro,

    /// <summary>The score of the counts added up over the classes; for one label per row this is the accuracy.</summary>
    Micro,

    /// <summary>The mean over the classes weighted by how often each is wanted; if none ever is, the score of the counts added up.</summary>
    Weighted,

    /// <summary>The score of each row's own answers, then the mean over the rows; only for multilabel outcomes.</summary>
    Samples,
}
