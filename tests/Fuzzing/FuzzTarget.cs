namespace Descent.Tests.Fuzzing;

/// <summary>One door through which input of strangers comes in: good inputs to begin from, and what to do with a changed one.</summary>
/// <param name="name">What reports call it.</param>
/// <param name="share">How many of a hundred inputs it gets.</param>
internal abstract class FuzzTarget(string name, int share)
{
    /// <summary>What reports call it.</summary>
    public string Name => name;

    /// <summary>How many of a hundred inputs it gets: those that cost more get fewer.</summary>
    public int Share => share;

    /// <summary>How many bytes an input may make this target allocate, beside a thousand for each of its own.</summary>
    public virtual long Allowance => 64L << 20;

    /// <summary>Makes an input out of the seeds.</summary>
    public abstract byte[] Make(Dice dice);

    /// <summary>Takes an input in. What is documented passes through <see cref="IsDocumented"/>; anything else is a fault.</summary>
    public abstract void Take(byte[] input);

    /// <summary>Whether a bad input may be met with this exception.</summary>
    public abstract bool IsDocumented(Exception fault);
}
