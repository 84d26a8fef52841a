using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>Chooses the values of trials. Implementations have no state: the choice depends on the <see cref="SamplingContext"/> alone, so that a study can be continued anywhere.</summary>
public abstract record Sampler
{
    /// <summary>Chooses values for a trial.</summary>
    /// <param name="context">The study, its trials, and the number of the new trial.</param>
    /// <returns>The values.</returns>
    public abstract Suggestion Suggest(SamplingContext context);

    /// <summary>The number of trials after which the sampler repeats itself; null, the default, if it never does.</summary>
    /// <param name="space">The search space.</param>
    /// <returns>The number of different trials.</returns>
    public virtual long? Limit(SearchSpace space) => null;

    /// <summary>Throws if the study has several objectives.</summary>
    private protected void RequireOneObjective(SamplingContext context)
    {
        if (context.Study.Directions.Count > 1)
        {
            throw new InvalidOperationException($"{GetType().Name} is for a single objective. Use {nameof(Nsga2Sampler)} or {nameof(TpeSampler)} for several.");
        }
    }
}

/// <summary>What a sampler knows when it chooses.</summary>
/// <param name="Study">The search space, the directions and the seed.</param>
/// <param name="Trials">The other trials, ordered by number.</param>
/// <param name="Number">The number of the new trial.</param>
public sealed record SamplingContext(StudyDefinition Study, IReadOnlyList<Trial> Trials, int Number)
{
    /// <summary>The search space.</summary>
    public SearchSpace Space => Study.Space;

    /// <summary>A random generator of this study and trial.</summary>
    /// <param name="purpose">Distinguishes the uses of the generator; less than 2¹⁶.</param>
    /// <returns>The generator.</returns>
    internal CounterRandom Random(uint purpose) => new(Study.Seed, Streams.Tuning | ((ulong)purpose << 32) | (uint)Number);
}

/// <summary>The choice of a sampler.</summary>
/// <param name="Values">The values of the parameters.</param>
/// <param name="Note">A text that is kept with the trial for later choices; null, the default, for none.</param>
public sealed record Suggestion(ParameterValues Values, string? Note = null);
