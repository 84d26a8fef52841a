namespace Descent.Cli.Explanations;

/// <summary>The formulas of everything but losses and optimizers where an option changes them.</summary>
internal static class OtherFormulas
{
    /// <summary>The formula, or null where the row's holds.</summary>
    public static string? Of(object thing) => thing switch
    {
        Dense { Parametrization: Parametrization.NeuralTangentKernel } dense => $"y = W·x/√inputs{(dense.UseBias ? " + b" : "")}",
        Dense { UseBias: false } => "y = W·x",
        Periodic { Rectified: false } => "W·(cos 2πf·x, sin 2πf·x) + b for each number x, f learned",
        CategoryEmbedding { SignedPairs: true } => "(x, t1[k1], t2[k2], …): rows of learned tables for the codes k of category columns, one-hot vectors, or 1 and −1 for two values",
        Dropout { PerBatch: true } => "x·m/(1 - rate), m = 0 with probability rate, otherwise 1, one m per neuron for the whole batch; in prediction x",
        Members { Sharing: MemberSharing.Front } => "mean over i of fᵢ(x); in the dense layers of fᵢ: W·x + b, the first W·(x∘rᵢ) + b, the last with a Wᵢ and bᵢ of its own",
        Members { Sharing: MemberSharing.Nothing } => "mean over i of fᵢ(x); in the dense layers of fᵢ: Wᵢ·x + bᵢ",
        Gelu { Approximate: true } => "½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))",
        Swish { Learnable: true } => "x / (1 + e^(-β·x)), β learned per neuron",
        Step step => $"1 for x > {(step.Threshold == 0 ? "threshold" : step.Threshold.ToString(CultureInfo.InvariantCulture))}, otherwise {(step.Form == StepForm.Bipolar ? "-1" : "0")}",
        L2 l2 => Penalty(l2.Form switch { L2Form.Square => "λ·Σw²", L2Form.PerSample => "λ/(2m)·Σw², m rows in the batch", _ => "½·λ·Σw²" }, l2.AllParameters),
        L1 l1 => Penalty(l1.ExactZeros ? "λ·Σ|w|; no update crosses zero, and w leaves it only while |g| > λ" : "λ·Σ|w|", l1.AllParameters),
        ElasticNet net => Penalty(net.ExactZeros ? "λ₁·Σ|w| + ½·λ₂·Σw²; no update crosses zero, and w leaves it only while |g| > λ₁" : "λ₁·Σ|w| + ½·λ₂·Σw²", net.AllParameters),
        VarianceScaling scaling => Scaled(scaling),
        Randomized { Form: RandomizedForm.Redraw } => "before an epoch w ← r with probability s; s falls",
        PolynomialSchedule { Cycle: true } => "final + (initial - final)·(1 - epoch / e)^power, e = epochs·⌈epoch / epochs⌉, at least epochs",
        InverseTimeSchedule { Staircase: true } => "initial / (1 + decay·⌊epoch / every⌋)",
        CosineRestartsSchedule { Height: not 1 } => "cosine_schedule over and over, each cycle growth times as long and height times as high above final as the one before",
        MultiStepSchedule { KeepAtBoundary: true } => "initial·factor^(milestones passed)",
        PiecewiseConstantSchedule { KeepAtBoundary: true } => "the first value up to and at the first boundary, then the second, and so on",
        Perceptron perceptron => Rule(perceptron),
        _ => null,
    };

    private static string Penalty(string formula, bool all) => all ? $"{formula}, over biases and all other parameters, too" : formula;

    private static string Scaled(VarianceScaling scaling)
    {
        string n = scaling.Mode switch { FanMode.FanOut => "fanOut", FanMode.Average => "((fanIn + fanOut)/2)", _ => "fanIn" };
        return scaling.Distribution switch
        {
            ScaledDistribution.Uniform => $"U(-a, a), a = √(3·s / {n})",
            ScaledDistribution.Normal => $"N(0, s / {n})",
            _ => $"N(0, s / {n}), cut off at two standard deviations and widened to keep the variance",
        };
    }

    private static string Rule(Perceptron perceptron)
    {
        string sum = perceptron.UseBias ? "w·x + b" : "w·x", step = perceptron.UseBias ? "w ← w + η·t·x, b ← b + η·t" : "w ← w + η·t·x";
        string low = perceptron.Form == StepForm.Bipolar ? ", answers -1 and 1" : "", rows = perceptron.Margin is { } margin ? string.Create(CultureInfo.InvariantCulture, $"row with t·({sum}) ≤ {margin}") : "misclassified row";
        return $"ŷ = step({sum}){low}; for each {rows} {step}";
    }
}
