using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>The rules that turn an examination into findings, in the order of causes.</summary>
internal static class Findings
{
    private static readonly Remedy s_rate = new(nameof(TableOptions.LearningRate)), s_layers = new(nameof(TableOptions.HiddenLayers)), s_activation = new(nameof(TableOptions.Activation)), s_initializer = new(nameof(TableOptions.Initializer));

    /// <summary>Finds everything, causes first.</summary>
    public static IReadOnlyList<Finding> Of(Examination seen)
    {
        List<Finding?> found = [.. DataFindings.Of(seen), Symmetric(seen), Exploding(seen), Saturated(seen)];
        bool wereDead = Dead(seen.First) > DeadLimit;

        // Neurons that were dead from the beginning have not died of long steps, but such steps kill neurons.
        found.AddRange(wereDead ? [DeadUnits(seen), Vanishing(seen), TooHigh(seen)] : [Vanishing(seen), TooHigh(seen), DeadUnits(seen)]);
        found.Add(found.Exists(finding => finding is not null) ? null : TooLow(seen) ?? Penalty(seen));
        found.Add(Imbalance(seen));
        found.Add(ByVerdict(seen, isExplained: found.Exists(finding => finding is not null)));
        return [.. found.OfType<Finding>()];
    }

    /// <summary>The share of dead neurons of a layer above which they are a finding: with more, less than half of the layer is left. A few are usual and harmless.</summary>
    public const double DeadLimit = 0.6;

    /// <summary>The share of saturated outputs above which a layer hardly passes a gradient.</summary>
    public const double SaturationLimit = 0.5;

    /// <summary>The ratio of the derivatives in the first and the last layer below which the first one hardly learns: at a hundredth, it needs a hundred times as many steps.</summary>
    public const double VanishingLimit = 0.01;

    /// <summary>The ratio of the sizes of two layers' values or derivatives above which they explode.</summary>
    public const double ExplodingLimit = 30;

    /// <summary>The ratio above which they explode even if the network learned in spite of it: the first outputs, losses and gradients are hundreds of times too large.</summary>
    public const double CertainlyExploding = 300;

    /// <summary>The distance from the initial weights, relative to their size, beyond which most layers have run away: initializers choose the size at which activations work.</summary>
    public const double FarAway = 10;

    /// <summary>The relative length of a step above which weights are replaced about every twenty updates; usual is a thousandth.</summary>
    public const double LongStep = 0.05;

    /// <summary>The relative length of a step below which thousands of updates are needed to change the weights by their own size.</summary>
    public const double ShortStep = 3e-4;

    private static Finding? Symmetric(Examination seen)
    {
        if (seen.Measurements.Count < 1 || seen.First.Matrices.SkipLast(1).FirstOrDefault(matrix => matrix.IsSymmetric) is not { } matrix || !seen.Last.Matrices.First(own => own.Name == matrix.Name).IsSymmetric)
        {
            return null;
        }

        string what = matrix.Weight == 0 ? "All weights of" : "All neurons of";
        return new(FindingKind.SymmetricWeights, Text($"{what} layer {matrix.Layer} {(matrix.Weight == 0 ? "began at 0" : "began with the same weights")}, so its neurons are equal, get equal gradients, and stay equal: the layer is one neuron wide, however many it has."),
            [new("another initializer, such as he_normal for ReLU or glorot_uniform for tanh and sigmoid, which breaks the symmetry", s_initializer)],
            [new("weightSize", matrix.Weight, "root mean square of the initial weights of the layer")])
        {
            Layer = matrix.Layer,
        };
    }

