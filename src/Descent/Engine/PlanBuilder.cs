using System.Numerics;
using Descent.Initializers;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Engine;

/// <summary>
/// Walks a description once and writes down what to do: operations in order, parameters, and the buffers between them.
/// The type parameter <typeparamref name="V"/> ends here: the finished plan does not show the width of its registers.
/// </summary>
internal sealed partial class PlanBuilder<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly List<Op<T>> ops = [];
    private readonly List<Parameter> parameters = [];
    private readonly List<int> valueRows = [], deltaRows = [];
    private readonly Slot input;
    private LossOp<T>? loss;
    private Slot beforeActivation;
    private string? untrainable;

    // Whether the operation that made Current looks at its output no more on the way back: not after an activation.
    private long panels;
    private bool mayOverwrite;

    /// <summary>A plan for samples of <paramref name="inputs"/> numbers.</summary>
    /// <param name="inputs">Inputs per sample.</param>
    /// <param name="inputGradient">Whether the gradient with respect to the inputs is wanted as well.</param>
    public PlanBuilder(int inputs, bool inputGradient = false)
    {
        input = Current = NewSlot(inputs, inputGradient);
    }

    /// <summary>The result of the last operation so far.</summary>
    public Slot Current { get; private set; }

    /// <summary>Neurons of the layer so far.</summary>
    public int Width => Current.Rows;

    /// <summary>What is known of the values of <see cref="Current"/>.</summary>
    public OutputRange Range { get; private set; }

    /// <summary>The next layer after the one being compiled that is not seen through (see <see cref="Layer.IsSeenThrough"/>), if any.</summary>
    public Layer? Next { get; set; }

    /// <summary>Number of the layer being compiled; an activation counts as a layer of its own.</summary>
    public int LayerIndex { get; private set; } = -1;

    /// <summary>Where the targets of a training plan are put.</summary>
    public Slot Target { get; private set; }

    /// <summary>Whether the last layer was a logistic function, which a loss can take over.</summary>
    public bool EndsInLogistic { get; private set; }

    /// <summary>Whether the last layer was an exponential, which a loss can take over.</summary>
    public bool EndsInExponential { get; private set; }

    /// <summary>Whether the last layer was a softmax or its logarithm, which a loss can take over.</summary>
    public bool EndsInSoftmax { get; private set; }

    /// <summary>Starts the next layer.</summary>
    public void BeginLayer() => LayerIndex++;

    /// <summary>Declares a parameter <c>layers.(index).(name)</c>.</summary>
    public Parameter AddParameter(string name, int rows, int columns, bool isVector, bool decays, Initializer initializer, (double Low, double High)? bounds = null, bool trains = true)
    {
        if ((long)rows * columns > Array.MaxLength)
        {
            throw new ArgumentException($"layers.{LayerIndex}.{name} would hold {(long)rows * columns:N0} numbers; one array holds at most {Array.MaxLength:N0}. Use a narrower layer.");
        }

        Parameter parameter = new($"layers.{LayerIndex}.{name}", rows, columns, isVector, decays, initializer, bounds, trains);
        parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Y = W·X + b.</summary>
    public void Dense(int units, Initializer weightInitializer, Initializer? biasInitializer)
    {
        Parameter weight = AddParameter("weight", units, Width, isVector: false, decays: true, weightInitializer);
        Parameter? bias = biasInitializer is null ? null : AddParameter("bias", 1, units, isVector: true, decays: false, biasInitializer);
        Slot output = NewSlot(units);
        Add(new DenseOp<T, V>(weight, bias, unchecked((int)panels), Current, output) { Layer = LayerIndex }, output, OutputRange.Unbounded);
        panels += SampleProduct<T, V>.Length(units, weight.Columns);
        mayOverwrite = true;
    }

    /// <summary>A parameter-free activation.</summary>
    /// <param name="name">For explanations.</param>
    /// <param name="kernel">The function.</param>
    /// <param name="range">Where its values lie.</param>
    /// <param name="logistic">Whether it is the logistic function.</param>
    /// <param name="exponential">Whether it is the exponential function.</param>
    public void Elementwise<K>(string name, K kernel, OutputRange range = OutputRange.Unbounded, bool logistic = false, bool exponential = false)
        where K : struct, IElementwise<V>
    {
        // The gradient buffer is shared: dx may be written over dy. The value buffer only when neither this derivative needs
        // the input nor the operation before needs its own output.
        Slot output = K.NeedsInput || !mayOverwrite ? Current with { Value = NewValue(Width) } : Current;
        Slot source = Current;
        Add(new ElementwiseOp<T, V, K>(name, kernel, source, output) { Layer = LayerIndex }, output, range);
        beforeActivation = source;
        (EndsInLogistic, EndsInExponential) = (logistic, exponential);
    }

    /// <summary>An activation with one learnable parameter per neuron.</summary>
    public void PerNeuron<K>(string name, K kernel, string parameterName, double start, (double Low, double High)? bounds)
        where K : struct, IPerNeuron<V>
    {
        Parameter parameter = AddParameter(parameterName, 1, Width, isVector: true, decays: false, new Constant(start), bounds);
        Slot output = NewSlot(Width);
        Slot? kept = K.Keeps ? new Slot(NewValue(Width), -1, Width) : null;
        Add(new PerNeuronOp<T, V, K>(name, kernel, parameter, Current, output, kept) { Layer = LayerIndex }, output, OutputRange.Unbounded);
    }

    /// <summary>A number of a layer or a loss in all lanes; refused where the type of the network cannot hold it.</summary>
    public static V Number(double value, string owner, string name) => T.IsFinite(T.CreateTruncating(value))
        ? V.Splat(value)
        : throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{owner}'s {name} is {value}, too large for a network of type {typeof(T).Name}. Use a smaller number."));

    /// <summary>Softmax over the layer.</summary>
    public void Softmax() => OverLayer("softmax", OutputRange.Distribution, (source, output) => new SoftmaxOp<T, V>(source, output) { Layer = LayerIndex });

    /// <summary>Logarithm of the softmax over the layer.</summary>
    public void LogSoftmax() => OverLayer("log-softmax", OutputRange.LogDistribution, (source, output) => new LogSoftmaxOp<T, V>(source, output) { Layer = LayerIndex });

    /// <summary>Makes a layer that gradients cannot pass the reason to refuse every loss.</summary>
    /// <param name="reason">What is wrong, and the fix.</param>
    public void RefuseTraining(string reason) => untrainable = reason;

    /// <summary>Takes back the last activation, because a loss computes it together with itself.</summary>
    /// <returns>The numbers before that activation.</returns>
    public Slot TakeBackActivation()
    {
        ops.RemoveAt(ops.Count - 1);
        return Current = beforeActivation;
    }

    /// <summary>Ends the plan with a loss.</summary>
    /// <exception cref="ArgumentException">If nothing can be learnt.</exception>
    public void SetLoss(LossOp<T> op) => loss = untrainable is not null ? throw new ArgumentException(untrainable)
        : parameters.Exists(p => p.Trains) || input.Delta >= 0 ? op
        : throw new ArgumentException("The network has no parameters to learn. Put a Dense layer in.");

    /// <summary>Makes room for the targets.</summary>
    public Slot AddTarget() => Target = new Slot(NewValue(Width), -1, Width);

    /// <summary>The finished plan.</summary>
    public Plan<T> Finish() => new(V.Count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>() * 8, ops, loss, new ParameterTable(parameters, Numerics.Memory.AlignedBlock<T>.PerAlignment), valueRows, deltaRows, input, Current, Target, LayerIndex + 1, statistics, numbers, panels) { OutputRange = Range };

    private void OverLayer(string name, OutputRange range, Func<Slot, Slot, Op<T>> create)
    {
        if (IsInput(Current))
        {
            throw new ArgumentException($"A {name} needs a layer before it. Put a Dense layer first.");
        }

        Slot source = Current, output = mayOverwrite ? Current : Current with { Value = NewValue(Width) };
        Add(create(source, output), output, range);
        beforeActivation = source;
        EndsInSoftmax = true;
    }

    private void Add(Op<T> op, Slot output, OutputRange range)
    {
        ops.Add(op);
        Current = output;
        Range = range;
        EndsInLogistic = EndsInExponential = EndsInSoftmax = mayOverwrite = false;
    }

    private static bool IsInput(Slot slot) => slot.Value == 0;

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
}
