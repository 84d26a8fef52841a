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

    /// <summary>Makes something out of options; arguments that it refuses become a message without a parameter's name.</summary>
    public static T Checked<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException fault)
        {
            throw new UsageException(MessageOf(fault), fault);
        }
    }

    // "The rate must be above 0. (Parameter 'rate')\nActual value was -1." → "The rate must be above 0; it is -1."
    private static string MessageOf(ArgumentException fault)
    {
        int parameter = fault.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        string text = parameter < 0 ? fault.Message : fault.Message[..parameter];
        return fault is ArgumentOutOfRangeException { ActualValue: IFormattable actual }
            ? $"{text.TrimEnd('.')}; it is {actual.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}."
            : text;
    }
}
