using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Batch normalization: in training every row is normalized by its own mean and variance over the whole batch, in use by the
/// running ones, and so it is where its parameters are frozen. A batch of one row has no variance of its own: it is normalized by the running statistics, which stay as they are.
/// </summary>
internal sealed class BatchNormalizationOp<T, V>(int momentum, BatchNormalizationStep own, bool isFixed, int statistics, Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly T epsilon = T.CreateTruncating(own.Epsilon);

    public override Slot Output => output;

    public override bool TakesColumns => false;

    public override bool TakesRows => true;

    public override bool PassesBack => output.Delta >= 0;

    public override string Describe(int columns) => "batch normalization: whole rows in training, so all threads meet before and after it; running statistics in use";

    public override void Forward(Frame<T> frame, Share share) => BatchNormalization<T, V>.Forward(
        frame.Value(input, share), frame[own.RunningMean], frame[own.RunningVariance], epsilon, frame[own.Scale], frame[own.Shift], frame.Value(output, share));

    public override bool TakesSamples => true;

    public override void ForwardSamples(SampleFrame<T> frame) => BatchNormalization<T, V>.ForwardSamples(
        frame.Value(input), frame[own.RunningMean], frame[own.RunningVariance], epsilon, frame[own.Scale], frame[own.Shift], frame.Value(output));

    /// <summary>Where nothing below is trained there is nothing to do; otherwise phases of rows come here by <see cref="BackwardRows"/>.</summary>
    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            throw new InvalidOperationException("Without the whole batch there is no way back.");
        }
    }

    public override void ForwardRows(Frame<T> frame, int start, int count, int member)
    {
        Matrix<T> x = frame.Value(input).SliceRows(start, count), mean = Mean(frame, start, count), variance = Variance(frame, start, count);
        Matrix<T> runningMean = frame[own.RunningMean].SliceColumns(start, count), runningVariance = frame[own.RunningVariance].SliceColumns(start, count);
        if (frame.Columns > 1 && !isFixed)
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

        BatchNormalization<T, V>.Forward(
            x, mean, variance, epsilon, frame[own.Scale].SliceColumns(start, count), frame[own.Shift].SliceColumns(start, count), frame.Value(output).SliceRows(start, count));
    }

    public override void BackwardRows(Frame<T> frame, int start, int count, int member) => BatchNormalization<T, V>.Backward(
        frame.Value(input).SliceRows(start, count), Mean(frame, start, count), Variance(frame, start, count), epsilon,
        frame[own.Scale].SliceColumns(start, count), frame.Delta(output).SliceRows(start, count),
        input.Delta >= 0 ? frame.Delta(input).SliceRows(start, count) : default,
        frame.Gradient(own.Scale).SliceColumns(start, count), frame.Gradient(own.Shift).SliceColumns(start, count),
        throughStatistics: frame.Columns > 1 && !isFixed);

    private Matrix<T> Mean(Frame<T> frame, int start, int count) => frame.Statistics(statistics, input.Rows).SliceColumns(start, count);

    private Matrix<T> Variance(Frame<T> frame, int start, int count) => frame.Statistics(statistics + input.Rows, input.Rows).SliceColumns(start, count);

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
