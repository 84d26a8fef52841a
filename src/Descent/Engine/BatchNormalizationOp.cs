using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Batch normalization: in training mode every row is normalized by its mean and variance over the whole batch, in inference mode, or if its parameters are frozen, by the
/// running ones. A batch of one row has no variance: it is normalized by the running statistics, which do not change.
/// </summary>
internal sealed class BatchNormalizationOp<T, V>(int momentum, BatchNormalizationStep own, bool isFixed, int statistics, Operand input, Operand output) : SampleOp<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly T epsilon = T.CreateTruncating(own.Epsilon);

    public override Sharing Sharing => Sharing.Rows;

    public override bool PassesBack => Output.Delta >= 0;

    public override string Describe(int columns) => "batch normalization: whole rows in training, so all threads meet before and after it; running statistics in use";

    public override void Forward(Frame<T> frame, in Region region)
    {
        Matrix<T> x = frame.Value(Input, region), mean = frame[own.RunningMean, region], variance = frame[own.RunningVariance, region];
        if (frame.Learning)
        {
            Matrix<T> runningMean = mean, runningVariance = variance;
            (mean, variance) = (Mean(frame, region), Variance(frame, region));
            if (IsByBatch(frame))
            {
                BatchNormalization<T, V>.Statistics(x, mean, variance);
                T unbiased = T.CreateTruncating(frame.Columns) / T.CreateTruncating(frame.Columns - 1);
                T share = T.CreateTruncating(frame.Numbers[momentum]);
                Move(runningMean, mean, T.One, share);
                Move(runningVariance, variance, unbiased, share);
            }
            else
            {
                runningMean.Row(0).CopyTo(mean.Row(0));
                runningVariance.Row(0).CopyTo(variance.Row(0));
            }
        }

        BatchNormalization<T, V>.Forward(x, mean, variance, epsilon, frame[own.Scale, region], frame[own.Shift, region], frame.Value(Output, region));
    }

    public override void ForwardSamples(SampleFrame<T> frame) => BatchNormalization<T, V>.ForwardSamples(
        frame.Value(Input), frame[own.RunningMean], frame[own.RunningVariance], epsilon, frame[own.Scale], frame[own.Shift], frame.Value(Output));

    /// <summary>Also computes the gradients of the parameters of these rows.</summary>
    public override void Backward(Frame<T> frame, in Region region) => BatchNormalization<T, V>.Backward(
        frame.Value(Input, region), Mean(frame, region), Variance(frame, region), epsilon, frame[own.Scale, region], frame.Delta(Output, region),
        Input.Delta >= 0 ? frame.Delta(Input, region) : default, frame.Gradient(own.Scale, region), frame.Gradient(own.Shift, region), throughStatistics: IsByBatch(frame));

    private bool IsByBatch(Frame<T> frame) => frame.Columns > 1 && !isFixed;

    private Matrix<T> Mean(Frame<T> frame, in Region region) => frame.Statistics(statistics, Input.Rows).SliceColumns(region.FirstRow, region.Rows);

    private Matrix<T> Variance(Frame<T> frame, in Region region) => frame.Statistics(statistics + Input.Rows, Input.Rows).SliceColumns(region.FirstRow, region.Rows);

    /// <summary>running ← (1 − momentum)·running + momentum·factor·batch.</summary>
    private static void Move(Matrix<T> running, Matrix<T> batch, T factor, T share)
    {
        T rest = T.One - share;
        Span<T> averages = running.Row(0), news = batch.Row(0);
        for (int i = 0; i < news.Length; i++)
        {
            averages[i] = (rest * averages[i]) + (share * (factor * news[i]));
        }
    }
}
