namespace Descent.Cli.Explanations;

/// <summary>Explains what the doctor looks for: what it is, by which numbers it is found, and what helps.</summary>
internal static class Findings
{
    /// <summary>The name for all findings together.</summary>
    public const string All = "doctor";

    // Overfitting and underfitting are explained by the verdicts that they are.
    private static readonly FindingKind[] s_kinds = [.. Enum.GetValues<FindingKind>().Where(kind => kind is not (FindingKind.Overfitting or FindingKind.Underfitting))];

    public static IReadOnlyList<string> Names { get; } = [All, .. s_kinds.Select(DoctorText.NameOf)];

    /// <summary>The finding with a name, or all for <see cref="All"/>; null for other names.</summary>
    public static IReadOnlyList<FindingKind>? Find(string name) => Catalogue.AreSame(name, All) ? s_kinds
        : s_kinds.Where(kind => Catalogue.AreSame(name, DoctorText.NameOf(kind)) || Catalogue.AreSame(name, $"{kind}")).ToArray() is { Length: 1 } found ? found
        : null;

    public static void Write(Screen screen, IReadOnlyList<FindingKind> kinds)
    {
        screen.Line(kinds.Count > 1 ? "What train --doctor and descent doctor look for, causes before their consequences" : null, Ink.Bold);
        foreach (FindingKind kind in kinds)
        {
            (string text, string rule, string remedy) = Of(kind);
            screen.Heading(DoctorText.TitleOf(kind));
            screen.Line(text, indent: 2);
            screen.Fact("found if", rule);
            screen.Fact("try", remedy);
        }
    }

    public static FindingsDocument Document(IReadOnlyList<FindingKind> kinds) => new(kinds.Select(kind => Of(kind) is var (text, rule, remedy) ? new FindingKindDocument(DoctorText.NameOf(kind), text, rule, remedy) : null!));

    private static (string Text, string Rule, string Remedy) Of(FindingKind kind) => kind switch
    {
        FindingKind.LeakedTarget => (
            "A column that is made from the target, such as a sum that contains it. The network looks perfect, and is useless where the column is not known.",
            "a single input explains more than 0.97 of the variation in the target: between the classes, or as a squared correlation of values or ranks.",
            "leave the column out (--ignore)."),
        FindingKind.UnsuitableOutput => (
            "A last activation that cannot reach the targets, such as relu for numbers below 0 or softmax over one output; or a loss for numbers where the targets are classes.",
            "more than 1 % of the targets lie outside the range of the last activation; or all targets are 0 or 1, and the loss is mean_squared_error or a similar one.",
            "linear outputs for numbers; sigmoid with binary_cross_entropy for yes and no; softmax with categorical_cross_entropy for classes."),
        FindingKind.UnscaledInputs => (
            "Weights learn in proportion to the size of their inputs. Columns of different sizes need different learning rates, and large ones saturate activations at once.",
            "the root mean square of a column is above 30, all are below 1/30, or two differ by more than a factor of 100. Columns of two values do not count.",
            "standardized columns, which train makes of numbers by itself."),
        FindingKind.UnscaledTargets => (
            "The outputs of a network begin with a size of about 1. Targets in thousands make the first errors and gradients as large, and the weights have a long way to go.",
            "the root mean square of numeric targets is above 100, and the network learned little or is still learning.",
            "standardized targets, which train makes by itself."),
        FindingKind.SymmetricWeights => (
            "Neurons of a layer that begin with the same weights get the same gradients and stay equal, so the layer is one neuron wide. Weights of 0 are the usual case.",
            "all neurons of a hidden layer have the same weights, at the beginning and at the end.",
            "he_normal for relu, glorot_uniform for tanh and sigmoid (--initializer)."),
        FindingKind.ExplodingGradients => (
            "With initial weights that are too large, every layer multiplies what passes it, values forward and gradients backward, so the first updates destroy the network.",
            "before the first update, values or derivatives of two layers differ by more than a factor of 30 in a network that learned little, or by more than 300.",
            "smaller initial weights (--initializer), gradient clipping (--clip), batch or layer normalization, fewer layers."),
        FindingKind.Saturation => (
            "Sigmoid and tanh are flat far from 0: neurons that lie there have hardly a slope, and pass hardly any gradient.",
            "before the first update, more than half of the outputs of a layer have less than a tenth of the largest slope, and the skill stayed below 0.8.",
            "smaller initial weights, standardized inputs, relu or leaky_relu (--activation), batch normalization."),
        FindingKind.VanishingGradients => (
            "A sigmoid multiplies gradients by at most 1/4, a tanh by at most 1, and small weights shrink them further, so in a deep network hardly anything reaches the first layers.",
            "with two hidden layers or more, the derivatives with respect to the sums of the first layer are below a hundredth of those of the last one, in a network that learned little.",
            "relu or leaky_relu (--activation), an initializer that fits the activation, batch normalization, residual layers, fewer layers."),
        FindingKind.LearningRateTooHigh => (
            "Steps that are too long jump over the minimum: the loss grows or varies, or neurons are thrown to where they have no slope. A run that failed says in which update and parameter gradients first grew.",
            "training failed, or the verdict is diverging; or in the second half of training an update changes weights by more than 5 % of their size in a network that learned little or whose loss is noisy; or most layers moved more than 10 times their initial size, and the skill is below 0.6.",
            "a smaller --learning-rate (descent find-learning-rate), a schedule that falls or warms up, --clip."),
        FindingKind.DeadUnits => (
            "A ReLU that is below 0 for every row outputs 0 and gets no gradient, so it stays dead. Long steps and low biases cause it.",
            "more than 60 % of the neurons of a relu layer output 0 for all examined rows at the end, and the skill is below 0.8.",
            "leaky_relu or prelu (--activation), a smaller learning rate, he_normal and biases of 0."),
        FindingKind.LearningRateTooLow => (
            "Steps that are too short take forever: the loss falls slowly or not at all, although there are gradients.",
            "the median update changes the weights by less than 0.03 % of their size, no layer moved by half of its size, and the network learned little or is still learning.",
            "a larger --learning-rate (descent find-learning-rate), adam, more --epochs."),
        FindingKind.StrongPenalty => (
            "A penalty that is too strong keeps weights near 0, whatever the data say.",
            "a layer's weights shrank to less than 0.3 of their initial size, and the skill is below 0.8.",
            "a weaker --l2 or --regularizer."),
        FindingKind.ClassImbalance => (
            "If one class is rare, a network that never predicts it is right nearly always.",
            "the rarest class has less than a tenth of the rows, and the model recognizes less than half of them.",
            "--balance, --augment oversample or smote, --threshold, and --metric balanced_accuracy or pr_auc."),
        FindingKind.PoorConvergence => (
            "Training ended while the loss was still falling.",
            "the verdict is stopped too early, and the skill is below 0.8.",
            "more --epochs; momentum or adam where plain gradient descent is slow."),
        FindingKind.NoisyTraining => (
            "The loss varies so much that the choice of the best epoch is a matter of chance.",
            "the verdict is noisy, and the skill is below 0.8.",
            "larger batches (--batch-size), a smaller or falling --learning-rate."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, string.Create(CultureInfo.InvariantCulture, $"The finding {kind} has no explanation.")),
    };
}
