using System.Globalization;

namespace Descent;

/// <content>The reports of a training run: its progress, its history and its failure.</content>
internal sealed partial class FitLoop<T>
{
    /// <summary>Creates the history so far, with its notices.</summary>
    public History Course(StopReason stop) => new(log.Records, keptEpoch, steps, clock.Elapsed.TotalSeconds, threads, stop)
    {
        InitialLoss = initialLoss,
        Precision = typeof(T) == typeof(double) ? NumericPrecision.Double : NumericPrecision.Single,
        StepRecords = stepRecords,
        Notices = CourseNotices.Of(choice, judge?.Undefined.GetValueOrDefault(choice.Name), log.Count, idleEpochs, threads < options.Threads ? options.Threads : null, threads, paysOff: ThreadsFor(model, stepper.Capacity, options with { Threads = 0, ExceedProcessors = false }) > 1, replacedWeights),
    };

    private void Report(int step, double loss, EpochRecord? finished)
    {
        reported = clock.Elapsed;
        double done = epoch - 1 + ((double)step / stepsPerEpoch), total = options.Epochs;
        if (options.MaximumSteps is { } limit)
        {
            total = Math.Min(total, (double)limit / stepsPerEpoch);
        }

        double rate = done * data.Rows / Math.Max(1e-9, reported.TotalSeconds);
        TimeSpan remaining = TimeSpan.FromSeconds(Math.Min(TimeSpan.MaxValue.TotalSeconds / 2, Math.Max(0, total - done) * data.Rows / Math.Max(1e-9, rate)));
        options.Progress!.Report(new TrainingProgress(epoch, options.Epochs, step, stepsPerEpoch, loss, finished?.ValidationLoss ?? log.Last?.ValidationLoss, rate, reported, remaining, finished));
    }

    /// <summary>The learning rate of the failed update.</summary>
    private string RateText() => options.Optimizer.LearningRate is ConstantSchedule constant ? $"{constant}" : string.Create(CultureInfo.InvariantCulture, $"{Rate(Now()):G3}, that of this update");

    /// <summary>Creates the exception for a loss, or for updated weights, that are not finite.</summary>
    private TrainingFailedException Failure(int batch, double? loss = null)
    {
        failed = true;
        (string place, double largest) = loss is null ? (stepper.NotFinite!.Name, stepper.LargestGradient()) : stepper.Diagnose(isFirst: steps == 0);
        string gradient = double.IsNaN(largest) ? "" : double.IsFinite(largest) ? $", and the largest gradient of the previous update was {largest:G3}" : ", and a gradient of the previous update was not finite";
        string weights = keptEpoch > 0 ? $"The model has the weights of epoch {keptEpoch}." : "The model has its initial weights.";
        string what = loss is { } value
            ? $"The loss became {value} in epoch {epoch}, batch {batch}; the first values that are not finite are in {place}{gradient}. "
            : $"The updates of epoch {epoch} produced weights that are not finite; the first are in {place}{gradient}. ";
        string advice = iteration is null ? $"a smaller learning rate than {RateText()}, standardized inputs, or a smaller batch" : "standardized inputs, or smaller initial weights";
        TrainingFailedException failure = new(
            string.Create(CultureInfo.InvariantCulture, $"{what}{weights} Try {advice}."),
            epoch, batch, place, largest, Course(StopReason.Diverged));
        Recording?.Fail(failure.Message, failure.History);
        return failure;
    }
}
