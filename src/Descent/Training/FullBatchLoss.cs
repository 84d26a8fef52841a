using System.Numerics;
using System.Numerics.Tensors;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// The function that a <see cref="FullBatchOptimizer"/> minimizes: the loss over all training rows plus the penalty, as a function of one vector of the trained
/// weights. Rows are processed in parts; losses and gradients of the parts are added in double, in order, so the bits do not depend on the number of threads.
/// </summary>
internal sealed class FullBatchLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of rows that are processed at a time. It is part of the result: gradients of a part are summed in <typeparamref name="T"/>.</summary>
    public const int Part = 1024;

    private readonly Stepper<T> stepper;
    private readonly int[] order;
    private readonly Parameter[] parameters;
    private readonly double[] penalties, widened;

    /// <summary>Creates the function for a training run.</summary>
    /// <param name="compiled">The compiled training.</param>
    /// <param name="model">The model.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="weights">The weights of rows; empty for 1.</param>
    /// <param name="stepper">Computes losses and gradients, and has the weights.</param>
    public FullBatchLoss(CompiledTraining<T> compiled, Model<T> model, Dataset<T> rows, ReadOnlyMemory<T> weights, Stepper<T> stepper)
    {
        this.stepper = stepper;
        (Compiled, Model, Rows, RowWeights) = (compiled, model, rows, weights);
        order = [.. Enumerable.Range(0, rows.Rows)];
        parameters = compiled.Groups.InOrder;
        Count = parameters.Sum(parameter => parameter.Count);
        widened = new double[parameters.Max(parameter => parameter.Count)];
        Regularizer? penalty = compiled.Options.Regularizer;
        double quadratic = penalty?.FiniteSlopes(rows.Rows, new TrainingPosition(0, 1)).Quadratic ?? 0;
        penalties = [.. parameters.Select(parameter => compiled.Groups.Decays(parameter) || penalty is { PenalizesAll: true } ? quadratic * compiled.Groups.DecayFactor(parameter) : 0)];
    }

    public CompiledTraining<T> Compiled { get; }

    public Model<T> Model { get; }

    public Dataset<T> Rows { get; }

    public ReadOnlyMemory<T> RowWeights { get; }

    /// <summary>The number of trained weights.</summary>
    public int Count { get; }

    /// <summary>The number of threads.</summary>
    public int Threads => stepper.Members;

    /// <summary>All parameters, with the present values of the trained ones.</summary>
    public AlignedBlock<T> Block => stepper.Parameters;

    /// <summary>The loss at the last evaluation, without the penalty.</summary>
    public double Loss { get; private set; }

    /// <summary>The factor q of the penalty ½·q·w² of each trained parameter.</summary>
    public IEnumerable<(Parameter Parameter, double Factor)> Penalties => parameters.Zip(penalties);

    /// <summary>Copies the trained weights into a vector.</summary>
    public void Read(Span<double> vector) => Gather(stepper.Parameters.Span, vector);

    /// <summary>Sets the trained weights, rounded to <typeparamref name="T"/>.</summary>
    public void Write(ReadOnlySpan<double> vector)
    {
        foreach (Parameter parameter in parameters)
        {
            TensorPrimitives.ConvertTruncating(vector[..parameter.Count], stepper.Parameters.Span.Slice(parameter.Offset, parameter.Count));
            vector = vector[parameter.Count..];
        }
    }

    /// <summary>Computes the function and its gradient at the present weights.</summary>
    /// <param name="gradient">Receives the gradient; empty if it is not wanted.</param>
    /// <returns>The loss plus the penalty; if the loss is not finite, the gradient is not computed.</returns>
    public double Evaluate(Span<double> gradient)
    {
        gradient.Clear();
        Loss = 0;
        for (int done = 0; done < order.Length; done += stepper.Capacity)
        {
            Loss += stepper.PartOf(order, done, Math.Min(stepper.Capacity, order.Length - done), isGradientWanted: !gradient.IsEmpty);
            if (!double.IsFinite(Loss))
            {
                return Loss;
            }

            if (!gradient.IsEmpty)
            {
                Accumulate(gradient);
            }
        }

        if (!gradient.IsEmpty)
        {
            Publish(gradient);
        }

        return Loss + Penalty(gradient);
    }

    /// <summary>Gathers the trained parameters' values from a block.</summary>
    public void Gather(ReadOnlySpan<T> block, Span<double> vector)
    {
        foreach (Parameter parameter in parameters)
        {
            TensorPrimitives.ConvertTruncating(block.Slice(parameter.Offset, parameter.Count), vector[..parameter.Count]);
            vector = vector[parameter.Count..];
        }
    }

    private void Accumulate(Span<double> gradient)
    {
        foreach (Parameter parameter in parameters)
        {
            Span<double> part = widened.AsSpan(0, parameter.Count);
            TensorPrimitives.ConvertTruncating(stepper.Gradients.Span.Slice(parameter.Offset, parameter.Count), part);
            TensorPrimitives.Add(gradient[..parameter.Count], part, gradient[..parameter.Count]);
            gradient = gradient[parameter.Count..];
        }
    }

    /// <summary>Makes the gradient over all rows, instead of that of the last part, the one that callbacks see.</summary>
    private void Publish(ReadOnlySpan<double> gradient)
    {
        foreach (Parameter parameter in parameters)
        {
            TensorPrimitives.ConvertTruncating(gradient[..parameter.Count], stepper.Gradients.Span.Slice(parameter.Offset, parameter.Count));
            gradient = gradient[parameter.Count..];
        }
    }

    private double Penalty(Span<double> gradient)
    {
        double sum = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            int count = parameters[i].Count;
            if (penalties[i] != 0)
            {
                Span<double> values = widened.AsSpan(0, count);
                TensorPrimitives.ConvertTruncating(stepper.Parameters.Span.Slice(parameters[i].Offset, count), values);
                sum += penalties[i] / 2 * Reductions.Product<double>(values, values);
                for (int j = 0; j < count && !gradient.IsEmpty; j++)
                {
                    gradient[j] += penalties[i] * values[j];
                }
            }

            gradient = gradient.IsEmpty ? gradient : gradient[count..];
        }

        return sum;
    }
}
