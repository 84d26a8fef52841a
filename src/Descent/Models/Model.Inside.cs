using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <content>The internals of a model: the outputs of every layer and the gradients of every parameter.</content>
public sealed partial class Model<T>
{
    /// <summary>Computes the outputs of every layer for some samples, in inference mode: running statistics, no masks, no noise.</summary>
    /// <param name="inputs">Samples of <see cref="Inputs"/> numbers, one after the other.</param>
    /// <returns>
    /// One entry per layer that computes something, in the order of computation. An activation, and every layer inside another, has its own entry.
    /// Inside <see cref="Members"/> an entry has the values of all members, one member after the other; their mean comes last.
    /// </returns>
    /// <exception cref="ArgumentException">If the length does not fit.</exception>
    /// <example><c>T[,] hidden = model.Activations(inputs)[1].Values;</c></example>
    public IReadOnlyList<LayerOutput<T>> Activations(ReadOnlySpan<T> inputs)
    {
        int rows = inputs.Length / Inputs;
        if (rows * Inputs != inputs.Length)
        {
            throw new ArgumentException($"inputs must be a whole number of samples of {Inputs} values, but has {inputs.Length} values.", nameof(inputs));
        }

        InputShape.RequireCodes(inputs, "inputs", nameof(inputs));
        LayerOutput<T>[] outputs = [.. Plan.Results.Select(result => new LayerOutput<T>(result.Layer, Steps.Layers[result.Layer].Layer, new T[rows, result.Place.Rows]))];
        Frame<T> frame = new(Plan, Math.Clamp(rows, 1, Plan<T>.Chunk), training: false, members: 1) { Parameters = Block };
        for (int done = 0; done < rows; done += frame.Columns)
        {
            frame.Columns = Math.Min(frame.Capacity, rows - done);
            Transposition<T>.Gather(inputs.Slice(done * Inputs, frame.Columns * Inputs), frame.Value(Plan.Input));

            // A later operation may overwrite these results, so they are copied before it runs.
            int next = 0;
            for (int i = 0; i <= Plan.Ops.Count; i++)
            {
                for (; next < outputs.Length && Plan.Results[next].After == i; next++)
                {
                    Copy(frame.Value(Plan.Results[next].Place), outputs[next].Values, done);
                }

                if (i < Plan.Ops.Count)
                {
                    Plan.Ops[i].Forward(frame, frame.All);
                }
            }
        }

        GC.KeepAlive(frame);
        return outputs;
    }

    /// <summary>
    /// Computes the loss of a batch and its derivatives, in training mode: normalizations use the statistics of the batch, and masks and noise are those of the first update.
    /// The model, including its running statistics, does not change. For a network that ends in <see cref="Members"/>, the loss is the mean of the members' losses.
    /// </summary>
    /// <param name="batch">The rows, with weights or without.</param>
    /// <param name="loss">The loss; penalties are not included.</param>
    /// <returns>The loss, and its derivatives with respect to every parameter that trains and to every input.</returns>
    /// <exception cref="ArgumentException">If batch, loss and model do not fit each other, or a target is invalid for the loss.</exception>
    /// <example><c>double slope = model.Gradients(batch, new MeanSquaredError()).Parameters["layers.0.bias"][0];</c></example>
    public BatchGradients<T> Gradients(Dataset batch, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        if (batch.InputColumns != Inputs || batch.TargetColumns != Outputs || batch.Rows == 0)
        {
            throw new ArgumentException($"The batch must have at least one row of {Inputs} inputs and {Outputs} targets, but has {batch.Rows} rows of {batch.InputColumns} and {batch.TargetColumns}.", nameof(batch));
        }

        Dataset<T> rows = batch.As<T>();
        InputShape.RequireCodes(rows.Inputs.Span, "batch", nameof(batch));
        TargetCheck.Require(this, loss, rows.Targets.Span, "given");
        Plan<T> plan = PlanFor(loss, inputGradient: true);
        AlignedBlock<T> own = Block.Copy(), gradients = new(own.Length);
        Frame<T> frame = new(plan, rows.Rows, training: true, members: 1) { Parameters = own, Gradients = gradients, Columns = rows.Rows, Learning = true, Seed = Seed };
        Transposition<T>.Gather(rows.Inputs.Span, frame.Value(plan.Input));
        Transposition<T>.Gather(rows.Targets.Span, frame.Value(plan.Target));
        Span<T> weights = frame.Weights.PaddedRow(0);
        weights.Clear();
        T scale = T.CreateTruncating(plan.Loss!.Scale(rows.Rows));
        for (int row = 0; row < rows.Rows; row++)
        {
            weights[row] = rows.Weights.IsEmpty ? scale : scale * rows.Weights.Span[row];
        }

        int phases = plan.Phases(learning: true, gradient: true, rows.Rows, members: 1);
        for (int phase = 0; phase < phases; phase++)
        {
            plan.Pass(frame, phase, 0, 1, gradient: true);
        }

        if (!Plan<T>.SumsInPass(rows.Rows, members: 1))
        {
            plan.Gradient(frame, 0, 1);
        }

        double sum = 0;
        foreach (T part in frame.Losses.Row(0))
        {
            sum += double.CreateTruncating(part);
        }

        T[,] ofInputs = new T[rows.Rows, Inputs];
        Copy(frame.Delta(plan.Input), ofInputs, 0);
        OrderedDictionary<string, T[]> ofParameters = new(StringComparer.Ordinal);
        foreach (Parameter parameter in Parameters.Where(parameter => parameter.Trains))
        {
            ofParameters.Add(parameter.Name, Copy(gradients, parameter));
        }

        GC.KeepAlive(frame);
        return new BatchGradients<T>(sum, ofParameters, ofInputs);
    }

    private static void Copy(Matrix<T> columns, T[,] rows, int first)
    {
        for (int neuron = 0; neuron < columns.Rows; neuron++)
        {
            ReadOnlySpan<T> values = columns.Row(neuron);
            for (int row = 0; row < values.Length; row++)
            {
                rows[first + row, neuron] = values[row];
            }
        }
    }
}

/// <summary>The output of a layer.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Index">The number of the layer, as in the names of parameters.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Values">The values, samples × neurons.</param>
public sealed record LayerOutput<T>(int Index, Layer Layer, T[,] Values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>A loss and its derivatives.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Loss">The loss of the batch, with the reduction of the loss function.</param>
/// <param name="Parameters">Its derivatives with respect to each trainable parameter, row by row, by name and in the order of the layers.</param>
/// <param name="Inputs">Its derivatives with respect to the inputs, samples × inputs.</param>
public sealed record BatchGradients<T>(double Loss, IReadOnlyDictionary<string, T[]> Parameters, T[,] Inputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
