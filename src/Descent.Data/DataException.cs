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

    /// <summary>A fault with its explanation and the exception that caused it.</summary>
    /// <param name="message">What was expected, what came, and the fix.</param>
    /// <param name="innerException">The cause.</param>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
