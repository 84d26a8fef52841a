namespace Descent;

/// <summary>In what measure a dense layer's weights are kept.</summary>
public enum Parametrization
{
    /// <summary><c>W·x + b</c>: the weights themselves.</summary>
    Standard,

    /// <summary>
    /// <c>W·x/√n + b</c> with n inputs, W ~ N(0, 1) by default: the neural tangent kernel's. An update of a weight then matters as much in a wide layer
    /// as in a narrow one, so that one learning rate suits all widths.
    /// </summary>
    NeuralTangentKernel,
}
