namespace Descent.Cli.Explanations;

/// <summary>A piece of advice.</summary>
internal sealed record Decision(string When, IReadOnlyList<string> Choose, string Why);

/// <summary>Advice on one question.</summary>
/// <param name="Name">Its name for <c>descent explain</c>.</param>
/// <param name="Title">The question.</param>
/// <param name="Beginning">The default.</param>
/// <param name="Kind">The kind of the choices; null if there are several.</param>
/// <param name="Rows">The situations, the most usual first.</param>
internal sealed record DecisionTable(string Name, string Title, string Beginning, CatalogueKind? Kind, IReadOnlyList<Decision> Rows);

internal static class DecisionTables
{
    /// <summary>All tables, in the order in which a network is designed.</summary>
    public static IReadOnlyList<DecisionTable> All { get; } =
    [
        new("choosing-an-activation", "Choosing an activation", "Hidden layers: relu. Last layer: what the task requires.", CatalogueKind.Activation,
        [
            new("last layer, one of several classes", ["softmax"], "probabilities that sum to 1; with categorical_cross_entropy"),
            new("last layer, yes or no, or several labels at once", ["sigmoid"], "an independent probability per output; with binary_cross_entropy"),
            new("last layer, numbers of any size", ["linear"], "an unbounded range; with mean_squared_error, huber or mean_absolute_error"),
            new("last layer, counts or rates", ["exponential", "softplus"], "never negative; with poisson"),
            new("hidden layers, as a first try", ["relu"], "cheap, and its slope does not vanish for positive inputs"),
            new("many ReLU neurons output 0 for every row", ["leaky_relu", "prelu", "elu"], "a slope for negative inputs keeps such neurons learning"),
            new("accuracy matters more than speed", ["swish", "gelu", "mish"], "smooth, with a dip below 0; often a little better than relu, and slower"),
            new("one or two hidden layers, standardized inputs", ["tanh"], "centered on zero, unlike sigmoid"),
            new("many layers without normalization", ["selu"], "keeps mean 0 and variance 1 from layer to layer, with lecun_normal weights"),
            new("hard decisions of a trained network, or a perceptron", ["step"], "its derivative is 0, so gradients cannot train what comes before it"),
        ]),
        new("choosing-a-loss", "Choosing a loss", "Let the targets decide: classes, labels, numbers, counts.", CatalogueKind.Loss,
        [
            new("one of several classes", ["categorical_cross_entropy"], "maximizes the likelihood of the right class; after softmax"),
            new("yes or no, or several labels at once", ["binary_cross_entropy"], "after sigmoid; positiveWeight helps with rare positives"),
            new("labels are sometimes wrong", ["categorical_cross_entropy:labelSmoothing=0.1", "binary_cross_entropy:labelSmoothing=0.1"], "a confident mistake costs less"),
            new("numbers with roughly normal errors", ["mean_squared_error"], "large errors count most; the optimum is the mean"),
            new("numbers with outliers", ["huber", "log_cosh", "mean_absolute_error"], "limits their influence; the optimum of mean_absolute_error is the median"),
            new("counts, such as events per day", ["poisson"], "the variance grows with the mean; targets of at least 0"),
            new("a limit that most answers stay below", ["quantile:0.9"], "nine answers of ten are lower"),
            new("a middle and limits around it", ["quantiles:levels=0.1/0.5/0.9"], "a tenth of the answers is lower, half, nine tenths; tables have --quantiles"),
            new("rare positives among many easy negatives", ["binary_focal_cross_entropy"], "answers that are right already count little; its probabilities are too cautious"),
            new("targets are distributions themselves", ["kullback_leibler"], "0 when both agree; after softmax"),
            new("only the decision counts, not the probability", ["hinge", "squared_hinge", "categorical_hinge"], "a margin between classes, as in a support vector machine; after linear"),
            new("only the direction of the outputs counts", ["cosine_proximity"], "ignores their length"),
            new("several questions of different kinds at once", ["per_head"], "a loss for each branch that the network ends in"),
        ]),
        new("choosing-an-optimizer", "Choosing an optimizer", "Start with adam and its defaults; then try momentum with a falling learning rate.", CatalogueKind.Optimizer,
        [
            new("no idea yet, most problems", ["adam"], "every parameter gets its own step size; robust to noisy gradients"),
            new("weights should stay small as well", ["adamw"], "unlike an l2 penalty, its decay is not distorted by the adaptive step sizes"),
            new("large data, memory is tight, the exact minimum counts", ["gradient_descent"], "no state; with a falling learning rate it converges precisely"),
            new("descent is slow or oscillates", ["momentum", "nesterov"], "averages out oscillations and builds up speed along the valley"),
            new("sparse inputs whose rare values matter", ["adagrad"], "parameters that are rarely updated keep long steps"),
            new("the problem changes during training", ["rmsprop"], "forgets old gradients"),
            new("adagrad has stopped making progress", ["adadelta", "rmsprop"], "a window of past gradients instead of all of them"),
            new("very many inputs, adam is unstable", ["adamax"], "the largest recent gradient bounds the step"),
            new("adam is good but slow at the start", ["nadam"], "adam with Nesterov momentum"),
            new("a small table and a small network, to the minimum of the training loss", ["lbfgs", "levenberg_marquardt"], "use the curvature of the loss over all rows, and end by themselves; levenberg_marquardt is for squared errors"),
            new("large batches, little memory", ["lion"], "one number of state per parameter; use learning rates 3 to 10 times lower"),
        ]),
        new("choosing-a-schedule", "Choosing a learning rate over time", "A constant rate to begin with; cosine_schedule once the number of epochs is known.", CatalogueKind.Schedule,
        [
            new("first try", ["constant_schedule"], "one thing less to tune"),
            new("the number of epochs is known", ["cosine_schedule", "polynomial_schedule"], "long steps first, short ones at the end"),
            new("few epochs, a high rate", ["one_cycle_schedule"], "rises and falls once"),
            new("the loss explodes in the first epochs", ["warm_up_schedule"], "short steps until the averages of the optimizer are settled"),
            new("it is not known when progress will slow down", ["plateau_schedule"], "the rate drops when the loss stops improving"),
            new("it is known at which epochs to drop", ["step_schedule", "multi_step_schedule"], "as in many published recipes"),
            new("long runs of plain gradient descent", ["inverse_time_schedule", "exponential_schedule"], "a steady decay without a fixed end"),
            new("several good networks from one run", ["cosine_restarts_schedule"], "each cycle ends in another minimum"),
        ]),
        new("choosing-an-initializer", "Choosing initial weights", "Leave it to the default of dense layers, which follows from the activation.", CatalogueKind.Initializer,
        [
            new("relu and its family, swish, gelu, mish", ["he_normal", "he_uniform"], "makes up for the half of the inputs that these set to 0"),
            new("sigmoid, tanh, softmax, linear", ["glorot_uniform", "glorot_normal"], "keeps the variance of signals and of gradients"),
            new("selu", ["lecun_normal"], "the variance for which selu was made"),
            new("very deep networks", ["orthogonal", "dynamic"], "signals keep their length; dynamic scales by the data themselves"),
            new("very wide layers", ["sparse"], "neurons start out different"),
            new("biases", ["zeros", "constant:value=0.1"], "weights break the symmetry; a bias above 0 keeps ReLU neurons alive at first"),
            new("the first scales of members", ["random_signs"], "members that share their matrices begin to differ"),
            new("a scale of your own", ["variance_scaling:scale=1.5", "random_normal:standardDeviation=0.1", "random_uniform:limit=0.1"], "depends on the layer size: too small and signals vanish, too large and they explode"),
        ]),
        new("choosing-a-regularizer", "Choosing a penalty or limit on weights", "A light l2 penalty, and validation rows that choose the best epoch. Penalties are one remedy against overfitting among several; more rows, early stopping (automatic with validation rows), dropout, a smaller network and augmentation are others.", CatalogueKind.Regularizer,
        [
            new("good on training rows, worse on unseen ones", ["l2:strength=0.001"], "small weights make smooth functions"),
            new("many inputs of which few matter", ["l1:strength=0.0001,exactZeros=true"], "the weights of useless inputs become 0"),
            new("many correlated inputs", ["elastic_net:absolute=0.0001,quadratic=0.001"], "they share the weight instead of one taking it all"),
            new("high learning rates, dropout layers", ["max_norm"], "no weights can grow without bound"),
        ]),
        new("avoiding-overfitting", "Remedies against overfitting", "More training rows help most. Then validation rows that choose the best epoch and stop training early, which is the default with enough rows; then one of these at a time, judged on unseen rows.", null,
        [
            new("as a first measure", ["l2:strength=0.001", "adamw"], "small weights make smooth functions"),
            new("wide layers", ["dropout:rate=0.2"], "no neuron can rely on others to memorize a row"),
            new("many inputs of which few matter", ["l1:strength=0.0001,exactZeros=true"], "the weights of useless inputs become 0"),
            new("few rows, numeric columns", ["noise:standardDeviation=0.1", "gaussian_noise:standardDeviation=0.1"], "the network cannot memorize rows that change"),
            new("few rows, overconfident probabilities", ["mixup:alpha=0.2", "categorical_cross_entropy:labelSmoothing=0.1"], "smooths what lies between rows and classes"),
            new("a network larger than the task needs", ["dense:units=16"], "fewer and narrower layers have less room to memorize"),
        ]),
        new("choosing-a-metric", "Choosing a metric", "accuracy for classes of similar size, r2 for numbers; look at more than one.", CatalogueKind.Metric,
        [
            new("classes of similar size", ["accuracy"], "easy to understand"),
            new("rare classes", ["balanced_accuracy", "f1"], "always predicting the frequent class gains nothing"),
            new("false alarms are costly", ["precision"], "how many of the alarms are right"),
            new("misses are costly", ["recall"], "how many of the cases are found"),
            new("the threshold is not decided yet", ["roc_auc"], "judges the ranking of the rows only"),
            new("the probabilities themselves are used", ["log_loss"], "penalizes overconfidence"),
            new("several labels per row", ["exact_match", "accuracy_per_output"], "all of them right, or each by itself"),
            new("numbers, in their own unit", ["rmse", "mae"], "rmse weighs large errors more, mae all alike"),
            new("numbers, compared with always predicting the mean", ["r2"], "1 is perfect, 0 no better than the mean"),
        ]),
    ];

    /// <summary>The table with a name, or null.</summary>
    public static DecisionTable? Find(string name) => All.FirstOrDefault(table => table.Name.Equals(name.Replace('_', '-').Replace(' ', '-'), StringComparison.OrdinalIgnoreCase));

    /// <summary>Everything that can be explained.</summary>
    public static IReadOnlyList<string> Explainable { get; } = [.. Catalogue.Entries.Select(entry => entry.Name), .. Recipe.ByName.Keys, .. EnsembleMethod.ByName.Keys, .. All.Select(table => table.Name), .. Verdicts.Names, .. Findings.Names, .. Concepts.All.Select(concept => concept.Name).Except([.. Verdicts.Names, .. Findings.Names], StringComparer.Ordinal)];

    /// <summary>"Did you mean …?" for an unknown name.</summary>
    public static string Hint(string wanted)
    {
        // A list of the first twenty of a hundred names would help nobody.
        string hint = Wording.Hint(wanted, Explainable);
        return hint.StartsWith("Did you mean", StringComparison.Ordinal) ? $"{hint} " : "";
    }
}
