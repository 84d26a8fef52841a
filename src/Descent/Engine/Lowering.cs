using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Lowers the steps of a network to operations for this processor and lays out the buffers between them. The type parameter
/// <typeparamref name="V"/> ends here: the finished plan does not show the width of its registers.
/// </summary>
internal sealed partial class Lowering<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly NetworkSteps network;
    private readonly LossStep? loss;
    private readonly Predicate<Parameter> isFrozen;
    private readonly IReadOnlyList<NetworkStep> steps;
    private readonly List<Op<T>> ops = [];
    private readonly List<BufferRows> values = [], deltas = [];
    private readonly List<Func<TrainingPosition, double>> numbers = [];
    private readonly List<(int Layer, Operand Place, int After)> results = [];

    // By the number of a result: its operand; how often it is read; an operand for each reader, if there are several; and whether
    // the operation that computed it does not read it in the backward pass, so it may be overwritten; not after an activation.
    private readonly Operand[] places;
    private readonly int[] reads;
    private readonly Queue<Operand>?[] readers;
    private readonly bool[] mayOverwrite;

    // Whether a gradient is needed: a parameter before the result trains, or the gradient with respect to the inputs is computed.
    private readonly bool[] needsGradient;

    // Where the parts of a concatenation are computed, so that nothing needs to be copied.
    private readonly Dictionary<int, Operand> homes = [];
    private int statistics;
    private long panels;

    private Lowering(NetworkSteps network, LossStep? loss, Predicate<Parameter> isFrozen, bool inputGradient)
    {
        this.network = network;
        this.loss = loss;
        this.isFrozen = isFrozen;
        int ends = loss is null ? 0 : (loss.TakesOver ? 1 : 0) + (network.Mean is null ? 0 : 1);
        steps = loss?.Heads is { } heads ? Open(network, heads) : ends > 0 ? [.. network.Steps.SkipLast(ends)] : network.Steps;
        places = new Operand[network.Values];
        reads = new int[network.Values];
        readers = new Queue<Operand>[network.Values];
        mayOverwrite = new bool[network.Values];
        needsGradient = new bool[network.Values];
        foreach (Value read in steps.SelectMany(step => step.Inputs).Append(Last))
        {
            reads[read.Number]++;
        }

        needsGradient[network.Input.Number] = inputGradient;
        foreach (NetworkStep step in steps)
        {
            needsGradient[step.Output.Number] = step.Parameters.Any(parameter => parameter.Trains && !isFrozen(parameter)) || step.Inputs.Any(read => needsGradient[read.Number]);
        }

        Put(network.Input, NewFor(network.Input), mayOverwrite: false);
        foreach (ConcatenateStep step in steps.Reverse().OfType<ConcatenateStep>())
        {
            Operand whole = homes[step.Output.Number] = NewFor(step.Output);
            int row = 0;
            foreach (Value part in step.Parts)
            {
                if (reads[part.Number] == 1 && part != network.Input)
                {
                    homes.Add(part.Number, Part(whole, row, part.Rows));
                }

                row += part.Rows;
            }
        }
    }

    private Value Last => steps.Count == 0 ? network.Input : steps[^1].Output;

    /// <summary>Creates a plan for prediction or, with a loss, for training.</summary>
    /// <param name="network">The steps.</param>
    /// <param name="loss">The loss at the end of a plan for training.</param>
    /// <param name="isFrozen">Which parameters do not train.</param>
    /// <param name="inputGradient">Whether the gradient with respect to the inputs is computed, too.</param>
    /// <returns>The plan.</returns>
    public static Plan<T> Lower(NetworkSteps network, LossStep? loss, Predicate<Parameter> isFrozen, bool inputGradient) => new Lowering<T, V>(network, loss, isFrozen, inputGradient).Lower();

    private Plan<T> Lower()
    {
        Operand input = places[network.Input.Number];
        foreach (NetworkStep step in steps)
        {
            Lower(step);
            (int Layer, Operand, int) result = (step.Layer, places[step.Output.Number], ops.Count);
            if (step is MemberScalingStep { Parameters.Count: 0 })
            {
                continue;
            }

            // A dense layer of members takes several steps; the last one's result is the layer's.
            if (results is [.., var before] && before.Layer == result.Layer)
            {
                results[^1] = result;
            }
            else
            {
                results.Add(result);
            }
        }

        Operand output = Read(Last), target = default;
        LossOp<T>? end = null;
        if (loss is not null)
        {
            int rows = network.Output.Rows;
            target = new Operand(NewValue(rows), -1, rows);
            end = loss.Heads is { } heads ? End(loss, heads, output, target)
                : network.Mean is null ? End(loss, output, target) : End(loss, network.Mean, output, target);
        }

        return new(
            V.Count * Unsafe.SizeOf<T>() * 8, ops, end, network.Parameters, values, deltas, input, output, target, statistics, numbers, panels)
        { OutputRange = network.Range, Results = results };
    }

    private static LossOp<T> End(LossStep loss, Operand output, Operand target, Operand? weights = null) =>
        loss.Function.Accept(loss.TakesOver, new LossLowering(loss, output, target, weights)) ?? throw Check.Unvisited(loss.Function);

    private void Lower(NetworkStep step)
    {
        int layer = step.Layer;
        switch (step)
        {
            case AffineStep affine:
                Operand input = Read(step.Input), output = NewFor(step.Output);
                Add(new DenseOp<T, V>(affine.Weight, affine.Bias, Sums(affine), unchecked((int)panels), input, output) { Layer = layer }, step, mayOverwrite: true);
                panels += SampleProduct<T, V>.Length(affine.Weight.Rows, affine.Weight.Columns);
                break;
            case ElementwiseStep elementwise:
                Add(elementwise.Function.Accept(new ElementwiseLowering(this, elementwise)) ?? throw Check.Unvisited(elementwise.Function), step, mayOverwrite: false);
                break;
            case PerNeuronStep perNeuron:
                Add(perNeuron.Function.Accept(new PerNeuronLowering(this, perNeuron)) ?? throw Check.Unvisited(perNeuron.Function), step, mayOverwrite: false);
                break;
            case SoftmaxStep softmax:
                (input, output) = InPlaceIfPossible(step);
                Add(new SoftmaxOp<T, V>(softmax.IsLogarithm, input, output, step.Input.Members, Scratch(step.Input)) { Layer = layer }, step, mayOverwrite: false);
                break;
            case BatchNormalizationStep batch:
                // The sums over a row come first, so its gradient may then be written over the one that came in.
                input = Read(step.Input);
                output = input.Delta >= 0 && !homes.ContainsKey(step.Output.Number) ? Beside(input) : NewFor(step.Output);
                bool isFixed = isFrozen(batch.Scale) && isFrozen(batch.Shift);
                int momentum = AddNumber(position => NumberRange.PositiveFraction.At(batch.Momentum, position, nameof(batch.Momentum)));
                Add(new BatchNormalizationOp<T, V>(momentum, batch, isFixed, statistics, input, output) { Layer = layer }, step, mayOverwrite: true);
                statistics += (int)AlignedBlock<T>.Pad(2L * output.Rows);
                break;
            case LayerNormalizationStep normalization:
                input = Read(step.Input);
                Operand kept = new(NewValue(2 * step.Input.Members), -1, 2 * step.Input.Members);
                Add(new LayerNormalizationOp<T, V>(normalization.Epsilon, normalization.Scale, normalization.Shift, Sums(step), kept, input, NewFor(step.Output), step.Input.Members) { Layer = layer }, step, mayOverwrite: true);
                break;
            case DropoutStep dropout:
                Operand mask = new(NewValue(step.Input.Rows), -1, step.Input.Rows);
                (input, output) = InPlaceIfPossible(step);
                int rate = AddNumber(position => NumberRange.Fraction.At(dropout.Rate, position, nameof(dropout.Rate)));
                Add(new DropoutOp<T, V>(rate, dropout.PerBatch, mask, input, output) { Layer = layer }, step, mayOverwrite: true);
                break;
            case NoiseStep noise:
                (input, output) = InPlaceIfPossible(step);
                int deviation = AddNumber(position => NumberRange.Falling.At(noise.StandardDeviation, position, nameof(noise.StandardDeviation)));
                Add(new GaussianNoiseOp<T, V>(deviation, input, output) { Layer = layer }, step, mayOverwrite: true);
                break;
            case AddStep sum:
                (input, output) = InPlaceIfPossible(step);
                Add(new AddOp<T, V>(input, Read(sum.Other), output) { Layer = layer }, step, mayOverwrite: true);
                break;
            case ConcatenateStep concatenation:
                Concatenate(concatenation);
                break;
            case MemberScalingStep or MemberAffineStep or MemberMeanStep:
                LowerMembers(step);
                break;
            case PiecewiseLinearStep piecewise:
                Lower(piecewise);
                break;
            case PiecewiseAffineStep piecewise:
                Lower(piecewise);
                break;
            case PeriodicAffineStep periodic:
                Lower(periodic);
                break;
            case LookUpStep lookUp:
                Lower(lookUp);
                break;
            default:
                throw new InvalidOperationException($"There is no operation for {step.GetType().Name}.");
        }
    }

    private void Concatenate(ConcatenateStep step)
    {
        Operand whole = homes[step.Output.Number];
        int row = 0;
        bool overwritable = true;
        foreach (Value part in step.Parts)
        {
            if (homes.ContainsKey(part.Number))
            {
                overwritable &= mayOverwrite[part.Number];
            }
            else
            {
                ops.Add(new CopyOp<T, V>(Read(part), Part(whole, row, part.Rows)) { Layer = step.Layer });
            }

            row += part.Rows;
        }

        Put(step.Output, whole, overwritable);
    }

    /// <summary>The parameters of a step whose gradients are summed together: all of them, or none if all are frozen.</summary>
    private ParameterSet? Sums(NetworkStep step) => step.Parameters.All(parameter => isFrozen(parameter)) ? null : new([.. step.Parameters]);

    private void Add(Op<T> op, NetworkStep step, bool mayOverwrite)
    {
        ops.Add(op);
        Put(step.Output, op.Output, mayOverwrite);
    }

    /// <summary>Stores the operand of a result. If several operations read it, each writes its own gradient, and another operation sums them.</summary>
    private void Put(Value value, Operand slot, bool mayOverwrite)
    {
        int number = value.Number;
        places[number] = slot;
        this.mayOverwrite[number] = mayOverwrite && reads[number] == 1;
        if (reads[number] > 1 && slot.Delta >= 0)
        {
            Operand[] own = [.. Enumerable.Range(0, reads[number]).Select(_ => slot with { Delta = NewDelta(slot.Rows) })];
            readers[number] = new(own);
            ops.Add(new ForkOp<T, V>(slot, own) { Layer = ops.Count == 0 ? 0 : ops[^1].Layer });
        }
    }

    private Operand Read(Value value) => readers[value.Number] is { } own ? own.Dequeue() : places[value.Number];

    private (Operand Input, Operand Output) InPlaceIfPossible(NetworkStep step)
    {
        Operand input = Read(step.Input);
        return (input, homes.TryGetValue(step.Output.Number, out Operand home) ? home : mayOverwrite[step.Input.Number] ? input : Beside(input));
    }

    /// <summary>A new buffer for values; the gradient overwrites that of the output.</summary>
    private Operand Beside(Operand input) => input with { Value = NewValue(input.Rows) };

    private Operand NewFor(Value value) =>
        homes.TryGetValue(value.Number, out Operand home) ? home : new(NewValue(value.Rows), needsGradient[value.Number] ? NewDelta(value.Rows) : -1, value.Rows);

    private int NewDelta(int rows) => Add(deltas, new BufferRows(rows));

    private int NewValue(int rows) => Add(values, new BufferRows(rows));

    /// <summary>Some rows of both buffers of an operand.</summary>
    private Operand Part(Operand whole, int firstRow, int rows) => new(
        Add(values, new BufferRows(rows, whole.Value, firstRow)), whole.Delta < 0 ? -1 : Add(deltas, new BufferRows(rows, whole.Delta, firstRow)), rows);

    private static int Add(List<BufferRows> buffers, BufferRows buffer)
    {
        buffers.Add(buffer);
        return buffers.Count - 1;
    }

    /// <summary>Adds a number that may change from step to step; the frame holds its current value.</summary>
    /// <returns>Its index in <see cref="Frame{T}.Numbers"/>.</returns>
    private int AddNumber(Func<TrainingPosition, double> number)
    {
        numbers.Add(number);
        return numbers.Count - 1;
    }
}
