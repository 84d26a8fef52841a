using System.Numerics;
using Descent.Engine;
using Descent.Numerics.Memory;

namespace Descent.Models;

/// <summary>
/// A network with weights. Predicting is safe from any number of threads, also while the model is being trained: training
/// works on its own copy and puts the new weights in place at its end, in one step.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Model<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Pool<Frame<T>> frames = new();
    private readonly Pool<SampleFrame<T>> sampleFrames = new();
    private AlignedBlock<T>? parameters;
    private PackedWeights<T>? packed;
    private int training;

    internal Model(Network network, int inputs, ulong seed, int laneBits)
    {
        Network = network;
        Inputs = inputs;
        Seed = seed;
        Plan = network.Compile<T>(inputs, laneBits);
    }

    /// <summary>The description this model was built from.</summary>
    public Network Network { get; }

    /// <summary>Numbers that go in per sample.</summary>
    public int Inputs { get; }

    /// <summary>Numbers that come out per sample.</summary>
    public int Outputs => Plan.Output.Rows;

    /// <summary>Decides every random number of this model.</summary>
    public ulong Seed { get; }

    /// <summary>The arrays in the order of the layers: learnable ones, and state such as running statistics.</summary>
    public IReadOnlyList<Parameter> Parameters => Plan.Parameters.InOrder;

    /// <summary>Number of learnable numbers.</summary>
    public long ParameterCount => Plan.Parameters.Count;

    internal Plan<T> Plan { get; }

    /// <summary>
    /// The weights in use. Whoever writes them makes a new block and swaps it in: readers never see half a change. The first ones
    /// are drawn when they are first asked for: training from fresh weights draws its own, and would only hold these as well.
    /// </summary>
    internal AlignedBlock<T> Block
    {
        get => Volatile.Read(ref parameters) ?? Interlocked.CompareExchange(ref parameters, Plan.Parameters.Initialize<T>(Seed), null) ?? parameters;
        set => Volatile.Write(ref parameters, value);
    }

    /// <summary>A copy of one learnable array, row after row.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <returns>The numbers.</returns>
    /// <exception cref="ArgumentException">If there is no such array; the message lists those there are.</exception>
    public T[] GetParameter(string name)
    {
        Parameter parameter = Find(name);
        return Block.Span.Slice(parameter.Offset, parameter.Count).ToArray();
    }

    /// <summary>Replaces one learnable array.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <param name="values">Its numbers, row after row, all finite.</param>
    /// <exception cref="ArgumentException">If there is no such array, or the numbers do not fit it.</exception>
    public void SetParameter(string name, ReadOnlySpan<T> values)
    {
        Parameter parameter = Find(name);
        if (values.Length != parameter.Count)
        {
            throw new ArgumentException($"{name} holds {parameter.Count} numbers of shape [{string.Join(", ", parameter.Shape)}], but {values.Length} came.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; parameters are finite numbers.", nameof(values));
            }

            if (!parameter.Trains && parameter.Bounds is { } bounds && double.CreateTruncating(values[i]) < bounds.Low)
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; it is at least {bounds.Low}.", nameof(values));
            }
        }

        AlignedBlock<T> changed = Block.Copy();
        values.CopyTo(changed.Span.Slice(parameter.Offset, parameter.Count));
        Block = changed;
    }

    /// <summary>
    /// Computes the outputs for one or more samples; those of a sample do not depend on how many come with it. Allocates nothing
    /// once a frame is there. The first call for a few samples makes a second copy of the weights, in the order in which it reads them.
    /// </summary>
    /// <param name="inputs">Samples of <see cref="Inputs"/> numbers, one after the other.</param>
    /// <param name="outputs">Room for <see cref="Outputs"/> numbers per sample.</param>
    /// <exception cref="ArgumentException">If the lengths do not fit; the message says which would.</exception>
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

        if (rows <= SampleFrame<T>.Capacity && Plan.TakesSamples)
        {
            PackedWeights<T> weights = Pack();
            SampleFrame<T> few = sampleFrames.Rent() ?? new SampleFrame<T>(Plan) { Weights = weights };
            few.Weights = weights;
            Plan.Predict(few, inputs, outputs);
            sampleFrames.Return(few);
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

        T[] flat = Predict(inputs.Cast<T>().ToArray().AsSpan());
        T[,] outputs = new T[inputs.GetLength(0), Outputs];
        for (int i = 0; i < flat.Length; i++)
        {
            outputs[i / Outputs, i % Outputs] = flat[i];
        }

        return outputs;
    }

    /// <summary>A table of layers, output shapes, parameters and bytes.</summary>
    /// <returns>Text, one line per layer.</returns>
    public string Summary() => ModelText.Summary(this);

    /// <summary>The plan in words: every operation, how it is computed, what was fused, and where the memory goes.</summary>
    /// <param name="batchSize">For batches of this size.</param>
    /// <returns>Text, one line per operation.</returns>
    public string Explain(int batchSize = 64) => ModelText.Explain(this, batchSize);

    /// <summary>Whether <see cref="Block"/> was drawn or set.</summary>
    internal bool HasBlock => Volatile.Read(ref parameters) is not null;

    /// <summary>Marks the model as being trained, which only one may do at a time.</summary>
    internal void BeginTraining()
    {
        if (Interlocked.Exchange(ref training, 1) == 1)
        {
            throw new InvalidOperationException("This model is being trained already. Wait for that Fit to return, or train another model.");
        }
    }

    internal void EndTraining() => Volatile.Write(ref training, 0);

    private Parameter Find(string name) =>
        Parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException($"There is no parameter '{name}'. There are: {string.Join(", ", Parameters.Select(p => p.Name))}.", nameof(name));

    /// <summary>The weights in use, packed when first needed; two threads that come first together both do it, which is harmless.</summary>
    private PackedWeights<T> Pack()
    {
        AlignedBlock<T> block = Block;
        PackedWeights<T>? known = Volatile.Read(ref packed);
        if (known is null || known.Parameters != block)
        {
            known = new PackedWeights<T>(Plan, block);
            Volatile.Write(ref packed, known);
        }

        return known;
    }
}
