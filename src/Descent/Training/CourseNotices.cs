using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>What is worth knowing about the course of a training run.</summary>
internal static class CourseNotices
{
    public static IReadOnlyList<Notice> Of(EpochChoice choice, string? reason, int epochs, int idleEpochs, int? wantedThreads, int threads, bool paysOff, bool replacedWeights)
    {
        List<Notice> notices = [];
        if (replacedWeights)
        {
            notices.Add(Notice.Warning("Weights had been set in this model, and training replaced them by fresh ones before it began. WarmStart begins with those that the model has."));
        }

        if (choice.Unusable > 0)
        {
            string chosen = choice.HasBest ? "None of these was chosen as the best." : "So no epoch could be chosen, and the weights are the last ones.";
            notices.Add(Notice.Warning(Text($"The {choice.Name} on the validation rows was not a finite number in {choice.Unusable:#,0} of {epochs:#,0} epochs{(reason is null ? "" : $": {reason}")}. {chosen}{(reason is null ? " Look for extreme values in the validation rows." : "")}")));
        }

        if (idleEpochs > 0)
        {
            notices.Add(Notice.Warning(Text($"The learning rate had come down to 0 by the end of {idleEpochs:#,0} of {epochs:#,0} epochs, in which nothing is learnt. Give the schedule the length of the run."), new Remedy(nameof(TableOptions.LearningRate))));
        }

        if (wantedThreads is { } wanted)
        {
            notices.Add(Notice.Information(Text($"{wanted:#,0} threads were asked for; {threads} work, one per processor, as more would wait for each other. The result is the same."), new Remedy(nameof(TrainingOptions.Threads))));
        }

        if (threads > 1 && !paysOff)
        {
            notices.Add(Notice.Information(Text($"{threads} threads work, but the steps of this network are so small that one alone is usually faster. The result is the same."), new Remedy(nameof(TrainingOptions.Threads), value: "0")));
        }

        return notices;

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
