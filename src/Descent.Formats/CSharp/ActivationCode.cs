namespace Descent.Formats;

/// <summary>
/// The activations of the catalogue as expressions over <c>x</c>, a register or a number, with the helper methods of <see cref="CodeHelpers"/>. The formulas
/// are those of the kernels in <c>Descent/Activations</c>.
/// </summary>
internal static class ActivationCode
{
    /// <summary>The expression of an elementwise function.</summary>
    /// <exception cref="NotSupportedException">If it is a custom type.</exception>
    public static string Of(IElementwiseFunction function) => function switch
    {
        Linear => "x",
        Relu => "Max(Splat(0f), x)",
        LeakyRelu leaky => $"Select(x, x, {Splat(leaky.Slope)} * x)",
        Elu elu => $"Select(x, x, {Splat(elu.Alpha)} * ExpM1(x))",
        Selu => $"Select(x, {Splat(Selu.Scale)} * x, {Splat(Selu.Scale * Selu.Alpha)} * ExpM1(x))",
        Sigmoid => "Sigmoid(x)",
        Tanh => "Tanh(x)",
        Softplus softplus => $"Fma({Splat(1 / softplus.Beta)}, Log1PUnit(Exp(-Abs({Splat(softplus.Beta)} * x))), Max(Splat(0f), x))",
        Softsign => "x / (Splat(1f) + Abs(x))",
        Swish swish => swish.Beta == 1 ? "x * Sigmoid(x)" : $"x * Sigmoid({Splat(swish.Beta)} * x)",
        Mish => "Mish(x)",
        Gelu { Approximate: false } => "x * NormalDistribution(x)",

        // ½·(1 + tanh u) = σ(2u), with 2u = x·(2√(2/π) + 2√(2/π)·0.044715·x²).
        Gelu => "x * Sigmoid(x * Fma(Splat(0.07135481f), x * x, Splat(1.5957691f)))",
        HardSigmoid hard => $"Max(Splat(0f), Min(Splat(1f), {Splat(hard.Slope)} * (x + {Splat(0.5 / hard.Slope)})))",
        HardSwish => $"x * Max(Splat(0f), Min(Splat(1f), {Splat(1.0 / 6)} * (x + Splat(3f))))",
        Exponential => "Min(Splat(float.MaxValue), Exp(x))",
        Step step => $"SelectLess({Splat(step.Threshold)}, x, Splat(1f), {Splat(step.Form == StepForm.Bipolar ? -1 : 0)})",
        Dense.Division division => $"{Splat(division.Factor)} * x",
        _ => throw Custom(function),
    };

    /// <summary>The expression of a function with a parameter per neuron, which is <c>p</c>.</summary>
    /// <exception cref="NotSupportedException">If it is a custom type.</exception>
    public static string Of(IPerNeuronFunction function) => function switch
    {
        PRelu => "Select(x, x, p * x)",
        Swish => "x * Sigmoid(p * x)",
        Scaling => "p * x",
        Strength strength => $"Fma(p, ({Of((ElementwiseActivation)strength.Inner)}) - x, x)",
        _ => throw Custom(function),
    };

    private static string Splat(double number) => $"Splat({CodeText.Of((float)number)})";

    private static NotSupportedException Custom(object function) =>
        new($"{function.GetType().Name} is a custom type, whose formula is compiled code, so it cannot be written as C# source. Use an activation of the catalogue, or the library itself.");
}
