using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Argument checks. Each message contains the argument's name and the allowed values; the exception holds the actual value.</summary>
internal static class Check
{
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > 0 ? value : throw Out(name, value, "a finite number above 0");

    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0 ? value : throw Out(name, value, "a finite number of at least 0");

    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) ? value : throw Out(name, value, "a finite number");

    /// <summary>A finite number, or null for no bound: JSON cannot represent an infinite one.</summary>
    public static double? FiniteOrNone(double? value, [CallerMemberName] string name = "") => value is { } number && !double.IsFinite(number)
        ? throw new ArgumentOutOfRangeException(name, number, $"{name} must be a finite number, or omitted.")
        : value;

    /// <summary>A number in [0, 1).</summary>
    public static double Fraction(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1 ? value : throw Out(name, value, "at least 0 and less than 1");

    /// <summary>A number in (0, 1].</summary>
    public static double PositiveFraction(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is > 0 and <= 1 ? value : throw Out(name, value, "above 0 and at most 1");

    public static double AtLeast(double value, double least, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= least ? value : throw Out(name, value, string.Create(CultureInfo.InvariantCulture, $"a finite number of at least {least}"));

    public static int AtLeast(int value, int least, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}.");

    public static long AtLeast(long value, long least, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}.");

    public static int Within(int value, int least, int most, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be from {least} to {most:#,0}."));

    /// <summary>The bounds of a learnable parameter, which must enclose its initial value; null if there are none.</summary>
    public static (double Low, double High)? Bounds(double? lowest, double? highest, double start, string owner, string what)
    {
        if (lowest is null && highest is null)
        {
            return null;
        }

        (double low, double high) = (lowest ?? double.NegativeInfinity, highest ?? double.PositiveInfinity);
        return low <= start && start <= high
            ? (low, high)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{owner} starts its {what} at {start}, outside its bounds [{low}, {high}]. Choose an initial value between them."));
    }

    /// <summary>A constant of a kernel in all lanes of a register; throws if the number type cannot represent it.</summary>
    public static V Splat<V>(double value, string owner, string name)
        where V : struct, ILane<V> => Math.Abs(value) <= V.Largest
            ? V.Splat(value)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{owner}'s {name} is {value}, too large for a network of type {(V.Largest > float.MaxValue ? nameof(Double) : nameof(Single))}. Use a smaller number."));

    /// <summary>A defined value of an enumeration.</summary>
    public static TEnum Defined<TEnum>(TEnum value, [CallerMemberName] string name = "")
        where TEnum : struct, Enum => Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    /// <summary>A list without nulls.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static IReadOnlyList<TItem>? NoNulls<TItem>(IReadOnlyList<TItem>? values, [CallerMemberName] string name = "")
        where TItem : class
    {
        for (int i = 0; i < values?.Count; i++)
        {
            if (values[i] is null)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}] is null. Remove it."), name);
            }
        }

        return values;
    }

    /// <summary>The exception for a type whose <c>Accept</c> does not pass its kernel to the visitor.</summary>
    public static ArgumentException Unvisited(object part) =>
        new($"{part.GetType().Name}.Accept must pass its kernel to the visitor and return the visitor's result: visitor.Visit(new Kernel<V>(…)).");

    private static ArgumentOutOfRangeException Out(string name, double value, string expected) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be {expected}."));
}
