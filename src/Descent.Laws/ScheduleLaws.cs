using System.Globalization;

namespace Descent.Laws;

/// <summary>The laws of a schedule.</summary>
internal static class ScheduleLaws
{
    private static readonly double[] s_losses = [1, 0.7, 0.6, 0.6, 0.6, 0.55, 0.55, 0.55, 0.55, 0.55];

    public static IEnumerable<NamedLaw> Of(Schedule schedule) =>
    [
        new("finite", () => Moments().Select(position => Finite(schedule, position)).FirstOrDefault(failure => failure is not null)),
        new("pure", () => Pure(schedule)),
        new("allocation", () => Allocation(schedule)),
    ];

    /// <summary>Moments in trainings of unknown and of several known lengths, from the first step to beyond the last.</summary>
    private static IEnumerable<TrainingPosition> Moments() =>
        from epochs in (double?[])[null, 1, 7.5, 100]
        from stepsPerEpoch in (int[])[1, 10]
        from i in Enumerable.Range(0, 61)
        let step = (long)(i * (epochs ?? 100) * stepsPerEpoch / 50)
        select new TrainingPosition(step, stepsPerEpoch) { RunEpochs = epochs, Losses = s_losses.AsMemory(0, (int)Math.Min(s_losses.Length, step / stepsPerEpoch)) };

    private static string? Finite(Schedule schedule, TrainingPosition position) =>
        schedule.At(position) is var number && double.IsFinite(number) && number >= 0 ? null : $"{Words(position)} it is {number.ToString("R", CultureInfo.InvariantCulture)}, but it must be finite and not negative.";

    private static string? Pure(Schedule schedule)
    {
        TrainingPosition[] moments = [.. Moments()];
        double[] first = [.. moments.Select(schedule.At)];
        for (int i = moments.Length - 1; i >= 0; i--)
        {
            if (schedule.At(moments[i]) is var again && !again.Equals(first[i]))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Words(moments[i])} it was {first[i]:R}, and later {again:R}. It must depend only on the moment.");
            }
        }

        return null;
    }

    private static string? Allocation(Schedule schedule)
    {
        TrainingPosition[] moments = [.. Moments().Take(20)];
        double sum = 0;
        return AllocationLaw.Of("calls", () =>
        {
            foreach (TrainingPosition position in moments)
            {
                sum += schedule.At(position);
            }
        });
    }

    private static string Words(TrainingPosition position) => string.Create(CultureInfo.InvariantCulture, $"At step {position.Step} with {position.StepsPerEpoch} steps per epoch{(position.RunEpochs is { } epochs ? $" of {epochs} epochs" : "")}");
}
