namespace Descent;

/// <summary>A point of a learning curve: a number of training rows with the scores of every fold.</summary>
/// <param name="Rows">The number of training rows, including those that choose the best epoch.</param>
/// <param name="Train">The score of each fold on the training rows.</param>
/// <param name="Validation">The score of each fold on unseen rows.</param>
public sealed record LearningCurvePoint(int Rows, IReadOnlyList<double> Train, IReadOnlyList<double> Validation)
{
    /// <summary>The mean over the folds of the score on the training rows.</summary>
    public double MeanTrain => Sample.Summary(Train).Mean;

    /// <summary>Its sample standard deviation over the folds (dividing by folds − 1).</summary>
    public double DeviationTrain => Sample.Summary(Train).Deviation;

    /// <summary>The mean over the folds of the score on unseen rows.</summary>
    public double MeanValidation => Sample.Summary(Validation).Mean;

    /// <summary>Its sample standard deviation over the folds (dividing by folds − 1).</summary>
    public double DeviationValidation => Sample.Summary(Validation).Deviation;
}
