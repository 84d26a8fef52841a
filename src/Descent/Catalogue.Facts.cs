using System.Collections.Frozen;

namespace Descent;

/// <content>Facts to compare entries by: ranges, and who calls what how. Names of other libraries are those of PyTorch 2, Keras 3 and scikit-learn 1.</content>
public static partial class Catalogue
{
    private static readonly FrozenDictionary<string, CatalogueFacts> KnownFacts = new Dictionary<string, CatalogueFacts>(StringComparer.Ordinal)
    {
        ["dense"] = new("(-∞, ∞); inputs × units weights and units biases", "n1 and n3 keep samples in columns, n0 in rows; the product is the same", "nn.Linear; its initial weights and biases are U(-a, a), a = 1/√inputs", "layers.Dense; glorot_uniform whatever the activation", "the layers inside MLPClassifier and MLPRegressor"),
        ["batch_normalization"] = new("mean β and deviation γ over a batch; 2 numbers learnt and 2 counted per neuron", "n3 puts it before the activation", "nn.BatchNorm1d: alike, momentum 0.1 and ε 1e-5", "layers.BatchNormalization: momentum 0.99 is the share that stays, ours the share that comes; ε 1e-3", ""),
        ["layer_normalization"] = new("mean 0 and deviation 1 over each sample, then times γ plus β; 2 numbers learnt per neuron", "", "nn.LayerNorm: ε 1e-5", "layers.LayerNormalization: ε 1e-3", ""),
        ["dropout"] = new("0, or the input times 1/(1 - rate)", "n1's program does not apply the mask on the way back; rates of 0.2 to 0.5 are usual (n2)", "nn.Dropout(p=0.5)", "layers.Dropout(rate)", ""),
        ["gaussian_noise"] = new("(-∞, ∞)", "", "", "layers.GaussianNoise(stddev)", ""),

        ["linear"] = new("(-∞, ∞); slope 1", "n0 calls it id", "nn.Identity", "\"linear\"", "activation=\"identity\""),
        ["sigmoid"] = new("(0, 1); slope at most ¼, at 0", "alike in all notes", "nn.Sigmoid", "\"sigmoid\"", "activation=\"logistic\""),
        ["tanh"] = new("(-1, 1); slope at most 1, at 0", "", "nn.Tanh", "\"tanh\"", "activation=\"tanh\""),
        ["relu"] = new("[0, ∞); slope 0 or 1, and 0 at 0", "alike in all notes", "nn.ReLU", "\"relu\"", "activation=\"relu\""),
        ["leaky_relu"] = new("(-∞, ∞); slope α or 1", "n2: α such as 0.01", "nn.LeakyReLU: 0.01", "\"leaky_relu\": 0.2 (layers.LeakyReLU: 0.3)", ""),
        ["prelu"] = new("(-∞, ∞) for α > 0; slope α or 1", "n0's program keeps α in [0.001, 0.1]", "nn.PReLU: one α for all neurons unless num_parameters says so; starts at 0.25", "layers.PReLU: starts at 0", ""),
        ["swish"] = new("[-0.28/β, ∞) for β > 0, smallest at x = -1.28/β", "n0 and n2 print it with β = 1; n2's range (-∞, ∞) is too wide", "nn.SiLU (β = 1)", "\"silu\" or \"swish\" (β = 1)", ""),
        ["gelu"] = new("[-0.17, ∞), smallest at x = -0.75", "n2's range (-∞, ∞) is too wide", "nn.GELU; approximate=\"tanh\"", "\"gelu\" (activations.gelu: approximate=False)", ""),
        ["elu"] = new("(-α, ∞)", "", "nn.ELU", "\"elu\"", ""),
        ["selu"] = new("(-1.76, ∞)", "", "nn.SELU", "\"selu\"", ""),
        ["softplus"] = new("(0, ∞); slope in (0, 1)", "", "nn.Softplus: linear above threshold 20", "\"softplus\" (β = 1)", ""),
        ["softsign"] = new("(-1, 1); slope at most 1, at 0", "", "nn.Softsign", "\"softsign\"", ""),
        ["mish"] = new("[-0.31, ∞), smallest at x = -1.19", "", "nn.Mish", "\"mish\"", ""),
        ["hard_sigmoid"] = new("[0, 1]", "", "nn.Hardsigmoid: slope 1/6", "\"hard_sigmoid\": slope 1/6, before version 3 it was 0.2", ""),
        ["hard_swish"] = new("[-0.375, ∞), smallest at x = -1.5", "", "nn.Hardswish", "\"hard_swish\"", ""),
        ["step"] = new("{0, 1} or {-1, 1}", "n2: 1 for x > 0, otherwise 0; its table also has -1 and 1", "", "", "what Perceptron.predict does to its score"),
        ["softmax"] = new("(0, 1) each, 1 together", "n2 warns of overflow: here the largest input is taken off first", "nn.Softmax(dim=1); nn.CrossEntropyLoss contains it", "\"softmax\"", "the output of MLPClassifier with three or more classes"),
        ["log_softmax"] = new("(-∞, 0]", "", "nn.LogSoftmax(dim=1)", "\"log_softmax\"", ""),

        ["mean_squared_error"] = new("[0, ∞); targets of any size", "n1 and n2 take the mean of the squares; half=true has the derivative ŷ - y", "nn.MSELoss", "losses.MeanSquaredError", "MLPRegressor: half of it"),
        ["binary_cross_entropy"] = new("[0, ∞); targets in [0, 1]", "alike in n0 to n3", "nn.BCELoss; fused: nn.BCEWithLogitsLoss, whose pos_weight is positiveWeight", "losses.BinaryCrossentropy; probabilities are clipped at 1e-7", "MLPClassifier with two classes"),
        ["categorical_cross_entropy"] = new("[0, ∞); one-hot targets, or distributions", "", "nn.CrossEntropyLoss (takes the scores before the softmax)", "losses.CategoricalCrossentropy", "MLPClassifier with three or more classes"),
        ["mean_absolute_error"] = new("[0, ∞); targets of any size; slope ±1", "", "nn.L1Loss", "losses.MeanAbsoluteError", ""),
        ["huber"] = new("[0, ∞); targets of any size; slope within ±δ", "n2's formula", "nn.HuberLoss; nn.SmoothL1Loss divides by its beta", "losses.Huber", "HuberRegressor: without the ½, and scaled by σ"),
        ["kullback_leibler"] = new("[0, ∞), 0 where both distributions are the same; targets sum to 1", "n2: not symmetric", "nn.KLDivLoss (takes log-probabilities; use reduction=\"batchmean\")", "losses.KLDivergence", ""),
        ["hinge"] = new("[0, ∞); targets -1 and 1; 0 once the score leads by 1", "n2's formula", "", "losses.Hinge (turns targets 0 into -1 silently)", "SGDClassifier(loss=\"hinge\")"),
        ["squared_hinge"] = new("[0, ∞); targets -1 and 1", "n2's formula", "", "losses.SquaredHinge", "SGDClassifier(loss=\"squared_hinge\")"),
        ["categorical_hinge"] = new("[0, ∞); one-hot targets; 0 once the right class leads by Δ", "n2: Δ = 1", "nn.MultiMarginLoss sums over all other classes, ours takes the strongest", "losses.CategoricalHinge: Δ = 1", ""),
        ["poisson"] = new("(-∞, ∞), smallest at ŷ = y; targets of at least 0", "n2's formula, without ln y!", "nn.PoissonNLLLoss: log_input=True is its default", "losses.Poisson", "PoissonRegressor: half of the deviance"),
        ["cosine_proximity"] = new("[-1, 1], -1 in the same direction", "n2's formula", "nn.CosineEmbeddingLoss: 1 - cos", "losses.CosineSimilarity", ""),

        ["gradient_descent"] = new("η of 0.01 to 0.5", "batch, mini-batch and stochastic descent are batch sizes: all rows, some, one", "optim.SGD", "optimizers.SGD", "solver=\"sgd\", momentum=0"),
        ["momentum"] = new("η of 0.01 to 0.5; β of 0.5 to 0.99", "n0 to n3: v is an average, with 1 - β", "optim.SGD(momentum=0.9): HeavyBall, without 1 - β", "optimizers.SGD(momentum=0.9): HeavyBall", "solver=\"sgd\", nesterovs_momentum=False: HeavyBall"),
        ["nesterov"] = new("η of 0.001 to 0.1; β of 0.5 to 0.99", "n2: gradient at θ - β·v, a true look-ahead", "optim.SGD(nesterov=True): Reformulated", "optimizers.SGD(nesterov=True): Reformulated", "solver=\"sgd\", nesterovs_momentum=True: Reformulated"),
        ["adagrad"] = new("η of 0.01 to 0.1", "n2: ε inside the root", "optim.Adagrad: ε 1e-10 outside the root", "optimizers.Adagrad: starts G at 0.1, ε inside", ""),
        ["rmsprop"] = new("η of 0.0001 to 0.01; β of 0.9 to 0.99", "n2: ε inside the root", "optim.RMSprop: alpha 0.99, ε outside", "optimizers.RMSprop: rho 0.9, ε 1e-7 inside", ""),
        ["adam"] = new("η of 0.0001 to 0.01", "n1 and n2: ε outside the root; n3's text: inside; n1's program corrects with power 1 in every step", "optim.Adam: ε outside; amsgrad", "optimizers.Adam: ε 1e-7, added before the correction", "solver=\"adam\""),
        ["adamw"] = new("η of 0.0001 to 0.01; λ of 0.001 to 0.1", "", "optim.AdamW: decays biases too", "optimizers.AdamW: weight_decay 0.004", ""),
        ["adadelta"] = new("η of 0.1 to 1; β of 0.9 to 0.95", "n2's rule, which is η = 1", "optim.Adadelta: lr 1, rho 0.9, ε 1e-6", "optimizers.Adadelta: learning_rate 0.001 (!), rho 0.95, ε 1e-7", ""),
        ["adamax"] = new("η of 0.0005 to 0.02", "n2: the largest of past gradients", "optim.Adamax: lr 0.002", "optimizers.Adamax: 0.001, ε 1e-7 outside the maximum", ""),
        ["nadam"] = new("η of 0.0005 to 0.02", "n2 names it without a formula", "optim.NAdam: momentum_decay 0.004", "optimizers.Nadam: 0.001; the same as momentumDecay = 1 and ε 1e-7", ""),
        ["lion"] = new("η of 0.00003 to 0.001", "", "", "optimizers.Lion: 0.001", ""),

        ["l2"] = new("[0, ∞); λ of 1e-5 to 0.1", "n0: HalfSquare; n1's text and n2: Square; n1's program and n3: PerSample; n0's program for biases too", "weight_decay of SGD: HalfSquare, for biases too", "regularizers.L2: Square", "alpha of MLPClassifier: PerSample"),
        ["l1"] = new("[0, ∞); λ of 1e-5 to 0.01", "n2: drives weights to zero", "", "regularizers.L1", "Lasso; penalty=\"l1\""),
        ["elastic_net"] = new("[0, ∞)", "", "", "regularizers.L1L2: its l2 is ½·quadratic", "ElasticNet: absolute = alpha·l1_ratio, quadratic = alpha·(1 - l1_ratio)"),
        ["max_norm"] = new("norms in [0, c]; c of 2 to 4", "", "nn.utils holds no layer to it; renorm does it by hand", "constraints.MaxNorm(max_value=2)", ""),

        ["zeros"] = new("{0}", "n2: leads to symmetry, not for weights", "nn.init.zeros_", "\"zeros\"", ""),
        ["constant"] = new("{c}", "", "nn.init.constant_", "initializers.Constant", ""),
        ["random_uniform"] = new("(-a, a), variance a²/3", "n2: U(-ε, ε)", "nn.init.uniform_: (0, 1) unless said", "\"random_uniform\": (-0.05, 0.05)", ""),
        ["random_normal"] = new("(-∞, ∞), variance σ²", "n1 multiplies by 0.01 in its program", "nn.init.normal_: σ = 1 unless said", "\"random_normal\": σ = 0.05", ""),
        ["glorot_uniform"] = new("(-a, a), variance 2 / (fanIn + fanOut)", "n2: Xavier", "nn.init.xavier_uniform_", "\"glorot_uniform\", the default of Dense", "MLPClassifier; for \"logistic\" with √2 in place of √6, biases alike"),
        ["glorot_normal"] = new("(-∞, ∞), variance 2 / (fanIn + fanOut)", "n2: Xavier", "nn.init.xavier_normal_", "\"glorot_normal\": cut at two deviations", ""),
        ["he_uniform"] = new("(-a, a), variance 2 / fanIn", "n2", "nn.init.kaiming_uniform_ with nonlinearity=\"relu\"", "\"he_uniform\"", ""),
        ["he_normal"] = new("(-∞, ∞), variance 2 / fanIn", "n2", "nn.init.kaiming_normal_ with nonlinearity=\"relu\"", "\"he_normal\": cut at two deviations", ""),
        ["lecun_uniform"] = new("(-a, a), variance 1 / fanIn", "n2 has the normal form", "nn.init.kaiming_uniform_ with nonlinearity=\"linear\"", "\"lecun_uniform\"", ""),
        ["lecun_normal"] = new("(-∞, ∞), variance 1 / fanIn", "n2 recommends it for leaky ReLU; its variance is half of what those need (He)", "nn.init.kaiming_normal_ with nonlinearity=\"linear\"", "\"lecun_normal\": cut at two deviations", ""),
        ["variance_scaling"] = new("(-∞, ∞), variance s / n", "n2: the family of LeCun, He and Xavier", "", "initializers.VarianceScaling", ""),
        ["orthogonal"] = new("[-gain, gain]; columns or rows of length gain", "n2: WᵀW = I", "nn.init.orthogonal_", "\"orthogonal\"", ""),
        ["sparse"] = new("(-∞, ∞), a share of zeros", "n2: most weights zero", "nn.init.sparse_: counts zeros per input, not per neuron", "", ""),
        ["dynamic"] = new("(-∞, ∞); each layer's outputs have variance 1", "n2: from statistics of the training data", "", "", ""),

        ["constant_schedule"] = new("{c}", "", "no scheduler", "a plain number", "learning_rate=\"constant\""),
        ["step_schedule"] = new("(0, initial]", "n2 names schedules without a formula", "optim.lr_scheduler.StepLR", "", ""),
        ["multi_step_schedule"] = new("(0, initial]", "", "optim.lr_scheduler.MultiStepLR", "schedules.PiecewiseConstantDecay", ""),
        ["exponential_schedule"] = new("(0, initial]", "", "optim.lr_scheduler.ExponentialLR: once per epoch, ours with every step", "schedules.ExponentialDecay", ""),
        ["inverse_time_schedule"] = new("(0, initial]", "", "", "schedules.InverseTimeDecay", "learning_rate=\"invscaling\" divides by a power of the step"),
        ["polynomial_schedule"] = new("[final, initial]", "", "optim.lr_scheduler.PolynomialLR (final is 0)", "schedules.PolynomialDecay", ""),
        ["cosine_schedule"] = new("[final, initial]", "", "optim.lr_scheduler.CosineAnnealingLR", "schedules.CosineDecay", ""),
        ["cosine_restarts_schedule"] = new("(final, initial]", "", "optim.lr_scheduler.CosineAnnealingWarmRestarts", "schedules.CosineDecayRestarts", ""),
        ["warm_up_schedule"] = new("[start·η, η], then that of the other", "", "optim.lr_scheduler.LinearLR inside SequentialLR", "warmup_steps of schedules.CosineDecay", ""),
        ["one_cycle_schedule"] = new("[highest / (startDivisor·endDivisor), highest]", "", "optim.lr_scheduler.OneCycleLR, without its cycle of the momentum", "", ""),
        ["plateau_schedule"] = new("[lowest, base]", "", "optim.lr_scheduler.ReduceLROnPlateau", "callbacks.ReduceLROnPlateau", "learning_rate=\"adaptive\" divides by 5"),

        ["accuracy"] = new("[0, 1]", "n0 judges every output by |ŷ - y| ≤ 0.5: see accuracy_per_output", "", "metrics.Accuracy, BinaryAccuracy, CategoricalAccuracy", "accuracy_score"),
        ["balanced_accuracy"] = new("[0, 1]", "", "", "", "balanced_accuracy_score"),
        ["exact_match"] = new("[0, 1]", "", "", "", "accuracy_score of label matrices"),
        ["accuracy_per_output"] = new("[0, 1] per output", "n0's rule", "", "metrics.BinaryAccuracy over each column", ""),
        ["precision"] = new("[0, 1]; 0 if the class is never predicted", "n2 names it", "", "metrics.Precision", "precision_score"),
        ["recall"] = new("[0, 1]; 0 if the class never occurs", "n2 names it", "", "metrics.Recall", "recall_score"),
        ["f1"] = new("[0, 1]", "n2 names it", "", "metrics.F1Score", "f1_score"),
        ["roc_auc"] = new("[0, 1]; ½ is chance", "n2 names it", "", "metrics.AUC (by trapezoids over thresholds, approximately)", "roc_auc_score"),
        ["log_loss"] = new("[0, ∞)", "", "nn.NLLLoss", "metrics.BinaryCrossentropy, CategoricalCrossentropy", "log_loss"),
        ["mse"] = new("[0, ∞)", "n2 names it", "nn.MSELoss", "metrics.MeanSquaredError", "mean_squared_error"),
        ["rmse"] = new("[0, ∞)", "", "", "metrics.RootMeanSquaredError", "mean_squared_error(squared=False), root_mean_squared_error from 1.4"),
        ["mae"] = new("[0, ∞)", "", "nn.L1Loss", "metrics.MeanAbsoluteError", "mean_absolute_error"),
        ["r2"] = new("(-∞, 1]; 0 is as good as the mean", "n2 names it", "", "metrics.R2Score", "r2_score"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The facts of an entry; empty ones where none are written down.</summary>
    internal static CatalogueFacts FactsOf(string name) => KnownFacts.GetValueOrDefault(name, new CatalogueFacts());
}
