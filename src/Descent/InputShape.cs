using System.Globalization;
using System.Numerics;

namespace Descent;

/// <summary>
/// What goes into a network, per sample: first the numbers, then one code per category column. Code 0 stands for a missing or unknown
/// value, codes 1 … c for the c values of the column.
/// </summary>
/// <remarks>A number of inputs converts to a shape of that many numbers, so <c>network.Build&lt;float&gt;(4)</c> needs no shape.</remarks>
/// <example><c>Model&lt;float&gt; model = network.Build&lt;float&gt;(new InputShape(3, [12, 5]));</c></example>
public sealed class InputShape : IEquatable<InputShape>
{
    // Every code below it is a number of its own in float as well.
    private const int MostValues = (1 << 24) - 1;

    /// <summary>A shape.</summary>
    /// <param name="numbers">How many inputs are numbers, at least 0.</param>
    /// <param name="categories">For each category column behind them how many values it has, each from 1 to 16,777,215; none if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">If a count is out of range, or there is no input at all.</exception>
    public InputShape(int numbers, IReadOnlyList<int>? categories = null)
    {
        Numbers = Check.AtLeast(numbers, categories is { Count: > 0 } ? 0 : 1);
        Categories = Array.AsReadOnly([.. (categories ?? []).Select(count => Check.Within(count, 1, MostValues, nameof(categories)))]);
        Width = numbers <= Array.MaxLength - Categories.Count
            ? numbers + Categories.Count
            : throw new ArgumentOutOfRangeException(nameof(numbers), numbers, string.Create(CultureInfo.InvariantCulture, $"A sample holds at most {Array.MaxLength} inputs, those of categories included."));
    }

    /// <summary>How many inputs are numbers; they come first.</summary>
    public int Numbers { get; }

    /// <summary>How many values each category column has, code 0 not counted.</summary>
    public IReadOnlyList<int> Categories { get; }

    /// <summary>Numbers that go in per sample: <see cref="Numbers"/> and one per category column.</summary>
    public int Width { get; }

    /// <summary>A shape of numbers alone.</summary>
    /// <param name="numbers">How many, at least 1.</param>
    public static implicit operator InputShape(int numbers) => FromInt32(numbers);

    /// <summary>A shape of numbers alone.</summary>
    /// <param name="numbers">How many, at least 1.</param>
    /// <returns>The shape.</returns>
    public static InputShape FromInt32(int numbers) => new(numbers);

    /// <inheritdoc/>
    public bool Equals(InputShape? other) => other is not null && Numbers == other.Numbers && Categories.SequenceEqual(other.Categories);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InputShape);

    /// <inheritdoc/>
    public override int GetHashCode() => Categories.Aggregate(Numbers, HashCode.Combine);

    /// <summary>The inputs in words.</summary>
    /// <returns>Text such as <c>3 numbers, 2 categories (12, 5)</c>.</returns>
    public override string ToString()
    {
        string numbers = string.Create(CultureInfo.InvariantCulture, $"{Numbers} number{(Numbers == 1 ? "" : "s")}");
        return Categories.Count == 0
            ? numbers
            : string.Create(CultureInfo.InvariantCulture, $"{numbers}, {Categories.Count} {(Categories.Count == 1 ? "category" : "categories")} ({string.Join(", ", Categories)})");
    }

    /// <summary>Refuses samples with a code that is none; looks at the category columns alone.</summary>
    /// <param name="inputs">Samples of <see cref="Width"/> numbers.</param>
    /// <param name="what">What the message calls them, such as "training data".</param>
    /// <param name="argument">The argument that they came in.</param>
    /// <exception cref="ArgumentException">If a code is no whole number from 0 to the column's number of values.</exception>
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
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The code in row {at / Width}, column {column} of the {what} is {code}. A category is a whole number from 0 (missing or unknown) to {Categories[category]}: code the values of the column before, or build the network with more values for it."), argument);
                }
            }
        }
    }
}
