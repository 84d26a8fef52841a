using System.Globalization;

namespace Descent;

/// <summary>What a recipe does, in words.</summary>
/// <param name="Use">What it is for.</param>
/// <param name="Numbers">How its network takes numbers.</param>
/// <param name="Categories">How it takes categories.</param>
/// <param name="Layers">Its layers, from the inputs on.</param>
/// <param name="Training">Optimizer, rates, penalties, epochs, and what chooses among these.</param>
/// <param name="BatchSize">Rows per update.</param>
/// <param name="Limits">When something else is better.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record RecipeFacts(string Use, string Numbers, string Categories, string Layers, string Training, string BatchSize, string Limits, string Source)
{
    /// <summary>How a recipe takes numbers as the preprocessing gives them.</summary>
    internal const string Standardized = "standardized; a missing one is the median, with a second input that says so";

    /// <summary>How it takes them by rank.</summary>
    internal const string ByRank = "as the normal quantile of their rank among the training rows, within ±3.09; a missing one is the median, with a second input that says so";

    /// <summary>How a recipe takes categories as the preprocessing gives them.</summary>
    internal const string Ones = "a 1 in the column of the value, and zeros; rare values share a column, one that training has not seen has none";

    /// <summary>Rows per update where a recipe has no view of its own.</summary>
    internal const string UsualBatch = "32 below 2,000 training rows, 64 below 20,000, then 128";
}

/// <summary>A number of a recipe.</summary>
public sealed class RecipeOption
{
    private readonly Func<double, Recipe> with;

    internal RecipeOption(string name, int value, string meaning, Func<int, Recipe> with)
        : this(name, (double)value, meaning, (double number) => with((int)number)) => IsWhole = true;

    internal RecipeOption(string name, double value, string meaning, Func<double, Recipe> with) =>
        (Name, Value, Meaning, this.with) = (name, value, meaning, with);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public double Value { get; }

    /// <summary>What it means, in a few words.</summary>
    public string Meaning { get; }

    /// <summary>Whether it must be a whole number.</summary>
    public bool IsWhole { get; }

    /// <summary>The recipe with another value.</summary>
    /// <exception cref="FormatException">If it is no number, or out of range.</exception>
    internal Recipe With(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || (IsWhole && (number != Math.Floor(number) || Math.Abs(number) > int.MaxValue)))
        {
            throw new FormatException($"{Name} ({Meaning}) is '{text}', which is no {(IsWhole ? "whole " : "")}number.");
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
