using System.Globalization;

namespace Descent;

/// <summary>A description of a recipe.</summary>
/// <param name="Use">The purpose of the recipe.</param>
/// <param name="Numbers">The coding of numbers.</param>
/// <param name="Categories">The coding of categories.</param>
/// <param name="Layers">The layers, from the inputs on.</param>
/// <param name="Training">The optimizer, learning rates, penalties and epochs, and the choice of the best epoch.</param>
/// <param name="BatchSize">The number of rows per update.</param>
/// <param name="Limits">The limits of the recipe, and when another one is better.</param>
/// <param name="Source">The source of the recipe.</param>
public sealed record RecipeFacts(string Use, string Numbers, string Categories, string Layers, string Training, string BatchSize, string Limits, string Source)
{
    /// <summary>The description of numbers that are not changed after the preprocessing.</summary>
    internal const string Standardized = "standardized; a missing number is replaced by the median, with a second input that indicates it";

    /// <summary>The description of numbers that are coded by rank.</summary>
    internal const string ByRank = "the normal quantile of their rank among the training rows, within ±3.09; a missing number is replaced by the median, with a second input that indicates it";

    /// <summary>The description of categories that are not changed after the preprocessing.</summary>
    internal const string Ones = "one-hot; rare values share a column; a value that training has not seen is all zeros";

    /// <summary>The description of the default batch size.</summary>
    internal const string UsualBatch = "32 below 2,000 training rows, 64 below 20,000, then 128";
}

/// <summary>An option of a recipe, which is a number.</summary>
public sealed class RecipeOption
{
    private readonly Func<double, Recipe> with;

    internal RecipeOption(string name, int value, string meaning, Func<int, Recipe> with)
        : this(name, (double)value, meaning, (double number) => with((int)number)) => IsWhole = true;

    internal RecipeOption(string name, double value, string meaning, Func<double, Recipe> with) =>
        (Name, Value, Meaning, this.with) = (name, value, meaning, with);

    /// <summary>The name of the option.</summary>
    public string Name { get; }

    /// <summary>The value of the option.</summary>
    public double Value { get; }

    /// <summary>The meaning of the option, in a few words.</summary>
    public string Meaning { get; }

    /// <summary>Whether the value must be a whole number.</summary>
    public bool IsWhole { get; }

    /// <summary>Returns the recipe with another value of the option.</summary>
    /// <exception cref="FormatException">If the text is not a number, or the number is out of range.</exception>
    internal Recipe With(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || (IsWhole && (number != Math.Floor(number) || Math.Abs(number) > int.MaxValue)))
        {
            throw new FormatException($"{Name} ({Meaning}) must be a {(IsWhole ? "whole " : "")}number, but is '{text}'.");
        }

        try
        {
            return with(number);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw new FormatException(fault.Message.Split(" (Parameter", 2)[0], fault);
        }
    }
}
