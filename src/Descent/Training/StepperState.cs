using System.Numerics;
using System.Numerics.Tensors;
using Descent.Numerics;

namespace Descent;

/// <summary>The state of a training that works with a <see cref="Stepper{T}"/>.</summary>
internal sealed class StepperState<T>(ParameterTable table, Stepper<T> stepper) : TrainingState
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
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
        return table.Find(name) ?? throw new ArgumentException($"There is no parameter '{name}'. There are: {string.Join(", ", table.InOrder.Select(p => p.Name))}.", nameof(name));
    }
}
