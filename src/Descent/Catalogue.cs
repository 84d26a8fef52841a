using Descent.Activations;
using Descent.Augmentations;
using Descent.Initializers;
using Descent.Layers;
using Descent.Losses;
using Descent.Metrics;
using Descent.Optimizers;
using Descent.Regularizers;
using Descent.Schedules;
using Descent.Training;

namespace Descent;

/// <summary>
/// The one registry of everything with a name: names, types, facts. JSON, the command line, the documentation and the law
/// tests read it; nothing that computes refers to it. Adding an entry means one file of its own and one row here
/// (and its type in Catalogue.Json.cs, where the serializer is generated).
/// </summary>
public static partial class Catalogue
{
    private static readonly CatalogueEntry[] Own =
    [
        new("dense", CatalogueKind.Layer, new Dense(1), "y = W·x + b", "the building block of every network here", "width × inputs weights: wide layers overfit small tables", "units; activation (none); useBias (true); weightInitializer (follows the activation); biasInitializer (zeros); parametrization (Standard, or NeuralTangentKernel: W·x/√inputs + b, W ~ N(0, 1))", "Rumelhart, Hinton and Williams 1986"),
        new("batch_normalization", CatalogueKind.Layer, new BatchNormalization(), "γ·(x - μ)/√(σ² + ε) + β; in training μ and σ² are those of the batch, in prediction running averages", "deep networks: faster and steadier training; goes before or after the activation", "statistics of small batches are noisy; training and prediction compute different things", "momentum (0.1); epsilon (1e-5)", "Ioffe and Szegedy 2015"),
        new("layer_normalization", CatalogueKind.Layer, new LayerNormalization(), "γ·(x - μ)/√(σ² + ε) + β, with μ and σ² over the neurons of one sample", "like batch normalization, where batches are small", "needs a wide layer; removes the mean and the spread of the sample", "epsilon (1e-5)", "Ba, Kiros and Hinton 2016"),
        new("scaling", CatalogueKind.Layer, new Scaling(), "s·x, s learned per neuron, at first 1", "first layer for tables: learns how much each input counts", "in front of a matrix it changes how training goes, not what the network can express", "none", "Holzmüller, Grinsztajn and Steinwart 2024 (RealMLP)"),
        new("dropout", CatalogueKind.Layer, new Dropout(), "x·m/(1 - rate), m = 0 with probability rate, otherwise 1; in prediction x", "against overfitting of wide networks on small tables", "needs wider layers and more epochs; avoid it right before batch normalization", "rate in [0, 1) (0.5); perBatch (false)", "Hinton et al. 2012; Srivastava et al. 2014"),
        new("gaussian_noise", CatalogueKind.Layer, new GaussianNoise(), "x + σ·z, z standard normal; in prediction x", "against overfitting; as the first layer it augments standardized tables", "σ is in the units of what it is added to", "standardDeviation (0.1)", "Sietsma and Dow 1991; Bishop 1995"),
        new("residual", CatalogueKind.Layer, new Residual([new Relu(), new Dense(16)]), "x + f(x), f some layers with as many outputs as inputs", "deep networks: the gradient reaches earlier layers without passing through f", "f must have as many outputs as inputs", "layers: f", "He et al. 2016"),
        new("concatenate", CatalogueKind.Layer, new Concatenate([[new Dense(8), new Tanh()], [new Dense(8)]]), "(f1(x), f2(x), …): branches side by side", "several heads, or parts of a layer that differ", "each branch has weights of its own", "branches: two or more lists of layers", "Szegedy et al. 2015"),
        new("members", CatalogueKind.Layer, new Members(4, [new Dense(8), new Relu(), new Dense(8)]), "mean over i of fᵢ(x); in the dense layers of fᵢ: ((x∘rᵢ)·Wᵀ)∘sᵢ + bᵢ, the last with a Wᵢ of its own", "tables: the accuracy of many networks for little more memory than one", "the last layer of a network; the time of as many networks", "count; layers: those of one member; sharing (Adapters, or Front, Nothing); scaleInitializer (random_signs)", "Wen et al. 2020; Gorishniy et al. 2025 (TabM)"),
        new("piecewise_linear", CatalogueKind.Layer, new PiecewiseLinear(), "(w·x + b) + W·PLE(x) for each number x; PLE: how far x is through each of its bins", "first layer for tables of numbers: steps and thresholds become easy to learn", "bins × width weights per number", "bins (48); width (16; 0: PLE(x) alone)", "Gorishniy, Rubachev and Babenko 2022; Gorishniy, Kotelnikov and Babenko 2025"),
        new("periodic", CatalogueKind.Layer, new Periodic(), "max(0, W·(cos 2πf·x, sin 2πf·x) + b) for each number x, f learned", "first layer for tables of standardized numbers", "the standard deviation of the frequencies has to be tuned", "frequencies (48); width (24); standardDeviation (0.01); rectified (true)", "Gorishniy, Rubachev and Babenko 2022"),
        new("periodic_bias", CatalogueKind.Layer, new PeriodicBias(), "(W·cos(2πf·x + p) + c, x) for each number x, f and p learned", "first layer for tables of standardized numbers: few results per number", "made for numbers of about -3 to 3", "frequencies (16); width (4, x included); standardDeviation (0.1)", "Holzmüller, Grinsztajn and Steinwart 2024"),
        new("category_embedding", CatalogueKind.Layer, new CategoryEmbedding(), "(x, t1[k1], t2[k2], …): rows of learned tables for the codes k of category columns, or one-hot vectors", "tables with categories of many values", "a table has a row per value: rare values learn slowly", "size (8); oneHot: up to so many values no table (8); signedPairs: then two values are 1 and −1 (false)", "Guo and Berkhahn 2016"),

        new("linear", CatalogueKind.Activation, new Linear(), "x", "last layer of a regression", "stacked linear layers are one linear layer", "", ""),
        new("sigmoid", CatalogueKind.Activation, new Sigmoid(), "1 / (1 + e^-x), in (0, 1)", "last layer of binary and multilabel classification", "vanishing gradient for large |x|; not centered on zero", "", "Rumelhart, Hinton and Williams 1986"),
        new("tanh", CatalogueKind.Activation, new Tanh(), "(e^x - e^-x) / (e^x + e^-x), in (-1, 1)", "hidden layers of shallow networks", "vanishing gradient for large |x|", "", "LeCun et al. 1998"),
        new("relu", CatalogueKind.Activation, new Relu(), "max(0, x), in [0, ∞)", "hidden layers; cheap, does not saturate", "dying ReLU: a neuron whose inputs stay negative stops learning", "", "Nair and Hinton 2010"),
        new("leaky_relu", CatalogueKind.Activation, new LeakyRelu(), "x for x > 0, otherwise α·x", "when ReLU neurons die", "the slope is fixed", "slope ≥ 0 (0.01)", "Maas, Hannun and Ng 2013"),
        new("prelu", CatalogueKind.Activation, new PRelu(), "x for x > 0, otherwise α·x, α learned per neuron", "when the best negative slope is not known", "one more parameter per neuron", "slope (0.25); lowest, highest (no bounds)", "He et al. 2015"),
        new("strength", CatalogueKind.Activation, new Strength(), "x + α·(f(x) - x), α learned per neuron, at first 1", "hidden layers for tables: each neuron learns how far to bend", "one more parameter per neuron; its learning rate should be a tenth", "inner (selu), without parameters of its own; start (1)", "Holzmüller, Grinsztajn and Steinwart 2024 (RealMLP)"),
        new("swish", CatalogueKind.Activation, new Swish(), "x / (1 + e^(-β·x))", "smooth hidden layers; often a little better than ReLU", "the most expensive activation to compute", "beta (1); learnable (false); lowest, highest (no bounds)", "Elfwing et al. 2017; Ramachandran et al. 2017"),
        new("gelu", CatalogueKind.Activation, new Gelu(), "x·Φ(x), Φ the standard normal distribution function", "smooth hidden layers; transformers", "expensive to compute", "approximate (false)", "Hendrycks and Gimpel 2016"),
        new("elu", CatalogueKind.Activation, new Elu(), "x for x > 0, otherwise α·(e^x - 1), in (-α, ∞)", "hidden layers whose mean should be near 0", "an exponential per neuron; saturates on the left", "alpha ≥ 0 (1)", "Clevert et al. 2016"),
        new("selu", CatalogueKind.Activation, new Selu(), "λ·x for x > 0, otherwise λ·α·(e^x - 1), λ = 1.0507, α = 1.6733", "deep networks without normalization layers", "needs LeCun's initial weights and standardized inputs", "", "Klambauer et al. 2017"),
        new("softplus", CatalogueKind.Activation, new Softplus(), "ln(1 + e^(β·x)) / β, in (0, ∞)", "outputs that must be positive, such as rates; a smooth ReLU", "slower than ReLU, seldom better in hidden layers", "beta > 0 (1)", "Dugas et al. 2001"),
        new("exponential", CatalogueKind.Activation, new Exponential(), "e^x, in (0, ∞)", "last layer for counts and rates, with poisson", "far too steep for hidden layers", "", "Nelder and Wedderburn 1972"),
        new("softsign", CatalogueKind.Activation, new Softsign(), "x / (1 + |x|), in (-1, 1)", "in place of tanh, without an exponential", "vanishing gradient for large |x|, but later than tanh", "", "Bergstra et al. 2009"),
        new("mish", CatalogueKind.Activation, new Mish(), "x·tanh(ln(1 + e^x)), in [-0.31, ∞)", "smooth hidden layers, like swish", "expensive to compute", "", "Misra 2019"),
        new("hard_sigmoid", CatalogueKind.Activation, new HardSigmoid(), "min(1, max(0, slope·x + ½)), in [0, 1]", "a cheap sigmoid", "no gradient where it is cut off", "slope > 0 (1/6 as in PyTorch and Keras 3; Keras 2 had 0.2)", "Courbariaux et al. 2015"),
        new("hard_swish", CatalogueKind.Activation, new HardSwish(), "x·min(1, max(0, x/6 + ½))", "a cheap swish", "no gradient below -3", "", "Howard et al. 2019"),
        new("step", CatalogueKind.Activation, new Step(), "1 for x > threshold, otherwise 0", "the perceptron; hard decisions of a trained network", "cannot be trained by gradients: its derivative is 0", "threshold (0); form (Unipolar: 0 and 1, or Bipolar: -1 and 1)", "McCulloch and Pitts 1943; Rosenblatt 1958"),
        new("softmax", CatalogueKind.Activation, new Softmax(), "e^xi / Σj e^xj, in (0, 1), sums to 1", "last layer of multiclass classification", "in a hidden layer it suppresses all but the strongest neuron", "", "Bridle 1990"),
        new("log_softmax", CatalogueKind.Activation, new LogSoftmax(), "xi - ln Σj e^xj, in (-∞, 0]", "log-probabilities as outputs, when some are very small", "metrics that expect probabilities want softmax", "", ""),

        new("mean_squared_error", CatalogueKind.Loss, new Losses.MeanSquaredError(), "(ŷ - y)², mean over elements", "regression", "outliers dominate", "half (false); reduction (MeanOverElements, or MeanOverSamples, Sum)", "Legendre 1805"),
        new("binary_cross_entropy", CatalogueKind.Loss, new BinaryCrossEntropy(), "-y·ln p - (1 - y)·ln(1 - p), mean over elements", "binary and multilabel classification, after sigmoid", "targets in [0, 1] only", "reduction (MeanOverElements, or MeanOverSamples, Sum); labelSmoothing in [0, 1) (0); positiveWeight > 0 (1)", "Solla, Levin and Fleisher 1988"),
        new("binary_focal_cross_entropy", CatalogueKind.Loss, new BinaryFocalCrossEntropy(), "-(1 - pₜ)^γ·ln pₜ, mean over elements", "binary and multilabel classification with rare positives, after sigmoid", "draws probabilities towards ½; targets of 0 and 1 only", "gamma > 0 (2); positiveWeight > 0 (1); reduction (MeanOverElements, or MeanOverSamples, Sum)", "Lin et al. 2017"),
        new("categorical_cross_entropy", CatalogueKind.Loss, new CategoricalCrossEntropy(), "-Σ yi·ln pi, mean over samples", "multiclass classification, after softmax", "one class per row", "reduction (MeanOverSamples, or MeanOverElements, Sum); labelSmoothing in [0, 1) (0)", "Bridle 1990; label smoothing: Szegedy et al. 2016"),
        new("mean_absolute_error", CatalogueKind.Loss, new Losses.MeanAbsoluteError(), "|ŷ - y|, mean over elements", "regression with outliers", "its slope is the same for large and small errors, so it needs a falling learning rate", "reduction (MeanOverElements, or MeanOverSamples, Sum)", "Boscovich 1757"),
        new("huber", CatalogueKind.Loss, new Huber(), "½·(ŷ - y)² for |ŷ - y| ≤ δ, otherwise δ·(|ŷ - y| - ½·δ), mean over elements", "regression with outliers, smooth near the minimum", "δ has to be tuned", "delta > 0 (1); reduction (MeanOverElements, or MeanOverSamples, Sum)", "Huber 1964"),
        new("log_cosh", CatalogueKind.Loss, new LogCosh(), "ln cosh(ŷ - y), mean over elements", "regression with outliers, smooth everywhere", "its bend is at errors of about 1: the targets need that scale", "reduction (MeanOverElements, or MeanOverSamples, Sum)", "Keras"),
        new("quantile", CatalogueKind.Loss, new Quantile(), "τ·(y - ŷ) for y > ŷ, otherwise (1 - τ)·(ŷ - y), mean over elements", "a limit that a fraction τ of the answers stays below", "says nothing about the mean", "level in (0, 1) (0.5); reduction (MeanOverElements, or MeanOverSamples, Sum)", "Koenker and Bassett 1978"),
        new("kullback_leibler", CatalogueKind.Loss, new KullbackLeibler(), "Σ yi·ln(yi / pi), mean over samples", "targets that are distributions, after softmax", "not symmetric", "reduction (MeanOverSamples, or MeanOverElements, Sum)", "Kullback and Leibler 1951"),
        new("hinge", CatalogueKind.Loss, new Hinge(), "max(0, 1 - y·ŷ), y = ±1, mean over elements", "binary classification with a margin, after linear or tanh", "scores, not probabilities", "convertLabels (false: targets are -1 and 1, true: they are 0 and 1); reduction (MeanOverElements, or MeanOverSamples, Sum)", "Cortes and Vapnik 1995"),
        new("squared_hinge", CatalogueKind.Loss, new SquaredHinge(), "max(0, 1 - y·ŷ)², y = ±1, mean over elements", "like hinge, with a stronger penalty for large errors", "outliers dominate", "convertLabels (false: targets are -1 and 1, true: they are 0 and 1); reduction (MeanOverElements, or MeanOverSamples, Sum)", "Cortes and Vapnik 1995; Tang 2013"),
        new("categorical_hinge", CatalogueKind.Loss, new CategoricalHinge(), "max(0, ŷ₋ - ŷ₊ + Δ), mean over samples", "multiclass classification with a margin, after linear", "scores, not probabilities", "margin > 0 (1); reduction (MeanOverSamples, or MeanOverElements, Sum)", "Crammer and Singer 2001"),
        new("poisson", CatalogueKind.Loss, new Poisson(), "ŷ - y·ln ŷ, mean over elements", "counts and rates, after exponential or softplus; with logInput after linear", "targets of at least 0 only", "logInput (false); reduction (MeanOverElements, or MeanOverSamples, Sum)", "Nelder and Wedderburn 1972"),
        new("cosine_proximity", CatalogueKind.Loss, new CosineProximity(), "-y·ŷ / (‖y‖·‖ŷ‖), mean over samples", "when only the direction of the outputs counts", "does not look at their length", "reduction (MeanOverSamples, or MeanOverElements, Sum)", ""),
        new("per_head", CatalogueKind.Loss, new PerHead([new BinaryCrossEntropy(), new Losses.MeanSquaredError()]), "Σ wₕ·Lₕ over the heads h, mean over samples", "networks that answer several questions of different kinds, one branch for each", "the weights decide which head the shared layers serve; needs a network that ends in concatenate", "losses: one for each head; weights > 0 (none: 1 for each); reduction (MeanOverSamples, or MeanOverElements, Sum)", "Caruana 1997"),

        new("gradient_descent", CatalogueKind.Optimizer, new GradientDescent(), "θ ← θ - η·g", "large data sets, little memory, or when the exact minimum counts", "slow in narrow valleys", "learningRate (0.01)", "Cauchy 1847; stochastic: Robbins and Monro 1951"),
        new("momentum", CatalogueKind.Optimizer, new Momentum(), "v ← β·v + (1 - β)·g; θ ← θ - η·v", "noisy gradients, narrow valleys", "can overshoot; HeavyBall takes steps 1/(1 - β) times as long", "learningRate (0.01); beta (0.9); form (ExponentialAverage, or HeavyBall as in PyTorch and Keras)", "Polyak 1964 (HeavyBall)"),
        new("nesterov", CatalogueKind.Optimizer, new Nesterov(), "v ← β·v + η·∇L(θ - β·v); θ ← θ - v", "like momentum, with less overshooting", "β has to be tuned; LookAhead costs one more pass over the parameters", "learningRate (0.01); beta (0.9); form (LookAhead, or Reformulated as in PyTorch and Keras)", "Nesterov 1983; Sutskever et al. 2013"),
        new("adagrad", CatalogueKind.Optimizer, new Adagrad(), "G ← G + g²; θ ← θ - η·g / √(G + ε)", "sparse data: weights of rare inputs keep long steps", "steps can only shrink", "learningRate (0.01); epsilon (1e-8); placement (InsideRoot as in Keras, or OutsideRoot as in PyTorch); start (0)", "Duchi, Hazan and Singer 2011"),
        new("rmsprop", CatalogueKind.Optimizer, new RmsProp(), "E ← β·E + (1 - β)·g²; θ ← θ - η·g / √(E + ε)", "problems that change while learning", "β has to be tuned", "learningRate (0.001); beta (0.9); epsilon (1e-8); placement (InsideRoot as in Keras, or OutsideRoot as in PyTorch); momentum (0); centered (false)", "Hinton 2012; centered: Graves 2013"),
        new("adam", CatalogueKind.Optimizer, new Adam(), "θ ← θ - η·m̂ / (√v̂ + ε)", "the default for most problems", "two more numbers in memory per parameter", "learningRate (0.001); beta1 (0.9); beta2 (0.999); epsilon (1e-8); placement (OutsideRoot as in the paper and PyTorch, or BeforeCorrection as in Keras and scikit-learn, or InsideRoot); amsGrad (false)", "Kingma and Ba 2015; AMSGrad: Reddi, Kale and Kumar 2018"),
        new("adamw", CatalogueKind.Optimizer, new AdamW(), "θ ← θ - η·λ·θ - η·m̂ / (√v̂ + ε)", "like adam, when weights should stay small: all of them decay at the same rate", "do not add an L2 penalty as well", "learningRate (0.001); weightDecay (0.01); beta1 (0.9); beta2 (0.999); epsilon (1e-8); allParameters (false); placement (OutsideRoot as in PyTorch, or BeforeCorrection as in Keras, or InsideRoot); amsGrad (false)", "Loshchilov and Hutter 2019"),
        new("adadelta", CatalogueKind.Optimizer, new Adadelta(), "Δ = -√(D + ε)/√(E + ε)·g; θ ← θ + η·Δ; E, D: averages of g², Δ²", "no learning rate to tune; when the steps of Adagrad have become too short", "slow start: the first steps are about √ε long; oscillates around the minimum unless η is below 1 or falls", "learningRate (1); beta (0.9); epsilon (1e-6)", "Zeiler 2012"),
        new("adamax", CatalogueKind.Optimizer, new Adamax(), "u ← max(β₂·u, |g| + ε); θ ← θ - η·m̂ / u", "many inputs, where Adam is unstable", "one large gradient slows a parameter down for a long time", "learningRate (0.002); beta1 (0.9); beta2 (0.999); epsilon (1e-8)", "Kingma and Ba 2015"),
        new("nadam", CatalogueKind.Optimizer, new Nadam(), "θ ← θ - η·m̄ / (√v̂ + ε)", "like adam, often a little faster", "as sensitive to its options as Adam", "learningRate (0.002); beta1 (0.9); beta2 (0.999); epsilon (1e-8); form (MomentumSchedule, or Simple: a constant μ, or Ruder: corrected as in his overview); momentumDecay (0.004 as in PyTorch; Keras: 1)", "Dozat 2016; Ruder 2016"),
        new("hypergradient", CatalogueKind.Optimizer, new Hypergradient(), "η ← η·(1 + κ·cos(∇ₜ, uₜ₋₁)); θ ← θ - η·u", "when no good learning rate is known", "the rate follows the noise of small batches; the additive κ has to match the size of the gradients", "inner (gradient_descent); hyperLearningRate (0.02, additive about 1e-4 for gradient_descent and 1e-7 for adam); form (Multiplicative, or Additive); lowest (1e-8); highest (10)", "Baydin et al. 2018"),
        new("lion", CatalogueKind.Optimizer, new Lion(), "θ ← θ - η·sign(β₁·m + (1 - β₁)·g); m ← β₂·m + (1 - β₂)·g", "large batches; half the memory of Adam", "steps do not shrink by themselves: use a falling rate, 3 to 10 times lower than for Adam", "learningRate (0.001); beta1 (0.9); beta2 (0.99)", "Chen et al. 2023"),

        new("l2", CatalogueKind.Regularizer, new L2(1e-4), "½·λ·Σw²", "against overfitting: makes weights small", "λ has to be tuned", "strength; form (HalfSquare, or Square, PerSample); allParameters (false)", "Hoerl and Kennard 1970; Krogh and Hertz 1992"),
        new("l1", CatalogueKind.Regularizer, new L1(1e-4), "λ·Σ|w|", "many inputs of which few matter: the weights of useless inputs end near zero, with exactZeros at zero", "of several correlated inputs it tends to keep one and drop the others", "strength; allParameters (false); exactZeros (false)", "Tibshirani 1996; exactZeros: Andrew and Gao 2007"),
        new("elastic_net", CatalogueKind.Regularizer, new ElasticNet(1e-4, 1e-4), "λ₁·Σ|w| + ½·λ₂·Σw²", "like l1, but correlated inputs share their weight", "two strengths to tune", "absolute; quadratic; allParameters (false); exactZeros (false)", "Zou and Hastie 2005"),
        new("max_norm", CatalogueKind.Regularizer, new MaxNorm(), "‖w‖ ≤ c for the incoming weights of each neuron", "high learning rates; together with dropout", "has no effect until weights are that large", "limit (3); penalty (none)", "Srebro and Shraibman 2005; Srivastava et al. 2014"),

        new("zeros", CatalogueKind.Initializer, new Zeros(), "0", "biases", "as weights, zeros never break the symmetry between neurons", "", ""),
        new("constant", CatalogueKind.Initializer, new Constant(0), "c", "biases with a known initial value", "as weights, it does not break the symmetry between neurons", "value", ""),
        new("random_uniform", CatalogueKind.Initializer, new RandomUniform(), "U(-a, a)", "experiments", "ignores the size of the layer", "limit (0.05)", ""),
        new("random_normal", CatalogueKind.Initializer, new RandomNormal(), "N(μ, σ²)", "experiments", "ignores the size of the layer", "standardDeviation (0.05); mean (0)", ""),
        new("random_signs", CatalogueKind.Initializer, new RandomSigns(), "±a, each with probability ½", "scales by which members that share their matrices begin to differ", "ignores the size of the layer", "size (1)", "Wen et al. 2020"),
        new("glorot_uniform", CatalogueKind.Initializer, new GlorotUniform(), "U(-a, a), a = √(6 / (fanIn + fanOut))", "sigmoid, tanh, softmax, linear", "too small for deep ReLU networks", "", "Glorot and Bengio 2010"),
        new("glorot_normal", CatalogueKind.Initializer, new GlorotNormal(), "N(0, 2 / (fanIn + fanOut))", "sigmoid, tanh, softmax, linear", "too small for deep ReLU networks", "", "Glorot and Bengio 2010"),
        new("he_uniform", CatalogueKind.Initializer, new HeUniform(), "U(-a, a), a = √(6 / fanIn)", "ReLU family", "too large for saturating activations", "", "He et al. 2015"),
        new("he_normal", CatalogueKind.Initializer, new HeNormal(), "N(0, 2 / fanIn)", "ReLU family", "too large for saturating activations", "", "He et al. 2015"),
        new("lecun_uniform", CatalogueKind.Initializer, new LecunUniform(), "U(-a, a), a = √(3 / fanIn)", "SELU, tanh", "too small for deep ReLU networks", "", "LeCun et al. 1998"),
        new("lecun_normal", CatalogueKind.Initializer, new LecunNormal(), "N(0, 1 / fanIn)", "SELU, tanh", "too small for deep ReLU networks", "", "LeCun et al. 1998"),
        new("variance_scaling", CatalogueKind.Initializer, new VarianceScaling(), "N(0, s / fanIn), cut off at two standard deviations and widened to keep the variance", "when none of its named special cases fits", "", "scale (1); mode (FanIn, or FanOut, Average); distribution (TruncatedNormal, or Normal, Uniform)", "Glorot and Bengio 2010; He et al. 2015"),
        new("orthogonal", CatalogueKind.Initializer, new Orthogonal(), "WᵀW = gain²·I", "deep networks: signals keep their length", "slow to draw for very wide layers", "gain (1)", "Saxe, McClelland and Ganguli 2014"),
        new("sparse", CatalogueKind.Initializer, new Sparse(), "N(0, σ²), with a fraction of zeros per neuron", "wide layers: neurons start out different", "the zeros do not last", "sparsity (0.9); standardDeviation (0.01)", "Martens 2010"),
        new("dynamic", CatalogueKind.Initializer, new Dynamic(), "weights scaled until each layer's outputs have variance 1", "deep networks, unusual activations", "looks at the first batch of the training data", "inner (orthogonal)", "Mishkin and Matas 2016 (LSUV)"),
        new("unit_variance", CatalogueKind.Initializer, new UnitVariance(), "each neuron's weights divided by the standard deviation of its outputs for the training rows", "tables, whatever the scale of the inputs; RealMLP", "looks at the training data", "inner (random_normal with deviation 1)", "Holzmüller, Grinsztajn and Steinwart 2024 (RealMLP)"),
        new("zero_at_rows", CatalogueKind.Initializer, new ZeroAtRows(), "b = -Σ pi·(W·xi) over some random training rows, p random shares of 1", "biases of hidden layers for tables: kinks lie where the data are", "looks at the training data; for biases only", "rows ≥ 1 (5)", "Holzmüller, Grinsztajn and Steinwart 2024 (RealMLP)"),
        new("randomized", CatalogueKind.Initializer, new Randomized(), "before an epoch w ← w + s·r; s falls", "poor minima: keeps exploring during training", "disturbs what has been learned; the strength and how it falls have to be tuned", "inner (glorot_uniform); strength (a schedule, 0.1·0.9^epoch); every (1 epoch); form (Perturb, or Redraw)", ""),

        new("constant_schedule", CatalogueKind.Schedule, new ConstantSchedule(0.001), "c", "when nothing should change; a plain number means the same", "", "value", ""),
        new("step_schedule", CatalogueKind.Schedule, new StepSchedule(0.01), "initial·factor^⌊epoch / every⌋", "drop the learning rate at regular intervals", "when to drop has to be tuned", "initial; factor (0.1); every (10 epochs)", ""),
        new("multi_step_schedule", CatalogueKind.Schedule, new MultiStepSchedule(0.01, [30, 60, 90]), "initial·factor^(milestones reached)", "when it is known at which epochs to drop", "the milestones have to be tuned", "initial; milestones (epochs); factor (0.1); keepAtBoundary (false; Keras: true)", "He et al. 2016"),
        new("piecewise_constant_schedule", CatalogueKind.Schedule, new PiecewiseConstantSchedule([0.01, 0.003, 0.001], [30, 60]), "the first value up to the first boundary, then the second, and so on", "when the values themselves are known", "values and boundaries have to be tuned", "values; boundaries (epochs, one fewer than values); keepAtBoundary (false; Keras: true)", "Keras"),
        new("exponential_schedule", CatalogueKind.Schedule, new ExponentialSchedule(0.01), "initial·factor^(epoch / every)", "a smooth decay", "a small factor ends learning early", "initial; factor (0.95); every (1 epoch)", ""),
        new("inverse_time_schedule", CatalogueKind.Schedule, new InverseTimeSchedule(0.01), "initial / (1 + decay·epoch / every)", "long runs of plain gradient descent", "falls slowly later on", "initial; decay (0.1); every (1 epoch); staircase (false: falls at every step)", "Robbins and Monro 1951"),
        new("polynomial_schedule", CatalogueKind.Schedule, new PolynomialSchedule(0.01), "final + (initial - final)·(1 - epoch / epochs)^power", "a known number of epochs", "stays at final afterwards", "initial; epochs (the run's); final (0); power (1); cycle (false: stays at final)", "Liu, Rabinovich and Berg 2016"),
        new("cosine_schedule", CatalogueKind.Schedule, new CosineSchedule(0.01), "final + ½·(initial - final)·(1 + cos(π·epoch / epochs))", "a known number of epochs; today the most common choice", "stays at final afterwards", "initial; epochs (the run's); final (0)", "Loshchilov and Hutter 2017"),
        new("cosine_restarts_schedule", CatalogueKind.Schedule, new CosineRestartsSchedule(0.01), "cosine_schedule over and over, each cycle growth times as long as the one before", "snapshot ensembles; leaving poor minima", "the loss rises after each restart", "initial; epochs (10); growth (2); final (0); height (1: each cycle begins at initial)", "Loshchilov and Hutter 2017"),
        new("warm_up_schedule", CatalogueKind.Schedule, new WarmUpSchedule(0.01), "from start·η up to η in a straight line, then another schedule", "large batches, adaptive optimizers", "", "then (a schedule); epochs (1); start (0.1)", "Goyal et al. 2017"),
        new("one_cycle_schedule", CatalogueKind.Schedule, new OneCycleSchedule(0.1), "along a cosine up to highest, then along another down to almost 0", "short runs with a high rate", "made for a known number of epochs", "highest; epochs (the run's); rise (0.3); startDivisor (25); endDivisor (10000)", "Smith and Topin 2018"),
        new("plateau_schedule", CatalogueKind.Schedule, new PlateauSchedule(0.01), "base·factor^(number of times the loss stopped improving)", "when it is not known when the rate should fall", "a noisy loss hides that progress has stopped", "base (a schedule); factor (0.1); patience (10 epochs); threshold (1e-4); cooldown (0); lowest (0)", ""),

        new("accuracy", CatalogueKind.Metric, new Accuracy(), "fraction of correct answers", "classes of similar size", "misleading for rare classes", "", ""),
        new("balanced_accuracy", CatalogueKind.Metric, new BalancedAccuracy(), "mean recall over the classes", "classes of different size", "", "", "Brodersen et al. 2010"),
        new("exact_match", CatalogueKind.Metric, new ExactMatch(), "fraction of rows with every output correct", "multilabel", "harsh with many outputs", "", ""),
        new("accuracy_per_output", CatalogueKind.Metric, new AccuracyPerOutput(), "fraction of |ŷ - y| ≤ 0.5, per output", "several outputs of 0 and 1, each judged by itself", "", "", ""),
        new("precision", CatalogueKind.Metric, new Precision(), "TP / (TP + FP)", "when false alarms are costly", "", "averaging (Automatic, which is Binary for a binary outcome and Macro for others, or Binary, Macro, Micro, Weighted, Samples); threshold (0.5); zeroDivision (Zero, One or Undefined)", "van Rijsbergen 1979"),
        new("recall", CatalogueKind.Metric, new Recall(), "TP / (TP + FN)", "when misses are costly", "", "averaging (Automatic, which is Binary for a binary outcome and Macro for others, or Binary, Macro, Micro, Weighted, Samples); threshold (0.5); zeroDivision (Zero, One or Undefined)", "van Rijsbergen 1979"),
        new("f1", CatalogueKind.Metric, new F1(), "harmonic mean of precision and recall", "rare classes", "", "averaging (Automatic, which is Binary for a binary outcome and Macro for others, or Binary, Macro, Micro, Weighted, Samples); threshold (0.5); zeroDivision (Zero, One or Undefined)", "van Rijsbergen 1979"),
        new("roc_auc", CatalogueKind.Metric, new RocAuc(), "probability that a positive row is ranked above a negative one", "ranking, any threshold", "undefined with one class only", "", "Hanley and McNeil 1982"),
        new("log_loss", CatalogueKind.Metric, new LogLoss(), "mean of -ln p(true class)", "quality of probabilities", "one confident mistake costs a lot", "", "Good 1952"),
        new("pr_auc", CatalogueKind.Metric, new PrAuc(), "Σ (Rₙ - Rₙ₋₁)·Pₙ: precision averaged over recall", "ranking when the positive class is rare", "what chance reaches is the fraction of positive rows", "", "scikit-learn (average precision)"),
        new("mcc", CatalogueKind.Metric, new MatthewsCorrelation(), "correlation of actual and predicted classes, -1 … 1", "classes of different size, one number for the whole confusion matrix", "0 if only one class occurs or is predicted", "", "Matthews 1975; Gorodkin 2004"),
        new("cohen_kappa", CatalogueKind.Metric, new CohenKappa(), "1 - observed / expected disagreement, -1 … 1", "agreement beyond chance; steps of a scale with linear or quadratic weighting", "undefined if one class alone occurs; depends on how frequent the classes are", "weighting (None, Linear or Quadratic); threshold (0.5)", "Cohen 1960, 1968"),
        new("top_k_accuracy", CatalogueKind.Metric, new TopKAccuracy(), "fraction of rows whose class is among the k most probable", "many classes, of which a person picks one", "1 as soon as k is the number of classes", "k (2)", ""),
        new("brier", CatalogueKind.Metric, new Brier(), "mean of (p - y)², summed over the classes after softmax", "quality of probabilities; forgives single mistakes", "rare classes hardly count", "", "Brier 1950"),
        new("mse", CatalogueKind.Metric, new Metrics.MeanSquaredErrorMetric(), "mean of (ŷ - y)²", "regression", "outliers dominate", "", ""),
        new("rmse", CatalogueKind.Metric, new RootMeanSquaredError(), "√ of the mean of (ŷ - y)²", "regression, in the unit of the target", "outliers dominate", "", ""),
        new("mae", CatalogueKind.Metric, new Metrics.MeanAbsoluteErrorMetric(), "mean of |ŷ - y|", "regression, robust", "", "", ""),
        new("r2", CatalogueKind.Metric, new R2(), "1 - Σ(ŷ - y)² / Σ(y - ȳ)²", "regression, compared with the mean", "undefined for fewer than two rows", "", "Wright 1921"),
        new("mape", CatalogueKind.Metric, new MeanAbsolutePercentageError(), "mean of |ŷ - y| / |y|", "errors relative to the target", "explodes where a target is near 0", "", ""),
        new("poisson_d2", CatalogueKind.Metric, new PoissonD2(), "1 - Σ D(y, ŷ) / Σ D(y, ȳ), D the Poisson deviance", "counts, compared with the mean", "undefined for negative targets and for predictions that are not above 0", "", "scikit-learn"),
        new("poisson_deviance", CatalogueKind.Metric, new PoissonDeviance(), "mean of 2·(y·ln(y/ŷ) - y + ŷ)", "counts", "undefined for negative targets and for predictions that are not above 0", "", "Nelder and Wedderburn 1972"),

        new("noise", CatalogueKind.Augmentation, new InputNoise(), "x + σ·z, z standard normal, drawn again in every epoch", "small tables of numeric columns; acts like a soft penalty", "inputs of two values, such as one-hot columns, are left alone; σ is in units of standardized columns", "standardDeviation (0.1)", "Sietsma and Dow 1991; Bishop 1995"),
        new("mixup", CatalogueKind.Augmentation, new Mixup(), "λ·(x, y) + (1 - λ)·(x′, y′), λ from Beta(α, α), drawn again in every epoch", "against overfitting and overconfidence", "not for hinge losses; the training loss is no longer comparable", "alpha (0.2)", "Zhang et al. 2018"),
        new("oversample", CatalogueKind.Augmentation, new Oversample(), "rows of the smaller classes, repeated", "rare classes", "probabilities no longer match the true class frequencies; repeated rows are easily memorized", "ratio (1)", ""),
        new("smote", CatalogueKind.Augmentation, new Smote(), "x + u·(n - x), n one of the k nearest rows of the same class, u in [0, 1)", "rare classes of numeric columns", "rows between two clusters of a class may be wrong; probabilities no longer match the true class frequencies", "neighbors (5); ratio (1)", "Chawla et al. 2002"),
        new("undersample", CatalogueKind.Augmentation, new Undersample(), "rows of the larger classes, left out", "rare classes among very many rows", "the information in the rows left out is lost", "ratio (1)", ""),

        new("perceptron", CatalogueKind.Model, new Perceptron(), "ŷ = step(w·x + b); for each misclassified row w ← w + η·t·x, b ← b + η·t", "the first neuron that learned; two classes that a line separates", "never stops changing on classes that no line separates, such as XOR", "learningRate (1); epochs (1000); form (Unipolar, or Bipolar); margin (none); shuffleSeed (none: rows in their order); useBias (true)", "Rosenblatt 1958"),
    ];

