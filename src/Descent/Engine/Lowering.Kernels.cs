using Descent.Numerics;

namespace Descent;

/// <content>The operations of activations and losses, whose kernels are compiled for this width of registers.</content>
internal sealed partial class Lowering<T, V>
{
    private sealed class ElementwiseLowering(Lowering<T, V> plan, ElementwiseStep step) : IElementwiseVisitor<V, Op<T>>
    {
        public Op<T> Visit<K>(K kernel)
            where K : struct, IElementwise<V>
        {
            // The gradient buffer is shared: dx may be written over dy. The value buffer only when neither this derivative needs
            // the input nor the operation before needs its own output.
            plan.mayOverwrite[step.Input.Number] &= !K.NeedsInput;
            (Operand input, Operand output) = plan.InPlaceIfPossible(step);
            return new ElementwiseOp<T, V, K>(step.Name, kernel, input, output) { Layer = step.Layer };
        }
    }

    private sealed class PerNeuronLowering(Lowering<T, V> plan, PerNeuronStep step) : IPerNeuronVisitor<V, Op<T>>
    {
        public Op<T> Visit<K>(K kernel)
            where K : struct, IPerNeuron<V>
        {
            Operand input = plan.Read(step.Input), output = plan.NewFor(step.Output);
            Operand? kept = K.Keeps ? new Operand(plan.NewValue(input.Rows), -1, input.Rows) : null;
            return new PerNeuronOp<T, V, K>(step.Name, kernel, step.Parameter, plan.Sums(step), input, output, kept) { Layer = step.Layer };
        }
    }

    private sealed class LossLowering(LossStep step, Operand output, Operand target, Operand? weights) : ILossVisitor<T, V, LossOp<T>>
    {
        public LossOp<T> Elementwise<K>(K kernel)
            where K : struct, IElementLoss<V> => new ElementLossOp<T, V, K>(step, kernel, output, target, weights);

        public LossOp<T> Samplewise(SampleLoss<T> kernel) => new SampleLossOp<T>(step, kernel, output, target, weights);
    }
}
