using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Step: 1 for x &gt; <c>Threshold</c>, otherwise 0 (unipolar) or −1 (bipolar).</summary>
/// <remarks>
/// The perceptron's activation (Rosenblatt 1958). Its derivative is 0 wherever it exists, so gradients cannot train the layers
/// before it: training throws, prediction works.
/// </remarks>
/// <param name="Threshold">The position of the step, at which the output is still the lower value; default 0.</param>
/// <param name="Form">The two values; default 0 and 1.</param>
public sealed record Step([Option] double Threshold = 0, [Option("0 and 1, or -1 and 1")] StepForm Form = StepForm.Unipolar) : ElementwiseActivation
{
    /// <summary>The position of the step.</summary>
    public double Threshold { get; init => field = Check.Finite(value, nameof(Threshold)); } = Check.Finite(Threshold);

    /// <summary>The two values.</summary>
    public StepForm Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);

    /// <inheritdoc/>
    protected internal override OutputRange Range => Form == StepForm.Bipolar ? OutputRange.Symmetric : OutputRange.UnitInterval;

    internal override void Write(StepBuilder steps)
    {
        base.Write(steps);
        steps.RefuseTraining($"Step has the derivative 0, so gradients cannot train the layers before it. Train with {(Form == StepForm.Bipolar ? "Tanh" : "Sigmoid")} instead, and replace it with Step for prediction. To train a single layer of steps, use Perceptron.");
    }

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) =>
        visitor.Visit(new Kernel<V>(Check.Splat<V>(Threshold, nameof(Step), nameof(Threshold)), V.Splat(Form == StepForm.Bipolar ? -1 : 0)));

    private readonly struct Kernel<V>(V threshold, V low) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.SelectLess(threshold, x, V.One, low);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => V.Zero;
    }
}
