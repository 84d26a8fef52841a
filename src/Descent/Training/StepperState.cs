using System.Numerics;
using System.Numerics.Tensors;
using Descent.Numerics;

namespace Descent;

/// <summary>The training state of a <see cref="Stepper{T}"/>.</summary>
internal sealed class StepperState<T>(Model<T> model, Stepper<T> stepper) : TrainingState
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Frame<T>? frame;

    /// <summary>Predicts with the current weights.</summary>
    /// <param name="inputs">Rows of inputs.</param>
    /// <param name="outputs">Receives a row of outputs for each row of inputs.</param>
    public void Predict(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        frame ??= new Frame<T>(model.Plan, Plan<T>.Chunk, training: false, members: 1) { Parameters = stepper.Parameters };
        model.Plan.Predict(frame, inputs, outputs);
    }

    public override double GradientNorm() => stepper.GradientNorm();

    public override double[] GetParameter(string name) => Copy(stepper.Parameters, Find(name));

    public override double[] GetGradient(string name) => stepper.Trains(Find(name)) ? Copy(stepper.Gradients, Find(name)) : new double[Find(name).Count];

    private static double[] Copy(AlignedBlock<T> block, Parameter parameter)
    {
        double[] copy = new double[parameter.Count];
        TensorPrimitives.ConvertTruncating<T, double>(block.Span.Slice(parameter.Offset, parameter.Count), copy);
        return copy;
    }

    private Parameter Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return model.Steps.Parameters.Find(name) ?? throw new ArgumentException($"There is no parameter '{name}'. The parameters are: {string.Join(", ", model.Steps.Parameters.InOrder.Select(p => p.Name))}.", nameof(name));
    }
}
