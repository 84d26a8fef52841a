using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// A network with weights. Predicting, reading and saving are safe from any number of threads, even while the model is being
/// trained: training works on its own copy of the weights and replaces those of the model in one step at its end.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed partial class Model<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Pool<Frame<T>> frames = new();
    private readonly Pool<SampleFrame<T>> sampleFrames = new();
    private PackedWeights<T>? packed;

    internal Model(Network network, InputShape inputs, ulong seed, int laneBits)
    {
        Network = network;
        InputShape = inputs;
        Seed = seed;
        Steps = network.Write<T>(inputs);
        PartOptions.RequireShallow(network);
        Plan = Backend.Lower<T>(Steps, laneBits);
    }

    /// <summary>The description from which this model was built.</summary>
    public Network Network { get; }

    /// <summary>The inputs per sample: numbers and category codes.</summary>
    public InputShape InputShape { get; }

    /// <summary>The number of inputs per sample, including category codes.</summary>
    public int Inputs => InputShape.Width;

    /// <summary>The number of outputs per sample.</summary>
    public int Outputs => Plan.Output.Rows;

    /// <summary>The seed of all random numbers of this model.</summary>
    public ulong Seed { get; }

    /// <summary>The parameters in the order of the layers: trainable ones, and state such as running statistics.</summary>
    public IReadOnlyList<Parameter> Parameters => Steps.Parameters.InOrder;

    /// <summary>The number of trainable values.</summary>
    public long ParameterCount => Plan.Parameters.Count;

    /// <summary>The steps of the network.</summary>
    internal NetworkSteps Steps { get; }

    /// <summary>The plan for prediction.</summary>
    internal Plan<T> Plan { get; }

    /// <summary>Creates the plan for training with a loss, with the same parameter layout.</summary>
    /// <exception cref="ArgumentException">If the loss does not fit the network.</exception>
    internal Plan<T> PlanFor(Loss loss, Predicate<Parameter>? isFrozen = null, bool inputGradient = false)
    {
        LossStep end = loss.End(Steps);
        Steps.RequireTrainable(inputGradient);
        return Backend.Lower<T>(Steps, Plan.LaneBits, end, isFrozen, inputGradient);
    }

    /// <summary>
    /// Computes the outputs for one or more samples. The outputs of a sample do not depend on the other samples. Nothing is allocated
    /// once a frame exists. The first call for a few samples creates a second copy of the weights, in the order in which it reads them.
    /// The spans may overlap; in that case a large number of samples is copied first.
    /// </summary>
    /// <param name="inputs">Samples of <see cref="Inputs"/> numbers, one after the other.</param>
    /// <param name="outputs">Receives <see cref="Outputs"/> numbers per sample.</param>
    /// <exception cref="ArgumentException">If the lengths do not fit (the message gives the required ones), or a category code is invalid.</exception>
    public void Predict(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        int rows = inputs.Length / Inputs;
        if (rows * Inputs != inputs.Length)
        {
            throw new ArgumentException($"inputs must be a whole number of samples of {Inputs} values, but has {inputs.Length} values.", nameof(inputs));
        }

        if (outputs.Length != (long)rows * Outputs)
        {
            throw new ArgumentException($"outputs must have {(long)rows * Outputs} elements for {rows} samples of {Outputs} outputs, but has {outputs.Length}.", nameof(outputs));
        }

        InputShape.RequireCodes(inputs, "inputs", nameof(inputs));
        if (rows <= SampleFrame<T>.Capacity && Plan.ForSamples is { } plan)
        {
            PackedWeights<T> weights = Pack(plan);
            SampleFrame<T> few = sampleFrames.Rent() ?? new SampleFrame<T>(plan) { Weights = weights };
            few.Weights = weights;
            plan.Predict(few, inputs, outputs);
            sampleFrames.Return(few);
            return;
        }

        if (rows > Plan<T>.Chunk && inputs.Overlaps(outputs))
        {
            // Chunk by chunk, the outputs of one chunk would overwrite inputs that have not been read yet.
            PredictFromCopy(inputs, outputs);
            return;
        }

        AlignedBlock<T> block = Block;
        Frame<T> frame = frames.Rent() ?? new Frame<T>(Plan, Plan<T>.Chunk, training: false, members: 1) { Parameters = block };
        frame.Parameters = block;
        Plan.Predict(frame, inputs, outputs);
        frames.Return(frame);
    }

    /// <summary>Computes the outputs for samples that are stored one after the other.</summary>
    /// <param name="inputs">Samples of <see cref="Inputs"/> numbers.</param>
    /// <returns><see cref="Outputs"/> numbers per sample.</returns>
    /// <exception cref="ArgumentException">If the length does not fit.</exception>
    public T[] Predict(ReadOnlySpan<T> inputs)
    {
        T[] outputs = new T[checked(inputs.Length / Inputs * Outputs)];
        Predict(inputs, outputs);
        return outputs;
    }

    /// <summary>Computes the outputs for a matrix of samples, one row each.</summary>
    /// <param name="inputs">A matrix of samples × <see cref="Inputs"/>.</param>
    /// <returns>A matrix of samples × <see cref="Outputs"/>.</returns>
    /// <exception cref="ArgumentException">If the columns do not fit.</exception>
    public T[,] Predict(T[,] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.GetLength(1) != Inputs)
        {
            throw new ArgumentException($"inputs must have {Inputs} columns, the inputs of the model, but has {inputs.GetLength(1)}.", nameof(inputs));
        }

        T[,] outputs = new T[inputs.GetLength(0), Outputs];
        if (outputs.Length > 0)
        {
            Predict(MemoryMarshal.CreateReadOnlySpan(ref inputs[0, 0], inputs.Length), MemoryMarshal.CreateSpan(ref outputs[0, 0], outputs.Length));
        }

        return outputs;
    }

    /// <summary>Creates a table of layers, output shapes, parameters and bytes.</summary>
    /// <returns>Text, one line per layer.</returns>
    public string Summary() => ModelText.Summary(this);

    /// <summary>
    /// Describes the plan: every operation, how it is computed, what was fused, and how much memory is used. With a loss it describes the plan
    /// for training with that loss, without one the plan for prediction. Nothing large is allocated.
    /// </summary>
    /// <param name="batchSize">The batch size, at least 1; default 64.</param>
    /// <param name="loss">The loss for training; default none.</param>
    /// <returns>Text, one line per operation.</returns>
    /// <exception cref="ArgumentException">If the loss does not fit the network.</exception>
    public string Explain(int batchSize = 64, Loss? loss = null) => ModelText.Explain(this, batchSize, loss);

    /// <summary>Gets the current weights in packed form. They are packed when first needed; two threads may both do it, which is harmless.</summary>
    private PackedWeights<T> Pack(SamplePlan<T> plan)
    {
        AlignedBlock<T> block = Block;
        PackedWeights<T>? known = Volatile.Read(ref packed);
        if (known is null || known.Parameters != block)
        {
            known = new PackedWeights<T>(plan, block);
            Volatile.Write(ref packed, known);
        }

        return known;
    }

    private void PredictFromCopy(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        T[] copy = ArrayPool<T>.Shared.Rent(inputs.Length);
        inputs.CopyTo(copy);
        Predict(copy.AsSpan(0, inputs.Length), outputs);
        ArrayPool<T>.Shared.Return(copy);
    }
}
