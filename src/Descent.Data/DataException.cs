namespace Descent.Data;

/// <summary>
/// Something is wrong with the data or with what was asked of it. The message says what was expected, what came and
/// how to put it right; it is written to be all that a user sees.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>A fault without a message; prefer the overload that says what to do.</summary>
    public DataException()
    {
    }

    /// <summary>A fault with its explanation.</summary>
    /// <param name="message">What was expected, what came, and the fix.</param>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with its explanation and the settings that mend it.</summary>
    /// <param name="message">What was expected and what came.</param>
    /// <param name="remedies">What mends it, the best first.</param>
    public DataException(string message, params IReadOnlyList<Remedy> remedies)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(remedies);
        Remedies = remedies;
    }

    /// <summary>A fault with its explanation and the exception that caused it.</summary>
    /// <param name="message">What was expected, what came, and the fix.</param>
    /// <param name="innerException">The cause.</param>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What was expected and what came, followed by the remedies in the library's own terms.</summary>
    public override string Message => Remedies.Count == 0 ? Explanation : $"{Explanation} ({string.Join(", or ", Remedies)})";

    /// <summary>The message without the remedies, for a front end that words them in its own terms.</summary>
    public string Explanation => base.Message;

    /// <summary>Settings that mend the fault, the best first; none where the explanation says it all.</summary>
    public IReadOnlyList<Remedy> Remedies { get; } = [];
}
