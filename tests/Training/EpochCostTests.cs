using System.Diagnostics;
using Descent.Data;

namespace Descent.Tests.Training;

/// <summary>What is done once per epoch takes as long in a late epoch as in an early one.</summary>
public class EpochCostTests
{
    private const int Epochs = 24_000, Part = 1_000;

    /// <summary>
    /// Median times of a thousand epochs each, from one run, so neither the machine nor its other work matters. Anything that walks through all epochs before
    /// would take some twenty times as long at the end.
    /// </summary>
    [Fact]
    public void ALateEpochCostsNoMoreThanAnEarlyOne()
    {
        // No line goes through both points, so the loss never reaches 0.
        Dataset<float> data = Dataset.Create<float>(new float[] { 1, 1 }, 1, new float[] { 1, 3 }, 1);
        long[] times = new long[Epochs];
        int at = 0, checkpoints = 0;
        TrainingOptions options = new()
        {
            Loss = new MeanSquaredError(),
            Optimizer = new Nadam(new PlateauSchedule(1e-3, 0.999, 50), new PlateauSchedule(0.9, 0.999, 50)),
            Epochs = Epochs,
            Validation = data,
            Metrics = [new MeanAbsoluteErrorMetric()],
            Monitor = new RootMeanSquaredError(),
            Until = new MetricGoal(0),
            EarlyStopping = new EarlyStopping(Epochs, 1e-12),
            OnCheckpoint = _ => checkpoints++,
            Progress = new Listener(() => times[at++] = Stopwatch.GetTimestamp()),
            Threads = 1,
        };
        Network network = [new Dense(1)];
        History history = network.Build<float>(1, 1).Fit(data, options);
        Assert.Equal((Epochs, Epochs, Epochs), (history.Epochs.Count, at, checkpoints));
        double early = Median(2 * Part), late = Median(Epochs - Part - 1);
        Assert.True(late < 4 * early, $"An early epoch took {early} ticks, a late one {late}.");

        double Median(int from)
        {
            long[] own = [.. Enumerable.Range(from, Part).Select(i => times[i + 1] - times[i])];
            Array.Sort(own);
            return own[Part / 2];
        }
    }

    [Fact]
    public void APlateauIsTheSameHoweverItWasRead()
    {
        double[] losses = [.. Enumerable.Range(0, 200).Select(i => i % 17 == 5 ? double.NaN : 2 + Math.Sin(i * i))];
        PlateauSchedule schedule = new(0.5, 0.7, 3, 1e-3, 2, 1e-3);
        TrainingPositionContext context = new();
        foreach (int count in (int[])[0, 1, 1, 5, 90, 89, 3, 200])
        {
            TrainingPosition position = new(count, 1) { Losses = losses.AsMemory(0, count) };
            Assert.Equal(schedule.At(position), schedule.At(position with { Context = context }));
        }

        // PyTorch's rule, in which NaN is never better: three bad epochs are borne with, the fourth reduces.
        Assert.Equal(0.5, new PlateauSchedule(0.5, 0.1, 3).At(new TrainingPosition(4, 1) { Losses = (double[])[double.NaN, 3, double.NaN, 2, double.NaN, double.NaN, double.NaN] }));
        Assert.Equal(0.05, new PlateauSchedule(0.5, 0.1, 3).At(new TrainingPosition(4, 1) { Losses = (double[])[double.NaN, 3, double.NaN, 2, double.NaN, double.NaN, double.NaN, 2] }), 1e-15);
    }

    private sealed class Listener(Action heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Finished is not null)
            {
                heard();
            }
        }
    }
}
