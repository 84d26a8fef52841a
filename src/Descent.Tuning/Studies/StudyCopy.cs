namespace Descent.Tuning;

/// <summary>Copies studies between storages, such as from a file into a cluster and back.</summary>
public static class StudyCopy
{
    /// <summary>Copies a study with its trials: numbers, values, states, results, reported values and attributes. The times are those of the copy. Trials that are running, and all after the first of them, are left out, and whoever goes on with the copy computes them.</summary>
    /// <param name="from">The storage that has the study.</param>
    /// <param name="name">Its name.</param>
    /// <param name="to">The storage that gets it, and has no study of the name, or one without trials.</param>
    /// <returns>The number of copied trials.</returns>
    /// <exception cref="ArgumentException">If <paramref name="from"/> has no such study, or <paramref name="to"/> has trials of it.</exception>
    /// <exception cref="StudyMismatchException">If <paramref name="to"/> has another study of the name.</exception>
    public static int Copy(IStudyStorage from, string name, IStudyStorage to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(to);
        StudyDefinition study = from.Studies().FirstOrDefault(one => one.Name == name) ?? throw new ArgumentException($"The storage has no study '{name}'.", nameof(name));
        Trial[] trials = [.. from.Trials(name).TakeWhile(trial => trial.State != TrialState.Running)];
        StudyDefinition opened = to.Open(study);
        StudyMismatchException.ThrowIfDifferent(opened, study);
        int before = to.Trials(name).Count;
        if (before > 0)
        {
            throw new ArgumentException($"The other storage has {before} trials of the study '{name}' already. Copy into one without them.", nameof(to));
        }

        foreach (Trial trial in trials)
        {
            TrialLease lease = to.Claim(name, int.MaxValue, null)!;
            if (trial.Parameters is { } values)
            {
                to.Begin(lease, new Suggestion(values, trial.Note));
            }

            foreach ((int step, double value) in trial.Intermediate)
            {
                to.Report(lease, step, value);
            }

            foreach ((string attribute, string text) in trial.Attributes)
            {
                to.SetAttribute(lease, attribute, text);
            }

            to.Finish(lease, new TrialResult(trial.State, trial.Values, trial.Error));
        }

        return trials.Length;
    }
}
