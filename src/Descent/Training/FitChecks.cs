using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Data;

namespace Descent;

/// <summary>What is checked before training begins.</summary>
internal static class FitChecks
{
    /// <summary>How often the parameters are held at most: weights, gradients, what the optimizer remembers, the best ones.</summary>
    private const int Copies = 6;

    /// <summary>Rows in the type of the model, once everything that could be wrong with them has been looked at.</summary>
    /// <param name="model">What is to be trained or judged.</param>
    /// <param name="data">The rows.</param>
    /// <param name="options">How; the loss decides which targets there may be.</param>
    /// <param name="which">What messages call the rows, such as "training".</param>
    /// <exception cref="ArgumentException">If they do not fit the model or the loss.</exception>
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
            throw new ArgumentException($"The model takes {model.Inputs} inputs per sample, but the {which} data has {data.InputColumns}. Build the network with inputs: {data.InputColumns}.", nameof(data));
        }

        if (data.TargetColumns != model.Outputs)
        {
            throw new ArgumentException($"The model gives {model.Outputs} outputs per sample, but the {which} data has {data.TargetColumns} target columns. Make the last layer {data.TargetColumns} wide.", nameof(data));
        }
    }

    /// <summary>Refuses codes of categories that are none, and augmentations that would make such codes.</summary>
    private static void Categories<T>(Model<T> model, Dataset<T> data, string which, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        model.InputShape.RequireCodes(data.Inputs.Span, $"{which} data", nameof(data));
        if (model.InputShape.Categories.Count > 0 && options.Augmentations?.FirstOrDefault(augmentation => augmentation is EpochAugmentation or Smote) is { } mixing)
        {
            throw new ArgumentException($"{mixing.GetType().Name} would make codes of categories that stand for nothing. Leave it out; Oversample and Undersample take whole rows.", nameof(options));
        }
    }

    /// <summary>Refuses a loss that the last layer or the targets do not fit.</summary>
    public static void Loss<T>(Model<T> model, Loss loss, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _ = loss.End(model.Steps);
        model.Steps.RequireTrainable(inputGradient: false);
        TargetCheck.Require(model, loss, data.Targets.Span, "training");
    }

    /// <summary>Refuses what watches validation rows where there are none, and metrics that cannot judge this network.</summary>
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
            throw new ArgumentException($"{name} looks at the validation rows, but there are none. Set Validation, or leave {name} out.", nameof(options));
        }

        if (options.Until?.WhyNever(options.Loss) is { } why)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Training is to end when {options.Until.Metric?.Name ?? "the loss"} reaches {options.Until.Value}, but {why}. Give a value that can be reached."), nameof(options));
        }

        Metric[] metrics = MetricsOf(options);
        if (metrics.FirstOrDefault(m => string.IsNullOrWhiteSpace(m.Name)) is { } nameless)
        {
            throw new ArgumentException($"{nameless.GetType().Name} has no Name, under which its values would stand. Give it one in snake case, such as \"largest_error\".", nameof(options));
        }

        if (metrics.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two different metrics are called {twice.Key}: {string.Join(" and ", twice)}. Their values would have one name; leave one out.", nameof(options));
        }

        if (metrics.Length == 0)
        {
            return;
        }

        OutcomeForm form = FormOf(model, options);
        if (metrics.FirstOrDefault(m => !m.Fits(form)) is { } misfit)
        {
            throw new ArgumentException($"The metric {misfit.Name} cannot judge a {form} outcome. Metrics that can: {string.Join(", ", StandardMetrics.For(form).Select(m => m.Name))}. Watch one of these, or the loss.", nameof(options));
        }

        if (LearnsScores(options.Loss) && metrics.FirstOrDefault(m => m is LogLoss or Brier) is { } unfit)
        {
            throw new ArgumentException($"The metric {unfit.Name} needs probabilities, but {options.Loss.GetType().Name} learns scores. Use Accuracy.", nameof(options));
        }

        if (form == OutcomeForm.Binary && model.Outputs != 1)
        {
            throw new ArgumentException($"Form is Binary, which has one output, but the network has {model.Outputs}. Use Multiclass or Multilabel.", nameof(options));
        }

        if (form == OutcomeForm.Multiclass && model.Outputs == 1)
        {
            throw new ArgumentException("Form is Multiclass, which has an output per class, but the network has one. Use Binary.", nameof(options));
        }
    }

    /// <summary>Whether what a network learns by a loss are scores instead of probabilities of classes.</summary>
    public static bool LearnsScores(Loss loss) => loss is Hinge or SquaredHinge or CategoricalHinge or CosineProximity;

    /// <summary>All metrics that are computed on the validation rows, each once.</summary>
    public static Metric[] MetricsOf(TrainingOptions options) =>
        [.. options.Metrics.Append(options.Monitor).Append(options.Until?.Metric).OfType<Metric>().Distinct()];

    /// <summary>How metrics read the outputs: as the options say, or as the last layer and the loss do.</summary>
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

    /// <summary>The validation rows, their weights times the class weights if these are to count there.</summary>
    public static Dataset<T>? WeightedValidation<T>(Dataset<T>? validation, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        validation is null || !options.WeightValidation || options.ClassWeights is null
            ? validation
            : Dataset.Create<T>(validation.Inputs, validation.InputColumns, validation.Targets, validation.TargetColumns, Weights(validation, options.ClassWeights));

    /// <summary>Row weights times class weights, or nothing when all rows count alike.</summary>
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
            throw new ArgumentException($"ClassWeights is [{string.Join(", ", classWeights)}]; {classes} finite numbers of at least 0 are needed, not all 0, one per class.", nameof(classWeights));
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

    /// <summary>Refuses a run that cannot fit, before anything is allocated.</summary>
    public static void Memory<T>(Model<T> model, CompiledTraining<T> compiled, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long bytes = TrainingMemory.Of(model, compiled, data).Total, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new DataException($"Training this network with batches of {Math.Min(compiled.Options.BatchSize, data.Rows)} needs about {bytes >> 20:N0} MiB, but only {available >> 20:N0} MiB are available. Use narrower layers or smaller batches.");
        }
    }

    /// <summary>Refuses a largest batch that there is no room for.</summary>
    public static void Batch<T>(CompiledTraining<T> compiled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long bytes = Frame<T>.BytesFor(compiled.Plan, compiled.Options.BatchSize), available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available || bytes / Unsafe.SizeOf<T>() > Array.MaxLength)
        {
            throw new ArgumentException($"BatchSize is {compiled.Options.BatchSize:N0}: room for as many rows would take about {bytes >> 20:N0} MiB. Give the number of rows of the largest batch that there will be.", nameof(compiled));
        }
    }

    /// <summary>The same from the description alone: drawing the first weights of a network that is far too large takes minutes.</summary>
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
