namespace Descent.Tests.Fuzzing;

/// <summary>Whether a message is one of ours: those of the runtime name a parameter or an object, not what to do.</summary>
internal static class Helpful
{
    private static readonly string[] s_runtime =
    [
        "Object reference", "Index was out", "Specified argument was out of the range", "Exception of type", "type initializer", "Arithmetic operation", "Value cannot be null", "Sequence contains", "Unable to cast", "given key", "Nullable object",
        "Operation is not valid due to", "must be non-negative", "Internal error", "Array dimensions", "was not in a correct format", "Unhandled", "Destination is too short", "startIndex", "Stack empty", "same key has already",
    ];

    /// <summary>Fails for an empty message, or one of the runtime's own.</summary>
    public static void Require(string message)
    {
        if (string.IsNullOrWhiteSpace(message) || s_runtime.FirstOrDefault(words => message.Contains(words, StringComparison.OrdinalIgnoreCase)) is not null)
        {
            throw new InvalidOperationException($"This message helps nobody: {message}");
        }
    }
}
