using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Periodic embedding, feature by feature, so that its waves are still in a cache when they are multiplied. They are kept for the backward pass; their gradients are
/// only written if the gradient with respect to the inputs is needed. Without phases the waves of a feature are its cosines and then its sines; with phases its cosines, and the sines have a separate buffer.
/// </summary>
internal sealed class PeriodicAffineOp<T, V>(PeriodicAffineStep step, ParameterSet?[] sums, int panels, int statistics, Operand input, Operand waves, Operand? sines, Operand output) : SampleOp<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly int features = step.Features, frequencies = step.Frequency.Count / step.Features, units = step.Weight.Rows / step.Features;
    private readonly bool keepsMatrix = sums.Any(set => set?.Parameters[0] == step.Frequency);
    private readonly int wide = step.Weight.Columns, stride = output.Rows / step.Features;

    public override string Describe(int columns) =>
        $"{features} × ({frequencies} {(step.Phase is null ? "cosines and sines" : "cosines")} → {units}), bias fused{(step.Raw ? ", followed by the number itself" : "")}";

    public override void Forward(Frame<T> frame, in Region region)
    {
        // The gradients of frequencies need the matrix as it was in this pass, and when they are summed another thread may be updating it: so it is
        // kept. The thread with the first samples keeps it, and no thread updates before all have finished the pass.
        if (keepsMatrix && frame.Learning && region.FirstColumn == 0)
        {
            frame.Parameters.Span.Slice(step.Weight.Offset, step.Weight.Count).CopyTo(frame.Statistics(statistics, step.Weight.Count).Row(0));
        }

        Matrix<T> x = frame.Value(Input, region.AllRows), w = frame.Value(waves, region.AllRows), y = frame.Value(Output, region.AllRows);
        Matrix<T> aside = sines is { } kept && frame.Learning ? frame.Value(kept, region.AllRows) : default;
        for (int feature = 0; feature < features; feature++)
        {
            int first = feature * frequencies;
            Periodic<T, V>.Forward(
                frame[step.Frequency].SliceColumns(first, frequencies), step.Phase is null ? default : frame[step.Phase].SliceColumns(first, frequencies), 1,
                x.SliceRows(feature, 1), w.SliceRows(feature * wide, wide), aside.Rows == 0 ? default : aside.SliceRows(first, frequencies));
            Product<T, V>.Affine(
                frame[step.Weight].SliceRows(feature * units, units), frame[step.Bias].SliceColumns(feature * units, units),
                w.SliceRows(feature * wide, wide), y.SliceRows(feature * stride, units), frame.Workspaces[region.Member]);
            if (step.Raw)
            {
                RandomKernels<T, V>.Copy(x.SliceRows(feature, 1), y.SliceRows((feature * stride) + units, 1));
            }
        }
    }

    public override void ForwardSamples(SampleFrame<T> frame)
    {
        Matrix<T> x = frame.Value(Input), w = frame.Value(waves), y = frame.Value(Output);
        Periodic<T, V>.ForwardSamples(frame[step.Frequency], step.Phase is null ? default : frame[step.Phase], features, x, w);
        FeatureProduct<T, V>.Affine(Panels(frame.Weights), frame[step.Bias], features, units, wide, w, y, stride);
        for (int sample = 0; step.Raw && sample < y.Rows; sample++)
        {
            for (int feature = 0; feature < features; feature++)
            {
                y.Row(sample)[(feature * stride) + units] = x.Row(sample)[feature];
            }
        }
    }

    public override void Pack(PackedWeights<T> weights) =>
        FeatureProduct<T, V>.Pack(weights.Parameters.View(step.Weight.Offset, step.Weight.Rows, wide, wide), features, Panels(weights));

    public override void Backward(Frame<T> frame, in Region region)
    {
        Matrix<T> dx = frame.Delta(Input, region.AllRows), dy = frame.Delta(Output, region.AllRows), w = frame.Value(waves, region.AllRows);
        Matrix<T> scratch = frame.Workspaces[region.Member].Rows(wide, region.Columns);
        for (int feature = 0; feature < features; feature++)
        {
            Matrix<T> own = dx.SliceRows(feature, 1);
            Product<T, V>.Transposed(frame[step.Weight].SliceRows(feature * units, units), dy.SliceRows(feature * stride, units), scratch, frame.Workspaces[region.Member]);
            Periodic<T, V>.Backward(
                frame[step.Frequency].SliceColumns(feature * frequencies, frequencies), w.SliceRows(feature * wide, wide), Sines(frame, region.AllRows, feature), scratch, own);
            if (step.Raw)
            {
                Sums<T, V>.Add(own, dy.SliceRows((feature * stride) + units, 1), own);
            }
        }

        LookUpOp<T, V>.Clear(dx, features);
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        bool isOfWaves = set.Parameters[0] == step.Frequency;
        int perFeature = isOfWaves ? frequencies : units;
        for (int done = start; done < start + count;)
        {
            int feature = done / perFeature, rows = Math.Min(((feature + 1) * perFeature) - done, start + count - done);
            Matrix<T> w = frame.Value(waves).SliceRows(feature * wide, wide);
            if (isOfWaves)
            {
                Matrix<T> sine = Sines(frame, frame.All, feature), phases = step.Phase is null ? default : frame.Gradient(step.Phase).SliceColumns(done, rows);
                Periodic<T, V>.Gradient(
                    done % frequencies, frame.Statistics(statistics + (feature * units * wide), units, wide), frame.Value(Input).SliceRows(feature, 1), w, sine,
                    frame.Delta(Output).SliceRows(feature * stride, units), frame.Gradient(step.Frequency).SliceColumns(done, rows), phases, frame.Workspaces[member]);
            }
            else
            {
                Matrix<T> dy = frame.Delta(Output).SliceRows((feature * stride) + (done % units), rows);
                Dots<T, V>.Outer(dy, w, frame.Gradient(step.Weight).SliceRows(done, rows));
                Dots<T, V>.RowSums(dy, frame.Gradient(step.Bias).SliceColumns(done, rows));
            }

            done += rows;
        }
    }

    private Matrix<T> Sines(Frame<T> frame, ThreadRange columns, int feature) => sines is { } kept ? frame.Value(kept, columns).SliceRows(feature * frequencies, frequencies) : default;

    private Matrix<T> Panels(PackedWeights<T> weights)
    {
        int length = (int)FeatureProduct<T, V>.Length(features, units, wide);
        return weights.Panels.View(panels, 1, length, length);
    }
}
