using System.Globalization;
using System.Numerics;

namespace Descent;

/// <summary>Rejects what does not go together with a <see cref="FullBatchOptimizer"/>, which minimizes one smooth, fixed function without bounds.</summary>
internal static class FullBatchChecks
{
    /// <exception cref="ArgumentException">If a layer or an option is rejected; the message says why.</exception>
    public static void Require<T>(FullBatchOptimizer optimizer, Model<T> model, TrainingOptions options, IReadOnlyList<Parameter> trained)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = optimizer.GetType().Name;
        if (Layer(model.Steps) is { } layer)
        {
            throw new ArgumentException($"{name} minimizes one fixed function of the weights, but {layer}. Remove the layer, or use another optimizer, such as Adam.", nameof(options));
        }

        if (trained.FirstOrDefault(parameter => parameter.Bounds is not null) is { } bounded)
        {
            throw new ArgumentException($"{bounded.Name} has bounds, which {name} does not support. Remove the bounds, or use another optimizer, such as Adam.", nameof(options));
        }

        if (trained.FirstOrDefault(parameter => parameter.Initializer.ActsBetweenEpochs) is { } disturbed)
        {
            throw new ArgumentException($"The initializer of {disturbed.Name} changes it before an epoch, but {name} continues from its own weights. Use another initializer, or another optimizer, such as Adam.", nameof(options));
        }

        if (Option(options) is { } option)
        {
            throw new ArgumentException($"{name} {option}", nameof(options));
        }

        if (optimizer is LevenbergMarquardt marquardt)
        {
            Require(marquardt, options.Loss, model.Steps.Mean is not null, trained.Sum(parameter => (long)parameter.Count));
        }
    }

    /// <summary>Rejects an optimizer of the full batch where batches are chosen one by one.</summary>
    /// <exception cref="ArgumentException">If the optimizer uses all rows.</exception>
    public static void Reject(TrainingOptions options)
    {
        if (options.Optimizer is FullBatchOptimizer optimizer)
        {
            throw new ArgumentException($"{optimizer.GetType().Name} uses all training rows for every update, so it cannot make single updates from batches. Use Fit, or another optimizer, such as Adam.", nameof(options));
        }
    }

    private static void Require(LevenbergMarquardt optimizer, Loss loss, bool isMean, long weights)
    {
        if (loss is not MeanSquaredError)
        {
            throw new ArgumentException($"LevenbergMarquardt minimizes squared errors, but the loss is {loss.GetType().Name}. Use MeanSquaredError, or another optimizer, such as Lbfgs.");
        }

        if (isMean)
        {
            throw new ArgumentException("LevenbergMarquardt cannot train Members, whose loss is the mean of several. Use another optimizer, such as Lbfgs.");
        }

        const int most = LevenbergMarquardt.MostWeights;
        if (weights > most)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"LevenbergMarquardt keeps two matrices of weights × weights numbers: {weights:#,0} weights would need {optimizer.Bytes(weights) >> 20:#,0} MiB. It supports up to {most:#,0} weights, which need {optimizer.Bytes(most) >> 20:#,0} MiB. Use a smaller network, or another optimizer, such as Lbfgs."));
        }

        if (optimizer.LargestDamping < optimizer.Damping)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"LevenbergMarquardt starts with a Damping of {optimizer.Damping}, above its LargestDamping of {optimizer.LargestDamping}. Choose a smaller Damping."));
        }
    }

    private static string? Layer(NetworkSteps network) => network.Steps.Select(step => step switch
    {
        DropoutStep => "Dropout draws other masks for every pass",
        NoiseStep => "GaussianNoise draws other numbers for every pass",
        BatchNormalizationStep => "BatchNormalization depends on which rows are processed together",
        _ => null,
    }).FirstOrDefault(reason => reason is not null);

    /// <summary>Why the derivative of a loss jumps; null for smooth ones.</summary>
    private static string? Jump(Loss loss) => loss switch
    {
        MeanAbsoluteError or Quantile or Quantiles => $"the derivative of the loss {loss.GetType().Name} jumps where prediction and target are equal",
        Hinge or CategoricalHinge => $"the derivative of the loss {loss.GetType().Name} jumps where the margin is reached",
        _ => null,
    };

    private static string? Option(TrainingOptions options)
    {
        Regularizer? penalty = options.Regularizer;
        return Jump(options.Loss) is { } jump ? $"needs a smooth function, but {jump}. Use a smooth loss, such as {options.Loss switch { Hinge => "SquaredHinge", CategoricalHinge => "CategoricalCrossEntropy", _ => "Huber or LogCosh" }}, or another optimizer, such as Adam."
            : options.Clipping is not null ? "needs the gradient as it is, without clipping. Leave clipping out."
            : options.DropPartialBatch ? "uses all rows, so DropPartialBatch cannot be used with it. Remove DropPartialBatch."
            : options.Augmentations?.FirstOrDefault(augmentation => augmentation is EpochAugmentation) is { } drawn ? $"minimizes one fixed function of the weights, but {drawn.GetType().Name} draws other rows for every epoch. Remove it, or use another optimizer, such as Adam."
            : options.Groups?.FirstOrDefault(group => group.LearningRateFactor != 1) is { } group ? $"has no learning rate, but the group '{group.Names}' has a factor of it. Remove LearningRateFactor."
            : options.Groups?.FirstOrDefault(group => group.FrozenEpochs > 0) is { } late ? $"minimizes one function of all weights, but those of the group '{late.Names}' are not trained from the beginning. Remove FrozenEpochs, or use another optimizer, such as Adam."
            : penalty is null ? null
            : PartOptions.Find(penalty, part => part is Schedule and not ConstantSchedule) is { } schedule ? $"minimizes one fixed function of the weights, but a number of {penalty.GetType().Name} is a {schedule.GetType().Name}. Use a plain number."
            : penalty.LargestNorm(new TrainingPosition(0, 1)) is not null ? $"does not support limits, such as those of {penalty.GetType().Name}. Use a penalty, such as L2."
            : penalty.FiniteSlopes(1, new TrainingPosition(0, 1)).Absolute != 0 ? $"needs a smooth function, but {penalty.GetType().Name} penalizes absolute values, whose derivative jumps at 0. Use L2."
            : null;
    }
}