    private static Finding? Exploding(Examination seen)
    {
        // At the initial weights only: what grows later is a matter of the steps.
        MatrixMeasure[] matrices = [.. seen.First.Matrices];
        double[] sizes = [.. seen.First.Units.Select(units => units.Size).Where(size => size > 0)];
        double values = sizes.Length > 1 ? sizes[^1] / sizes[0] : 1, signals = matrices.Length > 2 && matrices[^1].Signal > 0 ? matrices[0].Signal / matrices[^1].Signal : 1;
        double growth = Math.Max(values, signals);
        return growth <= ExplodingLimit || (growth <= CertainlyExploding && seen is { LearnedLittle: false, History.Stop: not StopReason.Diverged }) ? null
            : new(FindingKind.ExplodingGradients, Text($"Before the first update, the {(values >= signals ? "outputs of the last hidden layer are" : "derivatives in the first layer are")} {FitWords.Loss(growth)} times as large as those of the {(values >= signals ? "first" : "last")}: every layer multiplies what passes it."),
                [new("smaller initial weights: he_normal for ReLU, glorot_uniform for tanh and sigmoid", s_initializer), new("gradient clipping", new Remedy(nameof(TableOptions.Clipping))), new("batch or layer normalization", s_layers), new("fewer layers", s_layers)],
                [new("growth", growth, "largest ratio of the sizes of values, or of derivatives, of two layers", Limit(ExplodingLimit))])
            {
                Courses = seen.CoursesOf("gradient", matrix => matrix.Gradient),
                Step = 0,
            };
    }

    private static Finding? Saturated(Examination seen)
    {
        // Late saturation is usual in a network that has learned; at the beginning it is a matter of weights that are too large.
        UnitMeasure? worst = seen.First.Units.Where(units => !double.IsNaN(units.Saturated)).MaxBy(units => units.Saturated);
        return worst is null || worst.Saturated <= SaturationLimit || !(seen.LearnedLittle || seen.Skill < 0.8) ? null
            : new(FindingKind.Saturation, Text($"{worst.Saturated:P0} of the outputs of layer {worst.Layer} ({worst.Name}) lay in the flat parts of the function before the first update, where the slope is less than a tenth of the largest one, so hardly any gradient passes."),
                [new("smaller initial weights, such as glorot_uniform", s_initializer), new("standardized inputs"), new("an activation that does not saturate, such as relu or leaky_relu", s_activation), new("batch normalization before the activation", s_layers)],
                [new("saturated", worst.Saturated, "share of saturated outputs at the beginning", Limit(SaturationLimit))])
            {
                Courses = seen.CoursesOf("saturated outputs", units => units.Saturated),
                Layer = worst.Layer,
                Step = seen.First.Step,
            };
    }

    private static Finding? Vanishing(Examination seen)
    {
        if (seen.First.Matrices.Count < 3 || !seen.LearnedLittle)
        {
            return null;
        }

        // The median of the first quarter: one batch is no evidence.
        double[] ratios = [.. seen.Measurements.Take(Math.Max(1, seen.Measurements.Count / 4)).Select(Ratio).Order()];
        double ratio = ratios[ratios.Length / 2];
        string functions = string.Join(", ", seen.First.Units.Select(units => units.Name).Distinct(StringComparer.Ordinal));
        return !(ratio < VanishingLimit) ? null
            : new(FindingKind.VanishingGradients, Text($"The derivatives in the first layer are {FitWords.Loss(ratio)} of those in the last one: each of the {seen.First.Matrices.Count - 1} hidden layers ({functions}) shrinks what passes it, so the first layers hardly learn."),
                [new("relu or leaky_relu in the hidden layers", s_activation), new("an initializer that fits the activation: he_normal for ReLU, glorot_uniform for tanh and sigmoid", s_initializer), new("batch normalization", s_layers), new("residual layers", s_layers), new("fewer layers", s_layers)],
                [new("signalRatio", ratio, "derivatives in the first layer divided by those in the last one", $"below {Number(VanishingLimit)}, in a network that learned little: vanishing")])
            {
                Courses = seen.CoursesOf("gradient", matrix => matrix.Gradient),
                Layer = seen.First.Matrices[0].Layer,
            };

        static double Ratio(LayerMeasurement measurement) => measurement.Matrices[^1].Signal > 0 ? measurement.Matrices[0].Signal / measurement.Matrices[^1].Signal : double.NaN;
    }

