using System.Globalization;
using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>Measures the layers of a model on some rows.</summary>
/// <param name="batch">The rows.</param>
/// <param name="loss">The loss.</param>
/// <param name="start">The initial model, from which distances are measured.</param>
internal sealed class Measuring<T>(Dataset<T> batch, Loss loss, Model<T> start)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A sigmoid beyond 0.02 and 0.98 has less than 8 % of its largest slope, and so has a tanh beyond ±0.96.
    private const double FlatSigmoid = 0.02, FlatTanh = 0.96;

    /// <summary>Measures a model.</summary>
    /// <param name="model">The model as it was before an update.</param>
    /// <param name="step">The number of updates before it.</param>
    /// <param name="update">The update that followed; null if there is none.</param>
    public LayerMeasurement Of(Model<T> model, long step, RecordedStep<T>? update)
    {
        IReadOnlyList<LayerOutput<T>> outputs = model.Activations(batch.Inputs.Span);
        BatchGradients<T> gradients = model.Gradients(batch, loss);
        double inputs = Size(batch.Inputs.Span);
        Dictionary<int, double> sizes = outputs.DistinctBy(output => output.Index).ToDictionary(output => output.Index, output => Size(output.Values));
        MatrixMeasure[] matrices = [.. model.Parameters.Where(IsMatrix).Select(parameter => Of(model, parameter, gradients, update, sizes.Where(size => size.Key < LayerOf(parameter)).OrderBy(size => size.Key).Select(size => (double?)size.Value).LastOrDefault() ?? inputs))];
        int last = matrices.Length > 0 ? matrices[^1].Layer : int.MaxValue;
        return new LayerMeasurement(step, matrices, [.. outputs.Where(output => output.Index < last && output.Layer is Activation).Select(Of)]);
    }

    private MatrixMeasure Of(Model<T> model, Parameter parameter, BatchGradients<T> gradients, RecordedStep<T>? update, double inputs)
    {
        T[] weights = model.GetParameter(parameter.Name), initial = start.GetParameter(parameter.Name), gradient = gradients.Parameters[parameter.Name];
        double size = Size(weights), slope = Size(gradient), relative = double.NaN;
        if (update is not null && update[parameter.Name] is { Gradient.Length: > 0 } own)
        {
            // Weights that a penalty has shrunk would make every step look long.
            relative = Distance(own.After, own.Before) / Math.Max(Math.Max(Size(own.Before), Size(initial)), double.Epsilon);
        }

        return new(LayerOf(parameter), parameter.Name, size, slope, inputs > 0 ? slope / inputs : slope, relative, Distance(weights, initial) / Math.Max(Size(initial), double.Epsilon), IsSymmetric(weights, parameter.Shape[0]));
    }

    private static UnitMeasure Of(LayerOutput<T> output)
    {
        int rows = output.Values.GetLength(0), units = output.Values.GetLength(1);
        int dead = 0, flat = 0;
        for (int unit = 0; unit < units; unit++)
        {
            bool isZero = true;
            for (int row = 0; row < rows; row++)
            {
                double value = double.CreateTruncating(output.Values[row, unit]);
                isZero &= value == 0;
                flat += (output.Layer is Sigmoid && (value < FlatSigmoid || value > 1 - FlatSigmoid)) || (output.Layer is Tanh && Math.Abs(value) > FlatTanh) ? 1 : 0;
            }

            dead += isZero ? 1 : 0;
        }

        return new(output.Index, output.Layer.GetType().Name, Size(output.Values), output.Layer is Relu ? (double)dead / units : double.NaN, output.Layer is Sigmoid or Tanh ? (double)flat / ((double)rows * units) : double.NaN);
    }

    private static bool IsMatrix(Parameter parameter) => parameter is { Trains: true, IsVector: false } && parameter.Shape.Count == 2 && parameter.Name.EndsWith(".weight", StringComparison.Ordinal);

    private static int LayerOf(Parameter parameter) => int.Parse(parameter.Name.Split('.')[1], NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool IsSymmetric(T[] weights, int neurons)
    {
        int inputs = weights.Length / neurons;
        for (int neuron = 1; neuron < neurons; neuron++)
        {
            if (!weights.AsSpan(0, inputs).SequenceEqual(weights.AsSpan(neuron * inputs, inputs)))
            {
                return false;
            }
        }

        return neurons > 1;
    }

    private static double Distance(T[] one, T[] other) => Math.Sqrt(one.Zip(other, (a, b) => double.CreateTruncating(a) - double.CreateTruncating(b)).Sum(difference => difference * difference) / one.Length);

    private static double Size(T[,] values) => values.Length == 0 ? 0 : Math.Sqrt(values.Cast<T>().Sum(value => double.CreateTruncating(value) * double.CreateTruncating(value)) / values.Length);

    private static double Size(ReadOnlySpan<T> values)
    {
        double sum = 0;
        foreach (T value in values)
        {
            sum += double.CreateTruncating(value) * double.CreateTruncating(value);
        }

        return values.Length == 0 ? 0 : Math.Sqrt(sum / values.Length);
    }
}
