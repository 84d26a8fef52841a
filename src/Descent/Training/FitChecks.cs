using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Data;

namespace Descent;

/// <summary>The checks before training begins.</summary>
internal static class FitChecks
{
    /// <summary>The most copies of the parameters in memory: weights, gradients, optimizer state and best weights.</summary>
    private const int Copies = 6;

    /// <summary>Validates rows and options before a run, and converts all rows to the number type of the model.</summary>
    /// <exception cref="ArgumentException">If they do not fit the model or each other.</exception>
    public static (Dataset<T> Rows, TrainingOptions Options) Prepare<T>(Model<T> model, Dataset data, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dataset<T> rows = Accepted(model, data, options, "training");
        if (options.Validation is { } validation)
        {
            options = options with { Validation = Accepted(model, validation, options, "validation") };
        }

        Watching(model, options);
        return (rows, options);
    }

    /// <summary>Validates rows and converts them to the number type of the model.</summary>
    /// <param name="model">The model to train or evaluate.</param>
    /// <param name="data">The rows.</param>
    /// <param name="options">The training options; the loss determines which targets are allowed.</param>
    /// <param name="which">The name of the rows in messages, such as "training".</param>
    /// <exception cref="ArgumentException">If the rows do not fit the model or the loss.</exception>
    public static Dataset<T> Accepted<T>(Model<T> model, Dataset data, TrainingOptions options, string which)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shapes(model, data, which);
        Dataset<T> rows = data.As<T>();
        TargetCheck.Require(model, options.Loss, rows.Targets.Span, which);
        Categories(model, rows, which, options);
        return rows;
    }

    private static void Shapes<T>(Model<T> model, Dataset data, string which)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (data.Rows == 0)
        {
            throw new ArgumentException($"The {which} data has no rows.", nameof(data));
        }

        if (data.InputColumns != model.Inputs)
        {
            throw new ArgumentException($"The model expects {model.Inputs} inputs per sample, but the {which} data has {data.InputColumns}. Build the network with inputs: {data.InputColumns}.", nameof(data));
        }

        if (data.TargetColumns != model.Outputs)
        {
            throw new ArgumentException($"The model has {model.Outputs} outputs per sample, but the {which} data has {data.TargetColumns} target columns. Make the last layer {data.TargetColumns} wide.", nameof(data));
        }
    }

    /// <summary>Rejects invalid category codes, and augmentations that would produce such codes.</summary>
    private static void Categories<T>(Model<T> model, Dataset<T> data, string which, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        model.InputShape.RequireCodes(data.Inputs.Span, $"{which} data", nameof(data));
        if (model.InputShape.Categories.Count > 0 && options.Augmentations?.FirstOrDefault(augmentation => augmentation is EpochAugmentation or Smote) is { } mixing)
        {
            throw new ArgumentException($"{mixing.GetType().Name} would produce category codes that do not exist. Remove it, or use Oversample or Undersample, which keep rows unchanged.", nameof(options));
        }
    }

    /// <summary>Rejects a loss that does not fit the last layer or the targets.</summary>
    public static void Loss<T>(Model<T> model, Loss loss, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _ = loss.End(model.Steps);
        model.Steps.RequireTrainable(inputGradient: false);
        TargetCheck.Require(model, loss, data.Targets.Span, "training");
    }

    /// <summary>Rejects options that need validation rows if there are none, and metrics that do not apply to this network.</summary>
    public static void Watching<T>(Model<T> model, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (string Name, bool IsSet)[] watching =
        [
            (nameof(TrainingOptions.EarlyStopping), options.EarlyStopping is not null), (nameof(TrainingOptions.Metrics), options.Metrics.Count > 0),
            (nameof(TrainingOptions.Monitor), options.Monitor is not null), (nameof(TrainingOptions.Until), options.Until is not null),
        ];
        if (options.Validation is null && watching.FirstOrDefault(w => w.IsSet).Name is { } name)
        {
            throw new ArgumentException($"{name} needs validation rows, but there are none. Set Validation, or remove {name}.", nameof(options));
        }

        if (options.Until?.WhyNever(options.Loss) is { } why)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Until ends training when {options.Until.Metric?.Name ?? "the loss"} reaches {options.Until.Value}, but {why}. Use a value that can be reached."), nameof(options));
        }

        Metric[] metrics = MetricsOf(options);
        if (metrics.FirstOrDefault(m => string.IsNullOrWhiteSpace(m.Name)) is { } nameless)
        {
            throw new ArgumentException($"{nameless.GetType().Name} has no Name, which its values need. Give it one in snake case, such as \"largest_error\".", nameof(options));
        }

        if (metrics.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two different metrics are named {twice.Key}: {string.Join(" and ", twice)}. Remove one of them, or rename it.", nameof(options));
        }

        if (metrics.Length == 0)
        {
            return;
        }

        OutcomeForm form = FormOf(model, options);
        if (metrics.FirstOrDefault(m => !m.Fits(form)) is { } misfit)
        {
            throw new ArgumentException($"The metric {misfit.Name} does not apply to a {form} outcome. Metrics that do: {string.Join(", ", StandardMetrics.For(form).Select(m => m.Name))}. Use one of these, or the loss.", nameof(options));
        }

        if (LearnsScores(options.Loss) && metrics.FirstOrDefault(m => m is LogLoss or Brier) is { } unfit)
        {
            throw new ArgumentException($"The metric {unfit.Name} needs probabilities, but a network trained with {options.Loss.GetType().Name} produces scores. Use Accuracy.", nameof(options));
        }

        if (metrics.OfType<TopKAccuracy>().FirstOrDefault(m => m.K >= model.Outputs) is { } certain)
        {
            throw new ArgumentException($"The metric {certain.Name} is always 1 for K = {certain.K} and {model.Outputs} classes. K must be less than the number of classes.", nameof(options));
        }

        if (form == OutcomeForm.Binary && model.Outputs != 1)
        {
            throw new ArgumentException($"Form is Binary, which has one output, but the network has {model.Outputs}. Use Multiclass or Multilabel.", nameof(options));
        }

        if (form == OutcomeForm.Multiclass && model.Outputs == 1)
        {
            throw new ArgumentException("Form is Multiclass, which has one output per class, but the network has only one output. Use Binary.", nameof(options));
        }
    }

    /// <summary>Whether a network trained with a loss produces scores instead of class probabilities.</summary>
    public static bool LearnsScores(Loss loss) => loss is Hinge or SquaredHinge or CategoricalHinge or CosineProximity;

    /// <summary>Gets all metrics that are computed on the validation rows, each once.</summary>
    public static Metric[] MetricsOf(TrainingOptions options) =>
        [.. options.Metrics.Append(options.Monitor).Append(options.Until?.Metric).OfType<Metric>().Distinct()];

    /// <summary>Determines how metrics interpret the outputs: from the options, or else from the last layer and the loss.</summary>
    public static OutcomeForm FormOf<T>(Model<T> model, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        OutcomeForm flags = model.Outputs == 1 ? OutcomeForm.Binary : OutcomeForm.Multilabel;
        return options.Form ?? model.Plan.OutputRange switch
        {
            OutputRange.Distribution or OutputRange.LogDistribution => OutcomeForm.Multiclass,
            _ when options.Loss is CategoricalCrossEntropy => OutcomeForm.Multiclass,
            _ when options.Loss is BinaryCrossEntropy => flags,
            OutputRange.UnitInterval when options.Validation?.As<T>() is { } rows && !rows.Targets.Span.ContainsAnyExcept(T.Zero, T.One) => flags,
            _ => OutcomeForm.Regression,
        };
    }

    /// <summary>Gets the validation rows; if class weights apply to them, their weights are multiplied by the class weights.</summary>
    public static Dataset<T>? WeightedValidation<T>(Dataset<T>? validation, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        validation is null || !options.WeightValidation || options.ClassWeights is null
            ? validation
            : Dataset.Create<T>(validation.Inputs, validation.InputColumns, validation.Targets, validation.TargetColumns, Weights(validation, options.ClassWeights));

    /// <summary>Computes row weights times class weights; empty if all rows have the same weight.</summary>
    public static ReadOnlyMemory<T> Weights<T>(Dataset<T> data, IReadOnlyList<double>? classWeights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (classWeights is null)
        {
            return data.Weights;
        }

        int classes = data.TargetColumns == 1 ? 2 : data.TargetColumns;
        if (classWeights.Count != classes || !classWeights.All(w => double.IsFinite(w) && w >= 0) || classWeights.All(w => w == 0))
        {
            throw new ArgumentException($"ClassWeights must be {classes} finite numbers of at least 0, one per class and not all 0, but is [{string.Join(", ", classWeights)}].", nameof(classWeights));
        }

        ReadOnlySpan<T> targets = data.Targets.Span;
        if (data.TargetColumns == 1 && !(targets.ContainsAnyExcept(T.Zero, T.One) is false || targets.ContainsAnyExcept(T.NegativeOne, T.One) is false))
        {
            int row = targets.IndexOfAnyExcept(T.Zero, T.One);
            throw new ArgumentException($"ClassWeights need one class per row, 0 or 1, but the target of row {row} is {targets[row]}: a regression has no classes. Use row weights instead.", nameof(data));
        }

        T[] weights = new T[data.Rows];
        for (int row = 0; row < weights.Length; row++)
        {
            ReadOnlySpan<T> target = targets.Slice(row * data.TargetColumns, data.TargetColumns);
            int label = data.TargetColumns == 1 ? (target[0] > T.CreateTruncating(0.5) ? 1 : 0) : OneHot(target, row);
            weights[row] = T.CreateTruncating(classWeights[label]) * (data.IsWeighted ? data.Weights.Span[row] : T.One);
        }

        return weights;
    }

    /// <summary>Rejects a run that does not fit in memory, before anything is allocated.</summary>
    public static void Memory<T>(Model<T> model, CompiledTraining<T> compiled, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long bytes = TrainingMemory.Of(model, compiled, data).Total, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new DataException($"Training this network with batches of {Math.Min(compiled.Options.BatchSize, data.Rows)} needs about {bytes >> 20:N0} MiB, but only {available >> 20:N0} MiB are available. Use narrower layers or smaller batches.");
        }
    }

    /// <summary>Rejects a batch size that does not fit in memory.</summary>
    public static void Batch<T>(CompiledTraining<T> compiled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long bytes = Frame<T>.BytesFor(compiled.Plan, compiled.Options.BatchSize), available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available || bytes / Unsafe.SizeOf<T>() > Array.MaxLength)
        {
            throw new ArgumentException($"BatchSize is {compiled.Options.BatchSize:N0}, which needs a buffer of about {bytes >> 20:N0} MiB. Set it to the number of rows of the largest batch.", nameof(compiled));
        }
    }

    /// <summary>Rejects a network that does not fit in memory, from its description alone, because drawing the weights of a network that is far too large takes minutes.</summary>
    /// <returns>The bytes of all copies of the weights.</returns>
    public static long Memory(Network network, InputShape inputs)
    {
        long weights = network.Write<float>(inputs).Parameters.InOrder.Where(p => !p.IsVector).Sum(p => (long)p.Count);
        double bytes = (double)weights * sizeof(float) * Copies, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Training this network of {weights:N0} weights needs about {bytes / (1 << 20):N0} MiB, but only {available / (1 << 20):N0} MiB are available. Use narrower layers."), nameof(network));
        }

        return (long)bytes;
    }

    private static int OneHot<T>(ReadOnlySpan<T> target, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int label = -1;
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] == T.One && label < 0)
            {
                label = i;
            }
            else if (target[i] != T.Zero)
            {
                label = -2;
            }
        }

        return label >= 0 ? label : throw new ArgumentException($"ClassWeights need one class per row, but the target of row {row} is [{string.Join(", ", target.ToArray())}]. Use row weights instead.", nameof(target));
    }
}