    private static Finding? TooHigh(Examination seen)
    {
        double relative = Median(seen.Measurements.Skip(seen.Measurements.Count / 2).Select(LongestStep));
        bool failed = seen.History.Stop == StopReason.Diverged, diverged = seen.Fit.Verdict == FitVerdict.Diverging;
        bool isRestless = relative > LongStep && (seen.LearnedLittle || seen.Fit.Verdict == FitVerdict.Noisy);
        double moved = Median(seen.Last.Matrices.Select(matrix => matrix.Moved));
        bool ranAway = moved > FarAway && !(seen.Skill >= 0.6);
        if (!failed && !diverged && !isRestless && !ranAway)
        {
            return null;
        }

        string where = seen.Growth is { } growth ? Text($" Gradients first grew in update {growth.Step:#,0}, in {growth.Parameter}: {FitWords.Loss(growth.Growth)} times what they had been.") : "";
        string why = failed || diverged ? seen.Fit.Reason
            : ranAway ? Text($"The weights of most layers are {moved:0} times their initial size away from where they began, far from the size at which activations work, and {Lower(seen.Fit.Reason)}")
            : Text($"In the second half of training, an update changed the weights by {relative:P0} of their size, which is so much that they forget what they have learned.");
        return new(FindingKind.LearningRateTooHigh, why + where,
            [new("a smaller learning rate, found by a range test", s_rate, new Remedy(nameof(TablePlan.FindLearningRate))), new("a schedule that falls, or a warm-up", s_rate), new("gradient clipping", new Remedy(nameof(TableOptions.Clipping)))],
            [new("relativeStep", relative, "length of a step divided by the size of the weights, median of the second half", Limit(LongStep)), new("moved", moved, "distance of a layer from its initial weights, divided by their size, median of the layers", Limit(FarAway))])
        {
            Courses = [.. seen.CoursesOf("step", matrix => matrix.Step), .. seen.CoursesOf("gradient", matrix => matrix.Gradient)],
            Step = seen.Growth?.Step,
            Layer = seen.Growth is { } first && int.TryParse(first.Parameter.Split('.')[1], NumberStyles.None, CultureInfo.InvariantCulture, out int layer) ? layer : null,
        };
    }

    private static Finding? DeadUnits(Examination seen)
    {
        UnitMeasure? worst = seen.Last.Units.Where(units => units.Dead > DeadLimit).MaxBy(units => units.Dead);
        if (worst is null || !(seen.LearnedLittle || seen.Skill < 0.8))
        {
            return null;
        }

        double before = seen.First.Units.First(units => units.Layer == worst.Layer).Dead;
        string when = before > DeadLimit ? Text($"; at the beginning it were already {before:P0}, so the initial weights or biases are the cause") : Text($"; at the beginning it were {before:P0}, so they died in training");
        return new(FindingKind.DeadUnits, Text($"{worst.Dead:P0} of the neurons of layer {worst.Layer} (Relu) output 0 for all examined rows, and so get no gradient{when}."),
            [new("leaky_relu or prelu, which pass a gradient below 0 as well", s_activation), new("a smaller learning rate", s_rate), new("he_normal for the weights and biases of 0", s_initializer)],
            [new("dead", worst.Dead, "share of neurons that output 0 for all examined rows", Limit(DeadLimit)), new("deadAtFirst", before, "the same before the first update")])
        {
            Courses = seen.CoursesOf("dead neurons", units => units.Dead),
            Layer = worst.Layer,
        };
    }

    private static Finding? TooLow(Examination seen)
    {
        double relative = Median(seen.Measurements.Select(LongestStep)), moved = seen.Last.Matrices.Count > 0 ? seen.Last.Matrices.Max(matrix => matrix.Moved) : double.NaN;
        bool isUnfinished = seen.Fit.Verdict is FitVerdict.StillImproving or FitVerdict.Underfitting && !(seen.Skill > FitDiagnosis.NearlyAll);
        bool hasSlope = seen.Last.Matrices.Any(matrix => matrix.Gradient > 0.1 * seen.First.Matrices.First(first => first.Name == matrix.Name).Gradient);
        return !(relative < ShortStep && moved < 0.5) || !isUnfinished || !hasSlope ? null
            : new(FindingKind.LearningRateTooLow, Text($"An update changed the weights by {relative:P3} of their size, and all of training moved them by {moved:P0} of it, although gradients are still there: {Lower(seen.Fit.Reason)}"),
                [new("a larger learning rate, found by a range test", s_rate, new Remedy(nameof(TablePlan.FindLearningRate))), new("adam, which scales the steps by itself", new Remedy(nameof(TableOptions.Optimizer))), new("more epochs", new Remedy(nameof(TableOptions.Epochs)))],
                [new("relativeStep", relative, "length of a step divided by the size of the weights, median", $"below {Number(ShortStep)}: too low"), new("moved", moved, "distance from the initial weights, divided by their size", "below 0.5: too low")])
            {
                Courses = seen.CoursesOf("step", matrix => matrix.Step),
            };
    }

