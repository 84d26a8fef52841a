namespace Descent;

/// <summary>The conclusion of a learning curve about more rows.</summary>
public enum LearningCurveAdvice
{
    /// <summary>Nothing is certain: there are too few points, the score is not defined, or the folds differ more than the points.</summary>
    Unknown,

    /// <summary>The score on unseen rows still improves, so more rows would help.</summary>
    MoreRowsHelp,

    /// <summary>The score no longer improves although that on the training rows is clearly better. Regularization or a smaller network would help; more rows would hardly help.</summary>
    Overfitting,

    /// <summary>The score no longer improves, and that on the training rows is hardly better. Other inputs or a larger network might help.</summary>
    MoreRowsDoNotHelp,
}
