namespace Descent.Tuning;

/// <summary>The state of a trial.</summary>
public enum TrialState
{
    /// <summary>The objective is being computed, or is to be computed (<see cref="Trial.IsWaiting"/>).</summary>
    Running,

    /// <summary>The objective returned its values.</summary>
    Completed,

    /// <summary>The trial was stopped because it was worse than others.</summary>
    Pruned,

    /// <summary>The objective threw an exception or returned NaN.</summary>
    Failed,
}

/// <summary>Whether an objective is to be small or large.</summary>
public enum StudyDirection
{
    /// <summary>A smaller value is better, such as a loss.</summary>
    Minimize,

    /// <summary>A larger value is better, such as an accuracy.</summary>
    Maximize,
}

/// <summary>A trial of a study: the values of the parameters and what the objective returned; immutable.</summary>
/// <param name="Number">The number of the trial in its study; the first is 0.</param>
public sealed record Trial(int Number)
{
    /// <summary>The state.</summary>
    public TrialState State { get; init; }

    /// <summary>The values of the parameters; null between the creation of the trial and the choice of its values.</summary>
    public ParameterValues? Parameters { get; init; }

    /// <summary>The values of the objectives; empty unless the trial has completed.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>The values that the objective reported while it was computed, by step, in ascending order.</summary>
    public IReadOnlyDictionary<int, double> Intermediate { get; init; } = new SortedDictionary<int, double>();

    /// <summary>The attributes that the objective set.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the sampler keeps with the trial, such as the generation to which it belongs; null for most samplers.</summary>
    public string? Note { get; init; }

    /// <summary>The exception of a failed trial as text; null for others.</summary>
    public string? Error { get; init; }

    /// <summary>How often the trial was started: 1, or more if a process died or was canceled.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The time of the last start.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>The time of the end; null while the trial runs.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>The value of the only objective.</summary>
    /// <exception cref="InvalidOperationException">If the trial has not completed, or there are several objectives.</exception>
    public double Value => Values.Count == 1 ? Values[0] : throw new InvalidOperationException($"Trial {Number} ({State}) has {Values.Count} values.");

    /// <summary>Whether nobody computes the trial although it is <see cref="TrialState.Running"/>: it was released or lost, its process is known to have died, or its lease has ended. The next claim gives it out.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>The last step with a reported value; null if there is none.</summary>
    public int? LastStep => Intermediate.Count > 0 ? Intermediate.Keys.Max() : null;

    /// <summary>Shows the trial in one line.</summary>
    /// <returns>The text, such as <c>7 completed 0.25 learning-rate=0.01</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Number} {State.ToString().ToLowerInvariant()} {string.Join(',', Values.Select(SearchParameter.Plain))} {Parameters}");
}

/// <summary>How a trial ended.</summary>
/// <param name="State"><see cref="TrialState.Completed"/>, <see cref="TrialState.Pruned"/> or <see cref="TrialState.Failed"/>.</param>
/// <param name="Values">The values of the objectives; empty unless completed.</param>
/// <param name="Error">The exception as text if failed; otherwise null.</param>
public sealed record TrialResult(TrialState State, IReadOnlyList<double> Values, string? Error = null);

/// <summary>Thrown by <see cref="RunningTrial.ThrowIfPruned"/>, to end a trial that is worse than others.</summary>
/// <param name="message">The message.</param>
public sealed class TrialPrunedException(string message) : Exception(message);

/// <summary>Thrown if a trial has been taken over by another process, because this one did not extend its lease in time.</summary>
/// <param name="message">The message.</param>
public sealed class TrialLostException(string message) : Exception(message);
