namespace Descent;

/// <summary>What <see cref="GradientClipping"/> limits.</summary>
public enum ClippingForm
{
    /// <summary>The norm of all gradients together, which preserves their direction (PyTorch's clip_grad_norm_, Keras's global_clipnorm).</summary>
    GlobalNorm,

    /// <summary>The norm of the gradient of each parameter array on its own (Keras's clipnorm).</summary>
    TensorNorm,

    /// <summary>Every single element, to [−Limit, Limit] (PyTorch's clip_grad_value_, Keras's clipvalue).</summary>
    Value,
}

/// <summary>Limits the size of gradients, to prevent exploding gradients: <c>g ← g·Limit/‖g‖</c> if <c>‖g‖ &gt; Limit</c>.</summary>
/// <remarks>
/// Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013. Clipping applies to the gradient of
/// the loss; the gradient of a penalty is added afterwards. PyTorch divides by <c>‖g‖ + 1e−6</c>.
/// </remarks>
/// <param name="Limit">The largest norm or element, above 0; a schedule may change it.</param>
/// <param name="Form">What is limited; default the norm of all gradients together.</param>
public sealed record GradientClipping([Option(Above = 0)] Schedule Limit, ClippingForm Form = ClippingForm.GlobalNorm)
{
    /// <summary>The largest norm or element.</summary>
    public Schedule Limit { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Limit);

    /// <summary>What is limited.</summary>
    public ClippingForm Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);
}
