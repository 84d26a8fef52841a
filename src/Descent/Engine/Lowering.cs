using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;
using Descent.Schedules;
using Descent.Steps;

namespace Descent.Engine;

/// <summary>
/// Turns the steps of a network into operations of this processor and lays out the buffers between them. The type parameter
/// <typeparamref name="V"/> ends here: the finished plan does not show the width of its registers.
/// </summary>
internal sealed class Lowering<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly NetworkSteps network;
    private readonly LossStep? loss;
    private readonly List<Op<T>> ops = [];
    private readonly List<int> valueRows = [], deltaRows = [];
    private readonly List<Func<Moment, double>> numbers = [];
    private readonly Slot input;
    private Slot current;
    private int statistics;
    private long panels;

    // Whether the operation that made Current looks at its output no more on the way back: not after an activation.
    private bool mayOverwrite;

    private Lowering(NetworkSteps network, LossStep? loss, bool inputGradient)
    {
        this.network = network;
        this.loss = loss;
        input = current = NewSlot(network.Input.Rows, inputGradient);
    }

    /// <summary>The plan that predicts, or with a loss the one that trains.</summary>
    /// <param name="network">What to compute.</param>
    /// <param name="loss">Its end in training.</param>
    /// <param name="inputGradient">Whether the gradient with respect to the inputs is wanted as well.</param>
    /// <returns>The plan.</returns>
    public static Plan<T> Lower(NetworkSteps network, LossStep? loss = null, bool inputGradient = false) => new Lowering<T, V>(network, loss, inputGradient).Lower();

    private Plan<T> Lower()
    {
        foreach (NetworkStep step in network.Steps.SkipLast(loss is { TakesOver: true } ? 1 : 0))
        {
            Lower(step);
        }

        Slot target = default;
        LossOp<T>? end = null;
        if (loss is not null)
        {
            target = new Slot(NewValue(current.Rows), -1, current.Rows);
            end = loss.Function.Accept(loss.TakesOver, new LossLowering(loss, current, target));
        }

        return new(
            V.Count * Unsafe.SizeOf<T>() * 8, ops, end, network.Parameters, valueRows, deltaRows, input, current, target, network.Layers, statistics, numbers, panels)
        { OutputRange = network.Range };
    }

    private void Lower(NetworkStep step)
    {
        switch (step)
        {
            case AffineStep affine:
                Slot product = NewSlot(affine.Output.Rows);
                Add(new DenseOp<T, V>(affine.Weight, affine.Bias, unchecked((int)panels), current, product) { Layer = step.Layer }, product);
                panels += SampleProduct<T, V>.Length(affine.Weight.Rows, affine.Weight.Columns);
                mayOverwrite = true;
                break;
            case ElementwiseStep elementwise:
                (Op<T> function, Slot values) = elementwise.Function.Accept(new ElementwiseLowering(this, elementwise));
                Add(function, values);
                break;
            case PerNeuronStep perNeuron:
                (function, values) = perNeuron.Function.Accept(new PerNeuronLowering(this, perNeuron));
                Add(function, values);
                break;
            case SoftmaxStep softmax:
                values = InPlaceIfPossible();
                Add(softmax.IsLogarithm ? new LogSoftmaxOp<T, V>(current, values) { Layer = step.Layer } : new SoftmaxOp<T, V>(current, values) { Layer = step.Layer }, values);
                break;
            case BatchNormalizationStep batch:
                // The sums over a row come first, so its gradient may then be written over the one that came in.
                values = current.Delta >= 0 ? current with { Value = NewValue(current.Rows) } : NewSlot(current.Rows);
                int momentum = AddNumber(moment => NumberRange.Share.At(batch.Momentum, moment, nameof(batch.Momentum)));
                Add(new BatchNormalizationOp<T, V>(momentum, batch, statistics, current, values) { Layer = step.Layer }, values);
                statistics += (int)AlignedBlock<T>.Pad(2L * values.Rows);
                mayOverwrite = true;
                break;
            case LayerNormalizationStep layer:
                Slot kept = new(NewValue(2), -1, 2);
                values = NewSlot(current.Rows);
                Add(new LayerNormalizationOp<T, V>(layer.Epsilon, layer.Scale, layer.Shift, kept, current, values) { Layer = step.Layer }, values);
                mayOverwrite = true;
                break;
            case DropoutStep dropout:
                Slot mask = new(NewValue(current.Rows), -1, current.Rows);
                values = InPlaceIfPossible();
                int rate = AddNumber(moment => NumberRange.Fraction.At(dropout.Rate, moment, nameof(dropout.Rate)));
                Add(new DropoutOp<T, V>(rate, dropout.PerBatch, mask, current, values) { Layer = step.Layer }, values);
                mayOverwrite = true;
                break;
            case NoiseStep noise:
                values = InPlaceIfPossible();
                int deviation = AddNumber(moment => NumberRange.Falling.At(noise.StandardDeviation, moment, nameof(noise.StandardDeviation)));
                Add(new GaussianNoiseOp<T, V>(deviation, current, values) { Layer = step.Layer }, values);
                mayOverwrite = true;
                break;
            default:
                throw new InvalidOperationException($"There is no operation for {step.GetType().Name}.");
        }
    }

    private void Add(Op<T> op, Slot output)
    {
        ops.Add(op);
        current = output;
        mayOverwrite = false;
    }

    private Slot InPlaceIfPossible() => mayOverwrite ? current : current with { Value = NewValue(current.Rows) };

    private Slot NewSlot(int rows, bool delta = true)
    {
        int value = NewValue(rows);
        if (delta)
        {
            deltaRows.Add(rows);
        }

        return new Slot(value, delta ? deltaRows.Count - 1 : -1, rows);
    }

    private int NewValue(int rows)
    {
        valueRows.Add(rows);
        return valueRows.Count - 1;
    }

    /// <summary>A number that may change from step to step; the frame holds its value of the step at hand.</summary>
    /// <returns>Its place among <see cref="Frame{T}.Numbers"/>.</returns>
    private int AddNumber(Func<Moment, double> number)
    {
        numbers.Add(number);
        return numbers.Count - 1;
    }

    private sealed class ElementwiseLowering(Lowering<T, V> plan, ElementwiseStep step) : IElementwiseVisitor<V, (Op<T> Op, Slot Output)>
    {
        public (Op<T> Op, Slot Output) Visit<K>(K kernel)
            where K : struct, IElementwise<V>
        {
            // The gradient buffer is shared: dx may be written over dy. The value buffer only when neither this derivative needs
            // the input nor the operation before needs its own output.
            Slot input = plan.current, output = K.NeedsInput ? input with { Value = plan.NewValue(input.Rows) } : plan.InPlaceIfPossible();
            return (new ElementwiseOp<T, V, K>(step.Name, kernel, input, output) { Layer = step.Layer }, output);
        }
    }

    private sealed class PerNeuronLowering(Lowering<T, V> plan, PerNeuronStep step) : IPerNeuronVisitor<V, (Op<T> Op, Slot Output)>
    {
        public (Op<T> Op, Slot Output) Visit<K>(K kernel)
            where K : struct, IPerNeuron<V>
        {
            Slot input = plan.current, output = plan.NewSlot(input.Rows);
            Slot? kept = K.Keeps ? new Slot(plan.NewValue(input.Rows), -1, input.Rows) : null;
            return (new PerNeuronOp<T, V, K>(step.Name, kernel, step.Parameter, input, output, kept) { Layer = step.Layer }, output);
        }
    }

    private sealed class LossLowering(LossStep step, Slot output, Slot target) : ILossVisitor<T, V, LossOp<T>>
    {
        public LossOp<T> Elementwise<K>(K kernel)
            where K : struct, IElementLoss<V> => new ElementLossOp<T, V, K>(step, kernel, output, target);

        public LossOp<T> Samplewise(SampleLoss<T> kernel) => new SampleLossOp<T>(step, kernel, output, target);
    }
}
