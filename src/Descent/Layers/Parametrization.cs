namespace Descent;

/// <summary>How the weights of a dense layer are scaled.</summary>
public enum Parametrization
{
    /// <summary><c>W·x + b</c>: the weights themselves.</summary>
    Standard,

    /// <summary>
    /// <c>W·x/√n + b</c> with n inputs and W ~ N(0, 1) by default, as in the theory of the neural tangent kernel. An update of a weight then has the same effect in a wide layer
    /// as in a narrow one, so that one learning rate suits all widths.
    /// </summary>
    NeuralTangentKernel,
}
