namespace Descent;

/// <summary>The states of a recorded run, so few that they fit into memory. Safe from several threads.</summary>
/// <param name="every">The number of updates between two states.</param>
/// <param name="memoryLimit">The largest total size in bytes.</param>
internal sealed class RecordingStates(int every, long memoryLimit)
{
    private readonly Lock changing = new();
    private readonly List<Checkpoint> states = [];
    private long interval = every, bytes;

    /// <summary>A copy of the list, in ascending order of steps.</summary>
    public IReadOnlyList<Checkpoint> All
    {
        get
        {
            lock (changing)
            {
                return [.. states];
            }
        }
    }

    /// <summary>Whether a state is due after a number of updates.</summary>
    public bool IsDue(long steps) => states.Count == 0 || (steps - states[0].Steps) % interval == 0;

    /// <summary>Adds a state, whose step is later than those of all others.</summary>
    public void Add(Checkpoint state)
    {
        lock (changing)
        {
            states.Add(state);
            bytes += Size(state);
            while (bytes > memoryLimit && states.Count > 2)
            {
                interval *= 2;
                long first = states[0].Steps;
                states.RemoveAll(kept => (kept.Steps - first) % interval != 0);
                bytes = states.Sum(Size);
            }
        }
    }

    /// <summary>Gets the last state that is not later than a step.</summary>
    public Checkpoint Before(long step)
    {
        lock (changing)
        {
            return states.FindLast(state => state.Steps <= step)!;
        }
    }

    private static long Size(Checkpoint state) => state.Parameters.Length + state.BestParameters.Length + state.OptimizerSlots.Length;
}