    /// <summary>The entries of one kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The entries, in order.</returns>
    public static IEnumerable<CatalogueEntry> Of(CatalogueKind kind) => Entries.Where(e => e.Kind == kind);

    /// <summary>The entry with a name, or null.</summary>
    /// <param name="name">A name such as <c>leaky_relu</c>, or one of <see cref="Aliases"/>; capitals, blanks and dashes do not matter.</param>
    /// <returns>The entry.</returns>
    public static CatalogueEntry? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = Fold(name);
        return Entries.FirstOrDefault(e => Fold(e.Name) == wanted || Fold(e.Type.Name) == wanted) ?? Find(name, typeof(object));
    }

    /// <summary>The name under which an object's type is known.</summary>
    /// <param name="value">A layer, loss, optimizer ….</param>
    /// <returns>Its name.</returns>
    /// <exception cref="ArgumentException">If the type has no entry.</exception>
    public static string NameOf(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Entries.FirstOrDefault(e => e.Type == value.GetType())?.Name ?? throw new ArgumentException($"{value.GetType().Name} has no entry in the catalogue.", nameof(value));
    }

    /// <summary>Whether two names differ at most in capitals, blanks, dashes and underscores, as names of the catalogue may.</summary>
    /// <param name="first">A name.</param>
    /// <param name="second">Another one.</param>
    /// <returns>Whether they mean the same.</returns>
    public static bool AreSame(string first, string second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Fold(first) == Fold(second);
    }

    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
