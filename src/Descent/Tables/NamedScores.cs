using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Descent.Data;

namespace Descent;

/// <summary>Scores by name, in order. A name that does not exist is answered with those that do.</summary>
/// <typeparam name="T">The type of a score.</typeparam>
/// <param name="scores">The scores.</param>
internal sealed class NamedScores<T>(IReadOnlyDictionary<string, T> scores) : IReadOnlyDictionary<string, T>
{
    /// <inheritdoc/>
    public T this[string key] => scores.TryGetValue(key, out T? value) ? value : throw new KeyNotFoundException($"There is no score \"{key}\". {Hint(key)}");

    /// <inheritdoc/>
    public IEnumerable<string> Keys => scores.Keys;

    /// <inheritdoc/>
    public IEnumerable<T> Values => scores.Values;

    /// <inheritdoc/>
    public int Count => scores.Count;

    /// <summary>Wraps scores, once.</summary>
    public static IReadOnlyDictionary<string, T> Of(IReadOnlyDictionary<string, T> scores) => scores as NamedScores<T> ?? new NamedScores<T>(scores);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => scores.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => scores.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => scores.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string Hint(string key) => ClosestNames.Hint(key, [.. Keys]) is var hint && hint.StartsWith("There are", StringComparison.Ordinal) ? hint : $"{hint} There are: {string.Join(", ", Keys)}.";
}
