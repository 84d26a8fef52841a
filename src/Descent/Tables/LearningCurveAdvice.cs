namespace Descent;

/// <summary>What a learning curve says about more rows.</summary>
public enum LearningCurveAdvice
{
    /// <summary>Nothing certain: too few points, a score that is not defined, or folds that differ more than the points.</summary>
    Unknown,

    /// <summary>The score on unseen rows still gets better: more rows would help.</summary>
    MoreRowsHelp,

    /// <summary>The score no longer gets better although that on the training rows is clearly better: less freedom would help, more rows hardly.</summary>
    Overfitting,

    /// <summary>The score no longer gets better, and training rows are answered hardly better: other inputs or a larger network might help.</summary>
    MoreRowsDoNotHelp,
}