    private static Finding? Penalty(Examination seen)
    {
        if (seen.Options.Regularizer is null || seen.First.Matrices.Count == 0 || seen.Skill >= 0.8)
        {
            return null;
        }

        double kept = seen.Last.Matrices.Min(matrix => matrix.Weight / Math.Max(double.Epsilon, seen.First.Matrices.First(first => first.Name == matrix.Name).Weight));
        return kept >= 0.3 ? null
            : new(FindingKind.StrongPenalty, Text($"The penalty ({seen.Options.Regularizer.GetType().Name}) has shrunk the weights of a layer to {kept:P0} of their initial size, and {Lower(seen.Fit.Reason)}"),
                [new("a weaker penalty, such as a tenth of it", new Remedy(nameof(TableOptions.Regularizer)))],
                [new("weightsKept", kept, "smallest ratio of a layer's weights at the end to those at the beginning", "below 0.3, in a network that learned little: too strong")])
            {
                Courses = seen.CoursesOf("weight", matrix => matrix.Weight),
            };
    }

    private static Finding? Imbalance(Examination seen)
    {
        if (ClassRecall.Rarest(seen.Trained) is not { } rare || rare.Share >= ClassRecall.RareShare || rare.Recall >= 0.5)
        {
            return null;
        }

        return new(FindingKind.ClassImbalance, Text($"Only {rare.Share:P1} of the training rows are of class {rare.Class}, and the model finds {rare.Recall:P0} of them even among its training rows: it is right nearly always by never saying so."),
            [new("class weights", new Remedy(nameof(TableOptions.BalanceClasses))), new("more rows of the rare class: oversample or smote", new Remedy(nameof(TableOptions.Augmentations))), new("a threshold chosen for the purpose", new Remedy(nameof(TableOptions.Threshold))), new("scores that do not hide it: balanced accuracy, F1, PR-AUC", new Remedy(nameof(TableOptions.Monitor)))],
            [new("share", rare.Share, "share of the rarest class", $"below {Number(ClassRecall.RareShare)}"), new("recall", rare.Recall, "share of its rows that the model recognizes", "below 0.5")]);
    }

    private static Finding? ByVerdict(Examination seen, bool isExplained)
    {
        FindingKind? kind = seen.Fit.Verdict switch
        {
            FitVerdict.Overfitting => FindingKind.Overfitting,
            FitVerdict.Underfitting => FindingKind.Underfitting,
            // After many epochs, a loss that falls by hardly anything will not fall far in as many more.
            FitVerdict.StillImproving when seen.Skill < 0.1 && seen.History.Epochs.Count >= 100 => FindingKind.Underfitting,
            // A loss that still falls a little is no illness of a model that has learned nearly everything.
            FitVerdict.StillImproving when !(seen.Skill > 0.8) => FindingKind.PoorConvergence,
            FitVerdict.Noisy when !(seen.Skill > 0.8) => FindingKind.NoisyTraining,
            _ => null,
        };
        if (kind is not { } own)
        {
            return null;
        }

        bool isLinear = own == FindingKind.Underfitting && !isExplained && seen.First.Units.All(units => units.Name == nameof(Linear));
        string reason = isLinear ? $"{seen.Fit.Reason} No hidden layer has an activation, so the network is a linear function, however many layers it has." : seen.Fit.Reason;
        IReadOnlyList<FitAdvice> advice = isLinear ? [new("hidden layers with an activation, such as relu", s_layers), .. seen.Fit.Advice] : seen.Fit.Advice;

        // What helps is what helps against the cause.
        return isExplained ? new(own, $"{reason} This may be a consequence of the above.", [], seen.Fit.Evidence) : new(own, reason, advice, seen.Fit.Evidence);
    }

    private static double Dead(LayerMeasurement measurement) => measurement.Units.Select(units => units.Dead).Where(double.IsFinite).DefaultIfEmpty(0).Max();

    // The longest among the layers: one that runs away is enough.
    private static double LongestStep(LayerMeasurement measurement) => measurement.Matrices.Select(matrix => matrix.Step).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    private static string Lower(string text) => $"{char.ToLowerInvariant(text[0])}{text[1..]}";

    private static string Limit(double value) => $"above {Number(value)}";

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Formats a sentence in the invariant culture.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
