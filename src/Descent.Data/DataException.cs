namespace Descent.Data;

/// <summary>
/// The exception for unusable data and for requests that the data cannot satisfy. The message states what was expected, what was
/// found and how to fix it; it is meant to be shown to the user as it is.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>Creates an exception without a message; prefer the overload that says what to do.</summary>
    public DataException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What was expected, what was found, and the fix.</param>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the settings that resolve the fault.</summary>
    /// <param name="message">What was expected and what was found.</param>
    /// <param name="remedies">Ways to resolve the fault, the best first.</param>
    public DataException(string message, params IReadOnlyList<Remedy> remedies)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(remedies);
        Remedies = remedies;
    }

    /// <summary>Creates an exception with a message and the exception that caused it.</summary>
    /// <param name="message">What was expected, what was found, and the fix.</param>
    /// <param name="innerException">The cause.</param>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What was expected and what was found, followed by the remedies in the library's own terms.</summary>
    public override string Message => Remedies.Count == 0 ? Explanation : $"{Explanation} ({string.Join(", or ", Remedies)})";

    /// <summary>The message without the remedies, for a front end that phrases them in its own terms.</summary>
    public string Explanation => base.Message;

    /// <summary>Settings that resolve the fault, the best first; empty if the explanation is sufficient.</summary>
    public IReadOnlyList<Remedy> Remedies { get; } = [];

    /// <summary>The number of the row, from 0, if the message is about a single cell; otherwise null.</summary>
    public int? Row { get; init; }

    /// <summary>The name of the column, if the message is about a single cell; otherwise null.</summary>
    public string? Column { get; init; }
}
