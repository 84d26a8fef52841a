using System.Globalization;
using System.Numerics;

namespace Descent;

/// <summary>
/// The inputs of a network, per sample: first the numbers, then one code per category column. Code 0 is a missing or unknown
/// value, and codes 1 … c are the c values of the column.
/// </summary>
/// <remarks>An <see cref="int"/> converts implicitly to a shape of that many numbers, as in <c>network.Build&lt;float&gt;(4)</c>.</remarks>
/// <example><c>Model&lt;float&gt; model = network.Build&lt;float&gt;(new InputShape(3, [12, 5]));</c></example>
public sealed class InputShape : IEquatable<InputShape>
{
    // A float represents all smaller codes exactly.
    private const int MostValues = (1 << 24) - 1;

    /// <summary>Creates a shape.</summary>
    /// <param name="numbers">The number of numeric inputs; at least 0, or at least 1 if there are no category columns.</param>
    /// <param name="categories">The number of values of each category column, from 1 to 16,777,215; default none.</param>
    /// <exception cref="ArgumentOutOfRangeException">If a count is out of range, or there are no inputs at all.</exception>
    public InputShape(int numbers, IReadOnlyList<int>? categories = null)
    {
        Numbers = Check.AtLeast(numbers, categories is { Count: > 0 } ? 0 : 1);
        Categories = Array.AsReadOnly([.. (categories ?? []).Select(count => Check.Within(count, 1, MostValues, nameof(categories)))]);
        Width = numbers <= Array.MaxLength - Categories.Count
            ? numbers + Categories.Count
            : throw new ArgumentOutOfRangeException(nameof(numbers), numbers, string.Create(CultureInfo.InvariantCulture, $"A sample can have at most {Array.MaxLength} inputs, category columns included."));
    }

    /// <summary>The number of numeric inputs, which come first.</summary>
    public int Numbers { get; }

    /// <summary>The number of values of each category column, not counting code 0.</summary>
    public IReadOnlyList<int> Categories { get; }

    /// <summary>The number of inputs per sample: <see cref="Numbers"/> plus one per category column.</summary>
    public int Width { get; }

    /// <summary>Creates a shape of numeric inputs only.</summary>
    /// <param name="numbers">The number of inputs, at least 1.</param>
    public static implicit operator InputShape(int numbers) => FromInt32(numbers);

    /// <summary>Creates a shape of numeric inputs only.</summary>
    /// <param name="numbers">The number of inputs, at least 1.</param>
    /// <returns>The shape.</returns>
    public static InputShape FromInt32(int numbers) => new(numbers);

    /// <inheritdoc/>
    public bool Equals(InputShape? other) => other is not null && Numbers == other.Numbers && Categories.SequenceEqual(other.Categories);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InputShape);

    /// <inheritdoc/>
    public override int GetHashCode() => Categories.Aggregate(Numbers, HashCode.Combine);

    /// <summary>Describes the inputs.</summary>
    /// <returns>Text such as <c>3 numbers, 2 categories (12, 5)</c>.</returns>
    public override string ToString()
    {
        string numbers = string.Create(CultureInfo.InvariantCulture, $"{Numbers} number{(Numbers == 1 ? "" : "s")}");
        return Categories.Count == 0
            ? numbers
            : string.Create(CultureInfo.InvariantCulture, $"{numbers}, {Categories.Count} {(Categories.Count == 1 ? "category" : "categories")} ({string.Join(", ", Categories)})");
    }

    /// <summary>Throws if a code in the category columns is invalid; the numeric columns are not checked.</summary>
    /// <param name="inputs">Samples of <see cref="Width"/> values each.</param>
    /// <param name="what">The name of the data in the message, such as "training data".</param>
    /// <param name="argument">The name of the caller's argument.</param>
    /// <exception cref="ArgumentException">If a code is not a whole number from 0 to the column's number of values.</exception>
    internal void RequireCodes<T>(ReadOnlySpan<T> inputs, string what, string argument)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int category = 0; category < Categories.Count; category++)
        {
            T most = T.CreateTruncating(Categories[category]);
            int column = Numbers + category;
            for (int at = column; at < inputs.Length; at += Width)
            {
                T code = inputs[at];
                if (!(code >= T.Zero && code <= most && T.IsInteger(code)))
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The code in row {at / Width}, column {column} of the {what} is {code}. A category code must be a whole number from 0 (missing or unknown) to {Categories[category]}. Encode the values of the column first, or build the network with more values for it."), argument);
                }
            }
        }
    }
}
