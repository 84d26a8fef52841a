namespace Descent.Cli.Learning;

/// <content>Concepts of training.</content>
internal static partial class Concepts
{
    private static Concept[] OfTraining =>
    [
        new("loss", "The quantity that training minimizes: how wrong the answers are.", "It is chosen by the kind of the targets: squared errors for numbers, cross-entropy for classes. Its gradient says how every weight should change, so it must have a slope; scores such as accuracy have none.")
        {
            Aliases = ["cost", "loss-function", "cost-function", "objective-function"],
            Here = "--loss NAME; by default the task decides. descent list losses shows all.",
            See = ["choosing-a-loss", "cross-entropy", "mean_squared_error", "hinge"],
        },
        new("cross-entropy", "The loss for classes: the negative logarithm of the probability of the right class.", "It is large where the network was certain and wrong, and minimizing it maximizes the likelihood. Together with softmax (or sigmoid) its gradient by the scores is the error p - y.")
        {
            Aliases = ["negative-log-likelihood"],
            Formulas = ["several classes: L = -Σ y_i·ln p_i", "two classes:     L = -y·ln p - (1 - y)·ln(1 - p)"],
            See = ["categorical_cross_entropy", "binary_cross_entropy", "softmax-derivative", "log_loss"],
        },
        new("gradient", "Derivatives of the loss with respect to parameters or values.", "It points in the direction in which the loss rises fastest, so training steps go against it.")
        {
            Aliases = ["slope", "partial-derivative"],
            Here = "model.Gradients computes it.",
            See = ["backpropagation", "gradient_descent"],
        },
        new("optimizer", "The rule that turns gradients into changes of the parameters.", "Gradient descent takes a step against the gradient. Momentum averages past gradients; adagrad, rmsprop and adam give every parameter a rate of its own. The choice matters less than the learning rate.")
        {
            Here = "--optimizer NAME; descent list optimizers shows all, descent compare ranks several on your table.",
            See = ["choosing-an-optimizer", "adam", "momentum", "gradient_descent", "learning-rate"],
        },
        new("learning-rate", "The factor of the gradient in an update.", "The most important hyperparameter. Too small: training has not arrived when it ends. Too large: it jumps around or diverges. Try values on a logarithmic scale, or let the rate fall over time.")
        {
            Aliases = ["step-size"],
            Formulas = ["w ← w - η·∂L/∂w"],
            Here = "--learning-rate X; descent find-learning-rate suggests one.",
            See = ["learning-rate-schedule", "optimizer", "divergence"],
        },
        new("learning-rate-schedule", "A learning rate that changes during training, mostly from large to small.", "Large steps make progress at first, small ones settle near a minimum. Some schedules begin with a short rise (warm-up), because the first averages of an optimizer are unreliable.")
        {
            Aliases = ["lr-schedule", "learning-rate-decay"],
            Here = "--learning-rate \"cosine(0.01, epochs=50)\"; descent list schedules shows all.",
            See = ["choosing-a-schedule", "cosine_schedule", "plateau_schedule", "learning-rate"],
        },
        new("divergence", "A training whose loss grows instead of falling, until numbers are not finite.")
        {
            Signs = "A loss that rises from the start, jumps by orders of magnitude, or is NaN.",
            Remedies = "A smaller learning rate, standardized inputs and targets, gradient clipping, a warm-up of the rate.",
            Here = "Training stops at the first number that is not finite, restores the last good weights and says where it happened.",
            See = ["diverging", "exploding-gradient", "learning-rate"],
        },
        new("saddle-point", "A point where the gradient is 0, but which is a minimum in some directions and a maximum in others.", "In many dimensions they are more frequent than bad local minima, and around them training is slow for a while.")
        {
            Aliases = ["local-minimum"],
            Remedies = "Momentum or an adaptive optimizer, and mini-batches, whose scatter leads away from it.",
            See = ["optimizer", "momentum"],
        },
        new("batch", "The rows that one update uses together.", "All rows (batch gradient descent), one (stochastic gradient descent), or a few (mini-batches, the usual case). Larger batches give a more exact gradient and use the processor better, smaller ones more updates per epoch.")
        {
            Aliases = ["mini-batch", "batch-size", "minibatch"],
            Here = "--batch-size N.",
            See = ["epoch", "stochastic-gradient-descent", "learning-rate"],
        },
        new("stochastic-gradient-descent", "Gradient descent with the gradient of a few randomly drawn rows instead of all.", "Strictly of a single row; today the name includes mini-batches. The gradient is right on average, and its scatter is the price for many more updates.")
        {
            Here = "--optimizer sgd with --batch-size N.",
            See = ["gradient_descent", "batch", "momentum"],
        },
        new("epoch", "One pass over all training rows.", "With n rows and batches of m rows, an epoch has n/m updates. (The note \"Simple Neural Network\" calls one mini-batch an epoch.)")
        {
            Here = "--epochs N.",
            See = ["batch", "early-stopping"],
        },
        new("gradient-clipping", "Shortening gradients that are longer than a limit, before the step.", "By the norm over all parameters, which keeps the direction; by the norm of each array of weights; or number by number, which changes the direction.")
        {
            Aliases = ["clipping", "clip"],
            Formulas = ["by norm: g ← g·min(1, limit/|g|)", "by value: every number of g is cut to [-limit, limit]"],
            Here = "--clip 1 is the global norm, --clip tensor_norm:1 and --clip value:0.5 are the others.",
            See = ["exploding-gradient", "max_norm"],
        },
        new("early-stopping", "Ending training when the loss on validation rows no longer falls, and keeping the weights of the best epoch.", "The strict form stops at the first rise; the usual one waits for a number of epochs without a new best, the patience.")
        {
            Aliases = ["patience"],
            Here = "--patience N; the best epoch is restored by itself wherever there are validation rows.",
            See = ["overfitting", "validation-rows", "epoch"],
        },
        new("regularization", "Everything that makes training prefer simple functions: penalties on weights, dropout, noise, early stopping.", "L2 (weight decay) makes all weights small, L1 makes useless ones 0. Dropout switches neurons off at random in training, so that none relies on others.")
        {
            Aliases = ["weight-decay", "penalty", "shrinkage"],
            Formulas = ["L2: L + ½·λ·Σw²", "L1: L + λ·Σ|w|"],
            Here = "--l2 X, --regularizer l1:0.001, --layers 64,relu,dropout:0.2.",
            See = ["avoiding-overfitting", "choosing-a-regularizer", "l2", "l1", "dropout"],
        },
        new("overfitting", "The network has learned its training rows, noise included, instead of what they have in common, and does worse on others.")
        {
            Signs = "The training loss is low and falls further, while the loss on unseen rows is much higher or rises.",
            Remedies = "More rows; early stopping; penalties; dropout; augmentation; a smaller network; averaging several networks.",
            See = ["underfitting", "regularization", "avoiding-overfitting", "validation-rows"],
        },
        new("underfitting", "The network has not learned even its training rows well.")
        {
            Signs = "The losses on training rows and on unseen rows are both high and close to each other.",
            Remedies = "More neurons or layers, an activation between the layers, a larger learning rate or more epochs, less regularization, better inputs.",
            See = ["overfitting", "capacity", "learning-rate"],
        },
        new("generalization", "How well a network does on rows that it has not seen in training.", "It is the only thing that matters in use, and only rows that were held out can show it.")
        {
            See = ["overfitting", "validation-rows", "cross-validation"],
        },
        new("hyperparameter", "A number or choice that is set before training instead of learned by it: layers, learning rate, batch size, penalties.",
            "The training loss cannot choose them; rows that were held out do. A grid tries all combinations of a few values, random search draws them, Bayesian search learns from the trials before, and hypergradient descent adapts the learning rate during training.")
        {
            Aliases = ["hyperparameters", "hyperparameter-tuning", "hyper-parameter"],
            Here = "descent tune searches; descent compare tries a few values side by side.",
            See = ["hypergradient", "cross-validation", "learning-rate"],
        },
        new("functional-anova", "Divides the variance of a function into parts of single parameters, of pairs, and so on.", "Of a search, the function is the value of a trial; a forest that is fitted to the trials takes its place (Hutter and others 2014). The part of a parameter says how much its choice matters over the whole search space.")
        {
            Aliases = ["fanova", "parameter-importance"],
            Here = "descent tune and descent study show the parts.",
            See = ["hyperparameter"],
        },
        new("transfer-learning", "Using a network that was trained for one task as the start for another one, mostly with few rows.", "Its hidden layers have learned features. Keep them, replace the last layer, and train that alone, or everything at lower rates (fine-tuning).")
        {
            Aliases = ["fine-tuning", "pretraining", "transfer"],
            Here = "descent train DATA --target COLUMN --from RUN --new-head --freeze 1; in C#, model.WithHead and LayerGroups.",
            See = ["dense-head", "ensemble"],
        },
        new("recipe", "A complete way to train one network on a table: preprocessing, layers, optimizer, stopping.", "The names are those of networks that are known to do well on tables. Each has its own layers, optimizer, learning rate and coding of numbers and categories.")
        {
            Aliases = ["table-recipe"],
            Here = "descent train averages several; --recipe NAME trains one. descent list recipes shows all, descent explain NAME explains one.",
            See = ["ensemble", "realmlp", "tabm"],
        },
        new("ensemble", "A model of several members.", "Their answers are averaged or put to the vote. Members that make different mistakes cancel them out: networks with other seeds, other rows (bagging), others' mistakes (boosting), or of other kinds (stacking).")
        {
            Aliases = ["ensemble-learning", "ensembles", "committee"],
            Here = "descent train averages by default; --ensemble NAME chooses another method, descent list ensembles shows all.",
            See = ["recipe", "average", "voting", "bagging", "boosting", "stacking", "snapshot"],
        },
    ];
}
