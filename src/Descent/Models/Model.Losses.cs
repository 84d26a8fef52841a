using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <content>Losses and penalties for the current outputs and weights.</content>
public sealed partial class Model<T>
{
    /// <summary>Computes the loss of the model's predictions for some rows, in inference mode: with running statistics, without masks and noise. Penalties are not included.</summary>
    /// <param name="data">The rows, with weights or without.</param>
    /// <param name="loss">The loss.</param>
    /// <returns>The loss over all rows, reduced as for one batch.</returns>
    /// <exception cref="ArgumentException">If rows, loss and model do not fit each other, or a target is invalid for the loss.</exception>
    /// <example><c>double onTest = model.Loss(test, new CategoricalCrossEntropy());</c></example>
    public double Loss(Dataset data, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.InputColumns != Inputs || data.TargetColumns != Outputs)
        {
            throw new ArgumentException($"The rows must have {Inputs} inputs and {Outputs} targets, but have {data.InputColumns} and {data.TargetColumns}.", nameof(data));
        }

        ArgumentNullException.ThrowIfNull(loss);
        Dataset<T> rows = data.As<T>();
        if (rows.Rows == 0)
        {
            throw new ArgumentException("There are no rows, so there is no loss.", nameof(data));
        }

        InputShape.RequireCodes(rows.Inputs.Span, "data", nameof(data));
        TargetCheck.Require(this, loss, rows.Targets.Span, "given");

