using System.Diagnostics.CodeAnalysis;

namespace Descent.Cli;

/// <summary>The command line asks for something that cannot be done; the message says what, and what can.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(message)
    {
    }

    public UsageException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Refuses the command line if a condition holds.</summary>
    public static void ThrowIf([DoesNotReturnIf(true)] bool condition, string message)
    {
        if (condition)
        {
            throw new UsageException(message);
        }
    }

    /// <summary>Makes something from options; an argument exception becomes a message without the name of the parameter.</summary>
    public static T Checked<T>(Func<T> make) => Checked(make, fault => fault is ArgumentException ? Plain(fault.Message) : null);

    /// <summary>Makes something; a fault for which there is a message is an error of the user.</summary>
    /// <param name="make">Makes it.</param>
    /// <param name="message">The message about a fault; null if it is none of the user's.</param>
    public static T Checked<T>(Func<T> make, Func<Exception, string?> message)
    {
        string? text = null;
        try
        {
            return make();
        }
        catch (Exception fault) when ((text = message(fault)) is not null)
        {
            throw new UsageException(text, fault);
        }
    }

    /// <summary>Does something; a fault for which there is a message is an error of the user.</summary>
    public static void Checked(Action act, Func<Exception, string?> message) => Checked<object?>(
        () =>
        {
            act();
            return null;
        },
        message);

    /// <summary>"The rate must be above 0. (Parameter 'rate')\nActual value was -1." without what only programmers need.</summary>
    public static string Plain(string message)
    {
        const string opening = " (Parameter '", closing = "')";
        int start = message.IndexOf(opening, StringComparison.Ordinal), end = start < 0 ? -1 : message.IndexOf(closing, start, StringComparison.Ordinal);
        string text = end < 0 ? message : message[..start] + message[(end + closing.Length)..];
        return ToolWords.Of(text.ReplaceLineEndings("\n").Replace("\nActual value was ", " It is ", StringComparison.Ordinal));
    }
}
