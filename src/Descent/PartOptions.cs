namespace Descent;

/// <summary>The options of parts, word for word. Parts of the library print all of theirs; a list in a part of one's own prints alike, whatever is in it.</summary>
internal static class PartOptions
{
    private static Func<object, string?>? writer;

    /// <summary>Hands in how a part that is registered is written, null for one that is not. Without it there are only parts of the library.</summary>
    public static void WriteBy(Func<object, string?> write) => Volatile.Write(ref writer, write);

    /// <summary>The options of some parts; null if nothing of one's own is registered.</summary>
    public static string? Of(params IEnumerable<object?> parts) => Volatile.Read(ref writer) is { } write
        ? string.Join("; ", parts.Select(part => part is null ? "none" : write(part) ?? "not registered"))
        : null;
}
