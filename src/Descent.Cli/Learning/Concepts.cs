namespace Descent.Cli.Learning;

/// <summary>The concepts, in the order of the alphabet.</summary>
internal static partial class Concepts
{
    public static IReadOnlyList<Concept> All { get; } = [.. new[] { OfNetworks, OfTraining, OfData }.SelectMany(group => group).OrderBy(concept => concept.Name, StringComparer.Ordinal)];

    private static Concept[] OfNetworks =>
    [
        new("neural-network", "A function from inputs to outputs, made of layers of neurons, whose parameters are found by training.",
            "A dense network is a list of layers. Each neuron of a layer gets all outputs of the layer before; the first layer gets the inputs, and the outputs of the last one are the answer.")
        {
            Aliases = ["network", "multilayer-perceptron", "mlp-network"],
            Here = "--layers 64,32 describes the hidden layers; the last one follows from the task. In C#: Network network = [new Dense(64, new Relu()), new Dense(1)].",
            See = ["neuron", "activation-function", "universal-approximation", "dense"],
        },
        new("neuron", "A weighted sum of inputs plus a bias, followed by an activation function.", "Its weights say how much each input matters, its bias shifts the sum. A layer is a number of neurons with the same inputs.")
        {
            Aliases = ["unit", "node"],
            Formulas = ["z = w1·x1 + … + wn·xn + b", "a = g(z)"],
            See = ["dense", "perceptron", "activation-function"],
        },
        new("activation-function", "The function that a neuron applies to its weighted sum; it makes the network more than a linear function.",
            "Without it, layers multiply out to a single one. Hidden layers usually have ReLU or a smooth relative of it; the last layer has what the task requires: softmax for one of several classes, sigmoid for yes or no, none for numbers. ReLU is cheap and keeps the gradient where its input is positive; sigmoid has a bounded output, but its slope is at most ¼ and vanishes for large inputs.")
        {
            Aliases = ["activation", "nonlinearity"],
            Here = "--activation NAME for the hidden layers; descent list activations shows all.",
            See = ["choosing-an-activation", "relu", "sigmoid", "softmax", "vanishing-gradient"],
        },
        new("forward-pass", "The computation of outputs from inputs, layer by layer.", "For a layer with weights W and biases b, and a batch whose samples are the columns of X, it is Z = W·X + b, then A = g(Z).")
        {
            Aliases = ["forward-propagation"],
            Here = "model.Predict computes the outputs, model.Activations the results of every layer.",
            See = ["backpropagation", "neuron"],
        },
        new("backpropagation", "The computation of the gradients of the loss with respect to all parameters, from the last layer back to the first.",
            "It is the chain rule in an economical order: the error δ of a layer gives the gradients of its parameters and then the error of the layer before, so one pass back costs about twice a forward pass, whatever the number of parameters.")
        {
            Aliases = ["backward-pass", "backprop", "backward-propagation"],
            Formulas = ["δ of the last layer: ∂L/∂z", "∂L/∂W = δ·aᵀ of the layer before, ∂L/∂b = Σ δ", "δ of the layer before: Wᵀ·δ, times g'(z)"],
            Here = "model.Gradients computes the loss of a batch and its derivatives.",
            See = ["gradient", "forward-pass", "vanishing-gradient", "exploding-gradient"],
        },
        new("softmax-derivative", "The matrix of the derivatives of all softmax outputs by all scores.", "It has p·(1 - p) on its diagonal and -p_i·p_j elsewhere; rows and columns add up to 0. With cross-entropy it disappears: the gradient of the loss by the scores is p - y.")
        {
            Aliases = ["softmax-jacobian"],
            Formulas = ["∂p_i/∂s_j = p_i·(δ_ij - p_j), δ_ij = 1 if i = j, otherwise 0", "with L = -Σ y_i·ln p_i:  ∂L/∂s = p - y"],
            See = ["softmax", "cross-entropy"],
        },
        new("initialization", "The choice of the first weights, before training.",
            "Weights must differ, or neurons stay equal forever, and their size must fit the number of inputs, or signals and gradients fade or explode from layer to layer. Glorot's rule (variance 2/(inputs + outputs)) suits tanh and sigmoid, He's (2/inputs) ReLU.")
        {
            Aliases = ["weight-initialization"],
            Here = "By default the activation decides; --initializer NAME changes it, descent list initializers shows all.",
            See = ["choosing-an-initializer", "he_normal", "glorot_uniform", "orthogonal", "sparse"],
        },
        new("vanishing-gradient", "The gradient becomes smaller from layer to layer in the backward pass, so the first layers hardly learn.",
            "It is multiplied by the slope of every activation: at most ¼ for a sigmoid, at most 1 for tanh, and nearly 0 for both where they are saturated.")
        {
            Aliases = ["vanishing-gradients"],
            Signs = "The loss stays where it began, and the gradients of the first layers are orders of magnitude smaller than those of the last.",
            Remedies = "ReLU or a relative; initial weights that fit the activation; batch or layer normalization; residual connections; fewer layers.",
            See = ["saturation", "initialization", "batch_normalization", "residual", "relu"],
        },
        new("exploding-gradient", "The gradient becomes larger from layer to layer in the backward pass, so single steps throw the weights far away.")
        {
            Aliases = ["exploding-gradients"],
            Signs = "The loss jumps up, then is not finite; training stops and names the layer.",
            Remedies = "Standardized inputs and targets; smaller initial weights; a smaller learning rate; gradient clipping.",
            Here = "--clip 1 limits the norm of the gradient.",
            See = ["gradient-clipping", "initialization", "divergence"],
        },
        new("dying-relu", "A ReLU neuron whose sum is negative for every row: its output and its gradient are 0, so it never changes again.")
        {
            Aliases = ["dead-relu", "dead-neuron", "dead-unit"],
            Signs = "Neurons that output 0 for all rows; often after a step that was too large.",
            Remedies = "leaky_relu, prelu or elu, which have a slope below 0; a smaller learning rate; standardized inputs; He's initial weights.",
            See = ["relu", "leaky_relu", "prelu", "elu"],
        },
        new("saturation", "A neuron whose sum is so far from 0 that its activation is nearly constant and its slope nearly 0.", "Sigmoid and tanh saturate on both sides, ReLU on the negative side. A saturated neuron passes no gradient on.")
        {
            Signs = "Outputs at the ends of the range for nearly all rows.",
            Remedies = "Standardized inputs, smaller initial weights, normalization before the activation, or an activation that does not saturate on both sides.",
            See = ["vanishing-gradient", "dying-relu", "normalization"],
        },
        new("normalization", "Bringing numbers to a common scale: the inputs before training, or the sums of a layer during training.",
            "Standardization subtracts the mean of a column and divides by its standard deviation, both of the training rows. Batch normalization does the same with the sums of a layer over the rows of a batch, layer normalization over the neurons of a layer; both then apply a learned scale and shift.")
        {
            Aliases = ["standardization", "feature-scaling"],
            Formulas = ["x ← (x - mean)/standard deviation", "batch normalization: y = γ·(z - mean)/√(variance + ε) + β"],
            Here = "Numeric columns are standardized by themselves; --layers 64,batch_norm,relu normalizes a layer.",
            See = ["batch_normalization", "layer_normalization"],
        },
        new("capacity", "How complicated the functions are that a network can represent; it grows with neurons and layers.", "Too little underfits; more than the rows can determine makes overfitting possible, which regularization prevents.")
        {
            Aliases = ["model-complexity"],
            See = ["overfitting", "underfitting", "universal-approximation"],
        },
        new("universal-approximation", "One hidden layer with enough neurons can approximate every continuous function on a bounded range as closely as wanted.",
            "The activation must not be a polynomial (Cybenko 1989, Hornik 1991, Leshno and others 1993). The theorem says neither how many neurons that takes nor that training finds them, and nothing about inputs outside of the range.")
        {
            Aliases = ["universal-approximation-theorem"],
            See = ["capacity", "activation-function", "neural-network"],
        },
        new("convolution", "A layer whose neurons look at neighboring inputs only, all with the same weights, wherever they are; made for images.", "What it has learned at one place it knows everywhere. A dense network has to learn it for every place. Convolution is not part of this library; its dense head is.")
        {
            Aliases = ["cnn", "convolutional-network"],
            See = ["dense-head", "recurrence"],
        },
        new("recurrence", "A network that reads a sequence step by step and keeps a state; made for text and time series.", "LSTM and GRU are forms whose gradient vanishes less; transformers read all steps at once, with attention. None of them is part of this library; their dense head is.")
        {
            Aliases = ["rnn", "recurrent-network", "lstm", "transformer"],
            See = ["dense-head", "convolution"],
        },
        new("dense-head", "The dense layers at the end of a convolutional, recurrent or attention network, which turn features into answers.")
        {
            Aliases = ["head"],
            Here = "Compute the features with the other network, write them into a table, and train on it; or replace the head of a trained model with --from and --new-head.",
            See = ["transfer-learning", "convolution", "recurrence", "dense"],
        },
        new("deep-learning", "Machine learning with networks of several layers, which find useful features by themselves.",
            "Its advantages over other methods: features need not be made by hand; it gains from very many rows; it is best for images, sound and text, where early layers find simple features and later ones combine them. For tables of moderate size, boosted trees are often as good and quicker to train.")
        {
            Aliases = ["deep-neural-network"],
            See = ["neural-network", "transfer-learning", "universal-approximation"],
        },
        new("gpu", "A processor that computes thousands of numbers at once; it pays for large layers and batches, not for small networks.", "Each operation must be started and the rows must be moved to its memory. Where a training step takes microseconds, that alone takes longer.")
        {
            Aliases = ["graphics-card", "gpu-acceleration"],
            Here = "Training and prediction run on the CPU. descent bench measures how fast yours is.",
        },
    ];
}
