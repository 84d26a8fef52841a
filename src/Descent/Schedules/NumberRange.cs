using System.Globalization;
using System.Runtime.CompilerServices;

namespace Descent;

/// <summary>
/// The range of an option that is a number or a schedule. A plain number is checked when the option is set, and the values of a
/// schedule when they are read, once per step.
/// </summary>
internal sealed class NumberRange
{
    /// <summary>Above 0.</summary>
    public static readonly NumberRange Positive = new("a finite number above 0", value => value > 0);

    /// <summary>A plain number above 0; a schedule may also end at 0.</summary>
    public static readonly NumberRange Falling = new("a finite number above 0", value => value > 0, "a finite number of at least 0", value => value >= 0);

    /// <summary>At least 0.</summary>
    public static readonly NumberRange NotNegative = new("a finite number of at least 0", value => value >= 0);

    /// <summary>In [0, 1).</summary>
    public static readonly NumberRange Fraction = new("at least 0 and less than 1", value => value is >= 0 and < 1);

    /// <summary>In (0, 1].</summary>
    public static readonly NumberRange PositiveFraction = new("above 0 and at most 1", value => value is > 0 and <= 1);

    /// <summary>Any number.</summary>
    public static readonly NumberRange Finite = new("a finite number", _ => true);

    private readonly string words, wordsLater;
    private readonly Predicate<double> holds, holdsLater;

    private NumberRange(string words, Predicate<double> holds, string? wordsLater = null, Predicate<double>? holdsLater = null)
    {
        (this.words, this.holds) = (words, holds);
        (this.wordsLater, this.holdsLater) = (wordsLater ?? words, holdsLater ?? holds);
    }

    /// <summary>Returns the option if it is a schedule or a number in the range; otherwise throws.</summary>
    /// <param name="option">A number or a schedule.</param>
    /// <param name="name">The option's name.</param>
    public Schedule Of(Schedule option, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(option, name);
        return option is ConstantSchedule constant && !(double.IsFinite(constant.Value) && holds(constant.Value))
            ? throw new ArgumentOutOfRangeException(name, constant.Value, $"{name} must be {words}.")
            : option;
    }

    /// <summary>The value of the option at a moment.</summary>
    /// <exception cref="ArgumentException">If the schedule leaves the range.</exception>
    public double At(Schedule option, in TrainingPosition position, [CallerArgumentExpression(nameof(option))] string name = "")
    {
        if (option is ConstantSchedule constant)
        {
            return constant.Value;
        }

        double value = option.At(position);
        return double.IsFinite(value) && holdsLater(value) ? value : throw Outside(value, position.Step, option, name);
    }

    // In a method of its own, so that the code of every step does not contain the formatting of the message.
    private ArgumentException Outside(double value, long step, Schedule option, string name) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name} is {value} at step {step}; it must be {wordsLater}. Check the schedule, {option.GetType().Name}."));
}
