using Descent.Initializers;
using Descent.Numerics.Memory;
using Descent.Schedules;

namespace Descent.Engine;

/// <content>Layers that stand between others: normalization, masks, noise. None of them looks at its own values on the way back.</content>
internal sealed partial class PlanBuilder<T, V>
{
    private readonly List<Func<Moment, double>> numbers = [];
    private int statistics;

    /// <summary>Normalization of every neuron over the batch.</summary>
    public void BatchNormalization(Func<Moment, double> momentum, double epsilon)
    {
        BatchNormalizationParameters own = new(
            AddVector("scale", 1), AddVector("shift", 0), AddVector("running_mean", 0, trains: false), AddVector("running_variance", 1, trains: false, bounds: (0, double.PositiveInfinity)));

        // The sums over a row come first, so its gradient may then be written over the one that came in.
        Slot source = Current, output = source.Delta >= 0 ? source with { Value = NewValue(Width) } : NewSlot(Width);
        Add(new BatchNormalizationOp<T, V>(AddNumber(momentum), epsilon, own, statistics, source, output) { Layer = LayerIndex }, output, OutputRange.Unbounded);
        statistics += (int)AlignedBlock<T>.Pad(2L * Width);
        mayOverwrite = true;
    }

    /// <summary>Normalization of every sample over the layer.</summary>
    public void LayerNormalization(double epsilon)
    {
        if (Width < 2)
        {
            throw new ArgumentException("A layer normalization needs at least 2 neurons before it: one alone is its own mean. Widen the layer before it, or leave it out.");
        }

        Parameter scale = AddVector("scale", 1), shift = AddVector("shift", 0);
        Slot kept = new(NewValue(2), -1, 2), output = NewSlot(Width);
        Add(new LayerNormalizationOp<T, V>(epsilon, scale, shift, kept, Current, output) { Layer = LayerIndex }, output, OutputRange.Unbounded);
        mayOverwrite = true;
    }

    /// <summary>Inverted dropout.</summary>
    public void Dropout(Func<Moment, double> rate, bool perBatch)
    {
        Slot mask = new(NewValue(Width), -1, Width), output = InPlaceIfPossible();
        Add(new DropoutOp<T, V>(AddNumber(rate), perBatch, mask, Current, output) { Layer = LayerIndex }, output, OutputRange.Unbounded);
        mayOverwrite = true;
    }

    /// <summary>Normal noise.</summary>
    public void GaussianNoise(Func<Moment, double> deviation)
    {
        Slot output = InPlaceIfPossible();
        Add(new GaussianNoiseOp<T, V>(AddNumber(deviation), Current, output) { Layer = LayerIndex }, output, OutputRange.Unbounded);
        mayOverwrite = true;
    }

    /// <summary>A number that may change from step to step; the frame holds its value of the step at hand.</summary>
    /// <returns>Its place among <see cref="Frame{T}.Numbers"/>.</returns>
    private int AddNumber(Func<Moment, double> number)
    {
        numbers.Add(number);
        return numbers.Count - 1;
    }

    private Slot InPlaceIfPossible() => mayOverwrite ? Current : Current with { Value = NewValue(Width) };

    private Parameter AddVector(string name, double start, bool trains = true, (double Low, double High)? bounds = null) =>
        AddParameter(name, 1, Width, isVector: true, decays: false, new Constant(start), bounds, trains);
}
