using Descent.Numerics;

namespace Descent.Tests.Fuzzing;

/// <summary>The random choices of one input: a function of the seed and the input's number, so that any input can be made again alone.</summary>
internal sealed class Dice(ulong seed, ulong number)
{
    private readonly CounterRandom random = new(seed, number);
    private ulong drawn;

    /// <summary>A number from 0 to <paramref name="bound"/> − 1.</summary>
    public int Below(int bound) => random.Below(drawn++, bound);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>One of several.</summary>
    public TItem Pick<TItem>(IReadOnlyList<TItem> items) => items[Below(items.Count)];
}
