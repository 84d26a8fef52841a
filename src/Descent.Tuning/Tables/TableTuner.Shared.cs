using System.Collections.Concurrent;
using System.Globalization;
using Descent.Data;

namespace Descent.Tuning;

// Several processes that compute the trials of one study.
public sealed partial class TableTuner
{
    private readonly ConcurrentDictionary<int, bool> started = new(), finished = new();
    private bool hasWaited;

    /// <summary>
    /// Whether it is for this process to train with the best values, of several that share a study: after <see cref="Search"/>, no other process computes a trial, and this one ended the last trial, or
    /// found the study at its end. At most one of the processes that computed trials of a finished study has true.
    /// </summary>
    public bool IsLastWorker
    {
        get
        {
            IReadOnlyList<Trial> all = Study.Trials;
            Trial? last = all.Where(trial => trial.End is not null).OrderBy(trial => trial.End).ThenBy(trial => trial.Number).LastOrDefault();
            return !all.Any(trial => trial.State == TrialState.Running && !started.ContainsKey(trial.Number)) && (started.IsEmpty ? !hasWaited : last is null || finished.ContainsKey(last.Number));
        }
    }

    /// <summary>The number of trials that this process has ended.</summary>
    public int Finished => finished.Count;

    /// <summary>Whether the trials of a study keep what those of a tuner do.</summary>
    internal static bool IsTuned(StudyDefinition study) => study.Attributes.ContainsKey("data") && study.Attributes.ContainsKey("folds") && study.Attributes.ContainsKey("seeds");

    /// <summary>The search space with the spelling of names that a study of the storage has, such as one of an earlier version.</summary>
    private (SearchSpace Space, IReadOnlyList<ParameterValues> First) AsStored(SearchSpace space, IReadOnlyList<ParameterValues> first)
    {
        SearchSpace? stored = tuning.Storage?.Studies().FirstOrDefault(study => study.Name == tuning.Name)?.Space;
        return stored is null || stored.Equals(space) || !TableParameters.WithUsualNames(stored).Equals(TableParameters.WithUsualNames(space)) ? (space, first)
            : (stored, [.. first.Select(values => stored.Assign(i => values[i]))]);
    }

    /// <summary>What all processes of a study must have in common.</summary>
    private Dictionary<string, string> Identity(Table table, IReadOnlyList<string> targets, TableOptions options) => new(tuning.Attributes, StringComparer.Ordinal)
    {
        ["data"] = TableFingerprint.Of(table),
        ["target"] = string.Join(", ", targets),
        ["score"] = string.Join(", ", Scores),
        ["folds"] = string.Create(CultureInfo.InvariantCulture, $"{Folds / tuning.Seeds}"),
        ["seeds"] = string.Create(CultureInfo.InvariantCulture, $"{tuning.Seeds} from {options.Seed}"),
        ["test rows"] = options.Test is { } test ? TableFingerprint.Of(test) : options.TestFraction.ToString(CultureInfo.InvariantCulture),
    };
}
