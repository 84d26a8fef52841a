namespace Descent.Formats.Onnx;

/// <summary>Recognizes activations that ONNX files compute as the product of a value and a function of it.</summary>
internal static class Gates
{
    /// <summary>Gets the activation that the product of a value and a function of it is; null for another product.</summary>
    /// <param name="x">The value.</param>
    /// <param name="gate">The function of the value.</param>
    public static Layer? Of(Chain x, Chain gate) => gate switch
    {
        LayerChain { Layer: Sigmoid, Before: { } inner } when inner == x => new Swish(),
        LayerChain { Layer: Sigmoid, Before: DiagonalChain { IsUniform: true, Shift: [0], Before: { } inner } scaled } when inner == x => new Swish(scaled.Scale[0]),
        LayerChain { Layer: Tanh, Before: LayerChain { Layer: Softplus { Beta: 1 }, Before: { } inner } } when inner == x => new Mish(),
        LayerChain { Layer: HardSigmoid { Slope: > 0.16666 and < 0.16667 }, Before: { } inner } when inner == x => new HardSwish(),
        DiagonalChain { IsUniform: true, Scale: [0.5], Shift: [0.5] } half when IsErrorFunction(half.Before!, x) => new Gelu(),
        _ => null,
    };

    /// <summary>Gets the activation that half of the product of a value and a function of it is, or of half of a value; null for another product.</summary>
    /// <param name="x">The value.</param>
    /// <param name="gate">The function of the value.</param>
    public static bool IsTwiceGelu(Chain x, Chain gate) => gate is DiagonalChain { IsUniform: true, Scale: [1], Shift: [1] } whole && IsErrorFunction(whole.Before!, x);

    private static bool IsErrorFunction(Chain value, Chain x) =>
        value is PartChain { Operation: "Erf", Before: DiagonalChain { IsUniform: true, Shift: [0], Before: { } inner } scaled } && inner == x && Math.Abs(scaled.Scale[0] - Math.Sqrt(0.5)) < 1e-4;
}
