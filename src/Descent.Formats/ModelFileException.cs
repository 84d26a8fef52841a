namespace Descent.Formats;

/// <summary>
/// A file of a model (or one written beside it) cannot be read or written. The message names the file, what was expected,
/// what was found and the way out; it is meant to be shown to a user as it is.
/// </summary>
public sealed class ModelFileException : Exception
{
    /// <summary>Makes the exception without a message of its own.</summary>
    public ModelFileException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong with which file, and what helps.</param>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with the one that caused it.</summary>
    /// <param name="message">What is wrong with which file, and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public ModelFileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
