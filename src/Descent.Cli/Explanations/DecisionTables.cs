using Descent.Data.Schemas;

namespace Descent.Cli.Explanations;

/// <summary>Which of several things to choose when: the advice of n2, checked, and in plain words.</summary>
internal static class DecisionTables
{
    /// <summary>All tables, in the order in which a network is thought out.</summary>
    public static IReadOnlyList<DecisionTable> All { get; } =
    [
        new("choosing-an-activation", "Choosing an activation", "Hidden layers: relu. Last layer: what the task asks for.", CatalogueKind.Activation,
        [
            new("last layer, one of several classes", ["softmax"], "probabilities that sum to 1; with categorical_cross_entropy"),
            new("last layer, yes or no, or several labels at once", ["sigmoid"], "an independent probability per output; with binary_cross_entropy"),
            new("last layer, numbers of any size", ["linear"], "nothing is cut off; with mean_squared_error, huber or mean_absolute_error"),
            new("last layer, counts or rates", ["softplus"], "never negative; with poisson"),
            new("hidden layers, as a first try", ["relu"], "cheap, and its slope does not vanish for positive inputs"),
            new("many ReLU neurons put out 0 for every row", ["leaky_relu", "prelu", "elu"], "a slope on the left keeps dead neurons learning"),
            new("accuracy matters more than time", ["swish", "gelu", "mish"], "smooth, with a dip below 0; often a little better than relu, and slower"),
            new("one or two hidden layers, standardized inputs", ["tanh"], "centered on zero, unlike sigmoid"),
            new("many layers without normalization", ["selu"], "keeps mean 0 and deviation 1 by itself, with lecun_normal weights"),
            new("hard decisions of a finished network, or a perceptron", ["step"], "its slope is 0, so no gradient can train it"),
        ]),
        new("choosing-a-loss", "Choosing a loss", "Let the targets decide: classes, labels, numbers, counts.", CatalogueKind.Loss,
        [
            new("one of several classes", ["categorical_cross_entropy"], "the likelihood of the right class; after softmax"),
            new("yes or no, or several labels at once", ["binary_cross_entropy"], "after sigmoid; for rare positives positiveWeight"),
            new("labels are sometimes wrong", ["categorical_cross_entropy:labelSmoothing=0.1", "binary_cross_entropy:labelSmoothing=0.1"], "a confident error costs less"),
            new("numbers, errors of a normal kind", ["mean_squared_error"], "large errors count most; the best guess is the mean"),
            new("numbers with some wild outliers", ["huber", "mean_absolute_error"], "their pull is limited; mean_absolute_error's best guess is the median"),
            new("counts, such as events per day", ["poisson"], "variance that grows with the mean; targets of at least 0"),
            new("targets are distributions themselves", ["kullback_leibler"], "0 when both agree; after softmax"),
            new("only the decision counts, not the probability", ["hinge", "squared_hinge", "categorical_hinge"], "a margin between classes, as of a support vector machine; after linear"),
            new("only the direction of the outputs counts", ["cosine_proximity"], "blind to their length"),
        ]),
        new("choosing-an-optimizer", "Choosing an optimizer", "Take adam with its usual numbers; then try momentum with a falling learning rate.", CatalogueKind.Optimizer,
        [
            new("no idea yet, most problems", ["adam"], "every parameter finds its own step; does not mind noisy gradients"),
            new("weights should stay small as well", ["adamw"], "its decay is not distorted by the step sizes, as an l2 penalty is"),
            new("large data, memory is tight, the exact minimum counts", ["gradient_descent"], "nothing to remember; with a falling learning rate it settles precisely"),
            new("descent is slow or swings from side to side", ["momentum", "nesterov"], "averages out the swings and gathers speed along the valley"),
            new("rare inputs carry much, most are zero", ["adagrad"], "parameters that are seldom moved keep long steps"),
            new("the problem itself changes while learning", ["rmsprop"], "forgets old gradients"),
            new("adagrad came to a standstill", ["adadelta", "rmsprop"], "a window of past gradients instead of all of them"),
            new("very many inputs, adam jumps about", ["adamax"], "the largest gradient bounds the step"),
            new("adam is good but slow at the start", ["nadam"], "adam with Nesterov's look ahead"),
            new("large batches, little memory", ["lion"], "one number per parameter; choose 3 to 10 times lower learning rates"),
        ]),
        new("choosing-a-schedule", "Choosing a learning rate over time", "A constant rate to begin with; cosine_schedule once the number of epochs is known.", CatalogueKind.Schedule,
        [
            new("first try", ["constant_schedule"], "one number less to think about"),
            new("the number of epochs is known", ["cosine_schedule", "polynomial_schedule"], "long steps first, fine ones at the end"),
            new("few epochs, a high rate", ["one_cycle_schedule"], "up and down once"),
            new("the loss explodes in the first epochs", ["warm_up_schedule"], "short steps until the averages of the optimizer are settled"),
            new("nobody knows when progress will slow", ["plateau_schedule"], "falls when the loss stands still"),
            new("the places of the drops are known", ["step_schedule", "multi_step_schedule"], "as in many published recipes"),
            new("long runs of plain gradient descent", ["inverse_time_schedule", "exponential_schedule"], "a steady fall without an end"),
            new("several good networks from one run", ["cosine_restarts_schedule"], "each wave ends in another minimum"),
        ]),
        new("choosing-an-initializer", "Choosing initial weights", "Leave it to the activation: that is the default of dense.", CatalogueKind.Initializer,
        [
            new("relu and its family, swish, gelu, mish", ["he_normal", "he_uniform"], "makes up for the half of the inputs that these put to 0"),
            new("sigmoid, tanh, softmax, linear", ["glorot_uniform", "glorot_normal"], "keeps the variance of signals and of gradients"),
            new("selu", ["lecun_normal"], "the variance for which selu was made"),
            new("very deep networks", ["orthogonal", "dynamic"], "signals keep their length; dynamic looks at the data itself"),
            new("very wide layers", ["sparse"], "neurons begin different from each other"),
            new("biases", ["zeros", "constant:value=0.1"], "weights break the symmetry; a bias above 0 keeps ReLU neurons alive at first"),
            new("something of one's own", ["variance_scaling:scale=1.5", "random_normal:standardDeviation=0.1", "random_uniform:limit=0.1"], "mind the layer's size: too small vanishes, too large explodes"),
        ]),
        new("choosing-a-regularizer", "Choosing a remedy against overfitting", "A light l2 penalty; early stopping where there are rows to spare.", CatalogueKind.Regularizer,
        [
            new("good on training rows, worse on others", ["l2:strength=0.001"], "small weights make smooth functions"),
            new("many inputs of which few matter", ["l1:strength=0.0001"], "weights of useless inputs become 0"),
            new("many inputs that say the same", ["elastic_net:absolute=0.0001,quadratic=0.001"], "they share the weight instead of drawing lots"),
            new("high learning rates, dropout layers", ["max_norm"], "no neuron's weights can run away"),
        ]),
        new("choosing-a-metric", "Choosing a metric", "accuracy for classes of similar size, r2 for numbers; look at more than one.", CatalogueKind.Metric,
        [
            new("classes of similar size", ["accuracy"], "what everybody understands"),
            new("rare classes", ["balanced_accuracy", "f1"], "always naming the frequent class gains nothing"),
            new("false alarms cost", ["precision"], "how many of the alarms are right"),
            new("misses cost", ["recall"], "how many of the cases are found"),
            new("the threshold is not decided yet", ["roc_auc"], "judges the order of the rows alone"),
            new("the probabilities themselves are used", ["log_loss"], "punishes false confidence"),
            new("several labels per row", ["exact_match", "accuracy_per_output"], "all of them right, or each by itself"),
            new("numbers, in their own unit", ["rmse", "mae"], "rmse minds large errors, mae all alike"),
            new("numbers, compared with always guessing the mean", ["r2"], "1 is perfect, 0 no better than the mean"),
        ]),
    ];

    /// <summary>The table with a name, or null.</summary>
    public static DecisionTable? Find(string name) => All.FirstOrDefault(table => table.Name.Equals(name.Replace('_', '-').Replace(' ', '-'), StringComparison.OrdinalIgnoreCase));

    /// <summary>Everything that can be explained.</summary>
    public static IReadOnlyList<string> Explainable { get; } = [.. Catalogue.Entries.Select(entry => entry.Name), .. All.Select(table => table.Name)];

    /// <summary>"Did you mean …?" for a name that nothing has.</summary>
    public static string Hint(string wanted)
    {
        // A list of the first twenty of a hundred names would help nobody.
        string hint = ClosestNames.Hint(wanted, Explainable);
        return hint.StartsWith("Did you mean", StringComparison.Ordinal) ? $"{hint} " : "";
    }
}
