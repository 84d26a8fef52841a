using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// A network with weights. Predicting, reading and saving are safe from any number of threads, also while the model is being
/// trained: training works on its own copy and puts the new weights in place at its end, in one step.
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

    /// <summary>The description this model was built from.</summary>
    public Network Network { get; }

    /// <summary>What goes in per sample: numbers, and codes of categories.</summary>
    public InputShape InputShape { get; }

    /// <summary>Numbers that go in per sample, those that are codes of categories included.</summary>
    public int Inputs => InputShape.Width;

    /// <summary>Numbers that come out per sample.</summary>
    public int Outputs => Plan.Output.Rows;

    /// <summary>Decides every random number of this model.</summary>
    public ulong Seed { get; }

    /// <summary>The arrays in the order of the layers: learnable ones, and state such as running statistics.</summary>
    public IReadOnlyList<Parameter> Parameters => Steps.Parameters.InOrder;

    /// <summary>Number of learnable numbers.</summary>
    public long ParameterCount => Plan.Parameters.Count;

    /// <summary>What it computes.</summary>
    internal NetworkSteps Steps { get; }

    /// <summary>The plan that predicts.</summary>
    internal Plan<T> Plan { get; }

    /// <summary>The plan that trains by a loss, with the same parameters in the same places.</summary>
    /// <exception cref="ArgumentException">If the loss does not fit the network.</exception>
    internal Plan<T> PlanFor(Loss loss, Predicate<Parameter>? isFrozen = null, bool inputGradient = false)
    {
        LossStep end = loss.End(Steps);
        Steps.RequireTrainable(inputGradient);
        return Backend.Lower<T>(Steps, Plan.LaneBits, end, isFrozen, inputGradient);
    }

    /// <summary>
    /// Computes the outputs for one or more samples; those of a sample do not depend on how many come with it. Allocates nothing
    /// once a frame is there. The first call for a few samples makes a second copy of the weights, in the order in which it reads them.
    /// The spans may overlap: then many samples are copied first.
    /// </summary>
    /// <param name="inputs">Samples of <see cref="Inputs"/> numbers, one after the other.</param>
    /// <param name="outputs">Room for <see cref="Outputs"/> numbers per sample.</param>
    /// <exception cref="ArgumentException">If the lengths do not fit; the message says which would. If a category's code is none.</exception>
    public void Predict(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        int rows = inputs.Length / Inputs;
        if (rows * Inputs != inputs.Length)
        {
            throw new ArgumentException($"inputs holds {inputs.Length} numbers, which is not a whole number of samples of {Inputs}.", nameof(inputs));
        }

        if (outputs.Length != (long)rows * Outputs)
        {
            throw new ArgumentException($"outputs has room for {outputs.Length} numbers; {rows} samples of {Outputs} outputs need {(long)rows * Outputs}.", nameof(outputs));
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
            // Chunk by chunk, the outputs of one would be written over inputs that are still to be read.
            PredictFromCopy(inputs, outputs);
            return;
        }

        AlignedBlock<T> block = Block;
        Frame<T> frame = frames.Rent() ?? new Frame<T>(Plan, Plan<T>.Chunk, training: false, members: 1) { Parameters = block };
        frame.Parameters = block;
        Plan.Predict(frame, inputs, outputs);
        frames.Return(frame);
    }

    /// <summary>Computes the outputs for samples that stand one after the other.</summary>
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
    /// <param name="inputs">samples × <see cref="Inputs"/>.</param>
    /// <returns>samples × <see cref="Outputs"/>.</returns>
    /// <exception cref="ArgumentException">If the columns do not fit.</exception>
    public T[,] Predict(T[,] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.GetLength(1) != Inputs)
        {
            throw new ArgumentException($"The model takes {Inputs} numbers per sample, but inputs has {inputs.GetLength(1)} columns.", nameof(inputs));
        }

        T[,] outputs = new T[inputs.GetLength(0), Outputs];
        if (outputs.Length > 0)
        {
            Predict(MemoryMarshal.CreateReadOnlySpan(ref inputs[0, 0], inputs.Length), MemoryMarshal.CreateSpan(ref outputs[0, 0], outputs.Length));
        }

        return outputs;
    }

    /// <summary>A table of layers, output shapes, parameters and bytes.</summary>
    /// <returns>Text, one line per layer.</returns>
    public string Summary() => ModelText.Summary(this);

    /// <summary>
    /// The plan in words: every operation, how it is computed, what was fused, and where the memory goes. With a loss it is the plan
    /// that trains by it, without one the plan that predicts. Nothing large is allocated to find out.
    /// </summary>
    /// <param name="batchSize">For batches of this size, at least 1.</param>
    /// <param name="loss">What training would make small; default none.</param>
    /// <returns>Text, one line per operation.</returns>
    /// <exception cref="ArgumentException">If the loss does not fit the network.</exception>
    public string Explain(int batchSize = 64, Loss? loss = null) => ModelText.Explain(this, batchSize, loss);

    /// <summary>The weights in use, packed when first needed; two threads that come first together both do it, which is harmless.</summary>
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
