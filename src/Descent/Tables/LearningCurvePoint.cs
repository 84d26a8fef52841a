namespace Descent;

/// <summary>One number of training rows on a learning curve, with the scores of every fold.</summary>
/// <param name="Rows">Rows trained on, those that choose the best epoch included.</param>
/// <param name="Train">For each fold the score on the rows that were trained on.</param>
/// <param name="Validation">For each fold the score on rows that training never saw.</param>
public sealed record LearningCurvePoint(int Rows, IReadOnlyList<double> Train, IReadOnlyList<double> Validation)
{
    /// <summary>Mean over the folds of the score on the training rows.</summary>
    public double MeanTrain => Sample.Summary(Train).Mean;

    /// <summary>Its sample standard deviation over the folds (dividing by folds − 1).</summary>
    public double DeviationTrain => Sample.Summary(Train).Deviation;

    /// <summary>Mean over the folds of the score on rows never seen.</summary>
    public double MeanValidation => Sample.Summary(Validation).Mean;

    /// <summary>Its sample standard deviation over the folds (dividing by folds − 1).</summary>
    public double DeviationValidation => Sample.Summary(Validation).Deviation;
}