        // Not computed from the outputs: a probability rounded to 1 in float has less information than the input of the sigmoid.
        return Sum(Backend.Lower<T>(Steps, Plan.LaneBits, loss.End(Steps)), Block, rows.Inputs.Span, rows.Targets.Span, rows.Weights.Span);
    }

    /// <summary>
    /// Computes the loss of given outputs, such as an average of several models' predictions. For probabilities that are rounded to 0 or 1 in <typeparamref name="T"/>, a logarithmic loss is
    /// that of the smallest positive number; <see cref="Loss(Dataset, Loss)"/> is exact, because it uses the input of the last activation.
    /// </summary>
    /// <param name="outputs">Samples of <see cref="Outputs"/> numbers, one after the other, in the form of this network's last layer: after a softmax, probabilities.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="weights">A weight per sample; empty, the default, means 1.</param>
    /// <returns>The loss over all samples, reduced as for one batch.</returns>
    /// <exception cref="ArgumentException">If the lengths, or the loss and the model, do not fit each other, or a target is invalid for the loss.</exception>
    public double Loss(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Loss loss, ReadOnlySpan<T> weights = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        int rows = outputs.Length / Outputs;
        if (rows == 0 || rows * Outputs != outputs.Length || targets.Length != outputs.Length || (weights.Length > 0 && weights.Length != rows))
        {
            throw new ArgumentException($"At least one sample is needed, each with {Outputs} outputs, {Outputs} targets and one weight, or no weights at all, but there are {outputs.Length} outputs, {targets.Length} targets and {weights.Length} weights.", nameof(outputs));
        }

        TargetCheck.Require(this, loss, targets, "given");
        if (loss is not PerHead)
        {
            return Loss(Steps, outputs, targets, loss, weights);
        }

        double sum = 0;
        int first = 0;
        LossStep whole = loss.End(Steps);
        foreach ((HeadLossStep head, Loss own) in whole.Heads!.Zip(((PerHead)loss).Losses))
        {
            int width = head.Head.Output.Rows;
            sum += head.Factor * Loss(head.Head, Columns(outputs, first, width), Columns(targets, first, width), own with { Reduction = Reduction.Sum }, weights);
            first += width;
        }

        return whole.Function.Scale(rows, Outputs) * sum;
    }

    /// <summary>Copies some columns of each sample.</summary>
    private T[] Columns(ReadOnlySpan<T> samples, int first, int width)
    {
        T[] columns = new T[samples.Length / Outputs * width];
        for (int row = 0; row * width < columns.Length; row++)
        {
            samples.Slice((row * Outputs) + first, width).CopyTo(columns.AsSpan(row * width));
        }

        return columns;
    }

    /// <summary>Computes the loss of given outputs of the network or of one of its heads.</summary>
    private double Loss(NetworkSteps network, ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Loss loss, ReadOnlySpan<T> weights)
    {
        // A loss that is fused with the last activation needs the input of the activation, which is the inverse of its output.
        NetworkSteps steps = Ending(network, network.End);
        LossStep end = loss.End(steps);
        if (!end.TakesOver)
        {
            steps = Ending(network, null);
            end = loss.End(steps);
        }

        return Sum(Backend.Lower<T>(steps, Plan.LaneBits, end, inputGradient: true), new AlignedBlock<T>(0), outputs, targets, weights);
    }

    /// <summary>Computes the loss at the end of a plan.</summary>
    private static double Sum(Plan<T> plan, AlignedBlock<T> parameters, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights)
    {
        int width = plan.Input.Rows, targetWidth = plan.Target.Rows, rows = inputs.Length / width;
        Frame<T> frame = new(plan, Math.Min(rows, Plan<T>.Chunk), training: true, members: 1) { Parameters = parameters };
        T scale = T.CreateTruncating(plan.Loss!.Scale(rows));
        double sum = 0;
        for (int done = 0; done < rows; done += frame.Columns)
        {
            frame.Columns = Math.Min(frame.Capacity, rows - done);
            Transposition<T>.Gather(inputs.Slice(done * width, frame.Columns * width), frame.Value(plan.Input));
            Transposition<T>.Gather(targets.Slice(done * targetWidth, frame.Columns * targetWidth), frame.Value(plan.Target));
            Span<T> factors = frame.Weights.PaddedRow(0);
            factors.Clear();
            for (int i = 0; i < frame.Columns; i++)
            {
                factors[i] = weights.IsEmpty ? scale : scale * weights[done + i];
            }

            plan.Pass(frame, 0, 0, 1, gradient: false);
            foreach (T part in frame.Losses.Row(0))
            {
                sum += double.CreateTruncating(part);
            }
        }

        GC.KeepAlive(frame);
        return sum;
    }

    /// <summary>Creates a network that inverts the last activation and applies it again, or the identity with the range of the network's outputs.</summary>
    private static NetworkSteps Ending(NetworkSteps network, NetworkStep? last)
    {
        StepBuilder steps = new(network.Output.Rows);
        switch (last)
        {
            case SoftmaxStep softmax:
                // The softmax of the logarithms of probabilities gives these probabilities, and log-softmax maps its own results to themselves.
                if (!softmax.IsLogarithm)
                {
                    steps.Elementwise("logarithm", new InverseFunction(IsLogit: false));
                }

                steps.Softmax(softmax.IsLogarithm);
                break;
            case ElementwiseStep elementwise:
                steps.Elementwise("inverse", new InverseFunction(IsLogit: elementwise.Range == OutputRange.UnitInterval));
                steps.Elementwise(elementwise.Name, elementwise.Function);
                break;
            default:
                steps.Elementwise("as given", new AsGiven(network.Range));
                break;
        }

        return steps.Finish(AlignedBlock<T>.PerAlignment);
    }

    /// <summary>
    /// Computes the penalty on the model's weights, <c>Σ (½·q·w² + a·|w|)</c>, where <c>q·w + a·sign w</c> is the term that training adds to a gradient. Weights that parameter groups exempt are included.
    /// </summary>
    /// <param name="regularizer">The penalty; a limit on norms adds nothing.</param>
    /// <param name="batchSize">The number of rows in a batch, for a penalty that is divided by it; default 1.</param>
    /// <param name="position">The point in training, for strengths that are schedules; default the first update.</param>
    /// <returns>The penalty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If the batch size is below 1.</exception>
    /// <exception cref="ArgumentException">If the penalty's slopes are not finite.</exception>
    public double Penalty(Regularizer regularizer, int batchSize = 1, TrainingPosition? position = null)
    {
        ArgumentNullException.ThrowIfNull(regularizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (double quadratic, double absolute) = regularizer.FiniteSlopes(batchSize, position ?? new TrainingPosition(0, 1));
        AlignedBlock<T> block = Block;
        double sum = 0;
        foreach (Parameter parameter in Parameters.Where(parameter => parameter.Trains && (parameter.Decays || regularizer.PenalizesAll)))
        {
            foreach (T weight in block.Span.Slice(parameter.Offset, parameter.Count))
            {
                double value = double.CreateTruncating(weight);
                sum += (quadratic * value * value / 2) + (absolute * Math.Abs(value));
            }
        }

        GC.KeepAlive(block);
        return sum;
    }

    /// <summary>The identity, with the range of the network's outputs.</summary>
    private sealed class AsGiven(OutputRange range) : IElementwiseFunction
    {
        public OutputRange Range => range;

        public TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor)
            where V : struct, ILane<V> => ((IElementwiseFunction)new Linear()).Accept(visitor);
    }
}
