using Descent.Data;

namespace Descent;

/// <summary>A loss for training on a table, with the last activation and the label coding that fit it.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Last">The last activation.</param>
/// <param name="Labels">The numbers by which yes-or-no labels are coded.</param>
/// <remarks>
/// Losses that measure a distance (squared, absolute, Huber, log-cosh, quantile) keep the last activation of the task. Hinge losses, the
/// categorical hinge and cosine proximity work on scores: the last layer is linear, and there are no probabilities. A Poisson loss of
/// logarithms (<c>LogInput</c>) becomes the plain one after an exponential, so that predictions are counts.
/// </remarks>
internal sealed record LossFit(Loss Loss, Activation Last, LabelCoding Labels = LabelCoding.ZeroAndOne)
{
    /// <summary>Fits a loss to a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="loss">The loss, or null for the task's default.</param>
    /// <exception cref="DataException">If the loss does not fit the task; the message names one that does.</exception>
    public static LossFit Of(TaskKind task, Loss? loss) => (task, loss) switch
    {
        (TaskKind.Regression, null) => new(new MeanSquaredError(), new Linear()),
        (TaskKind.Counts, null) => new(new Poisson(), new Exponential()),
        (TaskKind.Multiclass, null) => new(new CategoricalCrossEntropy(), new Softmax()),
        (_, null) => new(new BinaryCrossEntropy(), new Sigmoid()),

        (TaskKind.Regression, MeanSquaredError or MeanAbsoluteError or Huber or LogCosh or Quantile or Quantiles) => new(loss, new Linear()),
        (TaskKind.Counts, Poisson poisson) => new(poisson with { LogInput = false }, new Exponential()),
        (TaskKind.Counts, MeanSquaredError or MeanAbsoluteError or Huber or LogCosh or Quantile or Quantiles) => new(loss, new Exponential()),

        (TaskKind.Multiclass, CategoricalCrossEntropy or KullbackLeibler or MeanSquaredError or MeanAbsoluteError or Huber or LogCosh) => new(loss, new Softmax()),
        (TaskKind.Multiclass, CategoricalHinge or CosineProximity) => new(loss, new Linear()),

        (TaskKind.Binary or TaskKind.Multilabel, BinaryCrossEntropy or BinaryFocalCrossEntropy or MeanSquaredError or MeanAbsoluteError or Huber or LogCosh) => new(loss, new Sigmoid()),
        (TaskKind.Binary or TaskKind.Multilabel, Hinge hinge) => new(hinge with { ConvertLabels = false }, new Linear(), LabelCoding.MinusOneAndOne),
        (TaskKind.Binary or TaskKind.Multilabel, SquaredHinge hinge) => new(hinge with { ConvertLabels = false }, new Linear(), LabelCoding.MinusOneAndOne),

        // The outputs that a custom loss needs are not known, so it gets those of the task's default loss.
        _ when loss.GetType().Assembly != typeof(LossFit).Assembly => Of(task, null) with { Loss = loss },
        _ => throw Misfit(task, loss),
    };

    private static DataException Misfit(TaskKind task, Loss loss) => (task, loss) switch
    {
        (_, PerHead) => Refuse(loss, "needs a network that ends in several heads, but a task has one last layer", "Use another loss", ToLoss(task switch
        {
            TaskKind.Regression => "mean_squared_error",
            TaskKind.Counts => "poisson",
            TaskKind.Multiclass => "categorical_cross_entropy",
            _ => "binary_cross_entropy",
        })),
        (TaskKind.Binary, CategoricalCrossEntropy or KullbackLeibler or CategoricalHinge or CosineProximity) =>
            Refuse(loss, "needs one output per class, but a binary task has one output", "Make it a multiclass task, whose two labels get an output each, or use another loss", new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Multiclass)), ToLoss("binary_cross_entropy")),
        (TaskKind.Multilabel, CategoricalCrossEntropy or KullbackLeibler or CategoricalHinge or CosineProximity) =>
            Refuse(loss, "needs exactly one class per row, but a multilabel task has several labels per row", "Use another loss", ToLoss("binary_cross_entropy")),
        (TaskKind.Multiclass, BinaryCrossEntropy or BinaryFocalCrossEntropy) =>
            Refuse(loss, "is for labels that do not exclude each other, but the classes of a multiclass task do", "Use another loss", ToLoss("categorical_cross_entropy")),
        (TaskKind.Multiclass, Hinge or SquaredHinge) =>
            Refuse(loss, "is for two classes", "Use another loss", ToLoss("categorical_hinge")),
        (TaskKind.Regression, Poisson) =>
            Refuse(loss, "is for counts and rates, which are numbers of at least 0, but this is a regression task", "Make it a counts task if no target is below 0, or use another loss", new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Counts)), ToLoss("mean_squared_error")),
        (TaskKind.Regression, CosineProximity) =>
            Refuse(loss, "ignores the size of a prediction, so it cannot be used to predict numbers", "Use another loss", ToLoss("mean_squared_error")),
        (TaskKind.Counts, _) => Refuse(loss, "does not apply to counts", "Use another loss", ToLoss("poisson")),
        (TaskKind.Regression, _) => Refuse(loss, "is for classes, but a regression task has numbers", "Use another loss", ToLoss("mean_squared_error")),
        (TaskKind.Multiclass, _) => Refuse(loss, "is for numbers, but a multiclass task has classes", "Use another loss", ToLoss("categorical_cross_entropy")),
        _ => Refuse(loss, "is for numbers, but the labels of this task are not numbers", "Use another loss", ToLoss("binary_cross_entropy")),
    };

    private static Remedy ToLoss(string name) => new(nameof(TableOptions.Loss), value: name);

    private static DataException Refuse(Loss loss, string why, string fix, params IReadOnlyList<Remedy> remedies) => new($"{loss.GetType().Name} {why}. {fix}.", remedies);
}
