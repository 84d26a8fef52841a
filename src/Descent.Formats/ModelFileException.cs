namespace Descent.Formats;

/// <summary>
/// The exception for a model file, or a related file, that cannot be read or written. The message gives the file, what was expected,
/// what was found and how to fix it; it is meant to be shown to the user as it is.
/// </summary>
public sealed class ModelFileException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public ModelFileException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The file, what is wrong with it, and how to fix it.</param>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The file, what is wrong with it, and how to fix it.</param>
    /// <param name="innerException">The cause.</param>
    public ModelFileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
