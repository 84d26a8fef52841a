using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>Creates the notices about a training run.</summary>
internal static class CourseNotices
{
    public static IReadOnlyList<Notice> Of(EpochChoice choice, string? reason, int epochs, int idleEpochs, int? wantedThreads, int threads, bool paysOff, bool replacedWeights)
    {
        List<Notice> notices = [];
        if (replacedWeights)
        {
            notices.Add(Notice.Warning("The weights that had been set in this model were replaced by newly drawn ones before training. To start from the model's own weights, use WarmStart."));
        }

        if (choice.Unusable > 0)
        {
            string chosen = choice.HasBest ? "These epochs were not considered as the best." : "No best epoch could be chosen, so the weights are the last ones.";
            notices.Add(Notice.Warning(Text($"The {choice.Name} on the validation rows was not a finite number in {choice.Unusable:#,0} of {epochs:#,0} epochs{(reason is null ? "" : $": {reason}")}. {chosen}{(reason is null ? " Look for extreme values in the validation rows." : "")}")));
        }

        if (idleEpochs > 0)
        {
            notices.Add(Notice.Warning(Text($"The learning rate was 0 at the end of {idleEpochs:#,0} of {epochs:#,0} epochs, so these epochs learned little or nothing. Make the schedule as long as the run."), new Remedy(nameof(TableOptions.LearningRate))));
        }

        if (wantedThreads is { } wanted)
        {
            notices.Add(Notice.Information(Text($"{wanted:#,0} threads were requested, but only {threads} are used, one per processor, because more would only wait for each other. The result is the same."), new Remedy(nameof(TrainingOptions.Threads))));
        }

        if (threads > 1 && !paysOff)
        {
            notices.Add(Notice.Information(Text($"{threads} threads are used, but the steps of this network are so small that a single thread is usually faster. The result is the same."), new Remedy(nameof(TrainingOptions.Threads), value: "0")));
        }

        return notices;

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
