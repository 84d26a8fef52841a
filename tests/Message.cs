namespace Descent.Tests;

/// <summary>Asserts what a message is about: the columns, numbers and options in it, not the words between them.</summary>
internal static class Message
{
    public static void Mentions(string message, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    /// <summary>Asserts that a program wrote one error in one line, which mentions all parts, or nothing if there are none.</summary>
    public static void IsOneError(string errors, params ReadOnlySpan<string> parts)
    {
        Assert.Equal(parts.Length == 0 ? 0 : 1, errors.Count(character => character == '\n'));
        Mentions(errors, parts.Length == 0 ? [] : ["error: ", .. parts]);
    }
}
