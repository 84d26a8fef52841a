using System.Globalization;
using System.Numerics;

namespace Descent;

/// <summary>The update of a single weight, as a formula and with its numbers filled in.</summary>
/// <param name="Formula">The rule of the optimizer, such as <c>θ ← θ − η·m̂/(√v̂ + ε)</c>; null if <see cref="Lines"/> only give the averages and the step, as for an optimizer of your own. The catalogue has the formulas of all others.</param>
/// <param name="Lines">The calculation line by line, such as <c>m = 0.9·0.01 + 0.1·0.02 = 0.011</c>; the last line gives the new weight.</param>
public sealed record UpdateExplanation(string? Formula, IReadOnlyList<string> Lines)
{
    /// <summary>Explains the update of a weight.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="parameter">The parameter of the weight in a recorded update.</param>
    /// <param name="index">The index of the weight in it, row by row.</param>
    /// <param name="optimizer">The optimizer of the run.</param>
    /// <param name="position">The point in training before the update, at which schedules of the optimizer are evaluated.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such weight.</exception>
    /// <exception cref="ArgumentException">If the update did not train the parameter by its gradient.</exception>
    public static UpdateExplanation Of<T>(RecordedParameter<T> parameter, int index, Optimizer optimizer, TrainingPosition position)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, parameter.Before.Length);
        if (parameter.Gradient.Length == 0)
        {
            throw new ArgumentException($"{parameter.Name} was not updated by a gradient: it is frozen, not trained, or the optimizer uses all rows at once.", nameof(parameter));
        }

        double before = double.CreateTruncating(parameter.Before[index]), after = double.CreateTruncating(parameter.After[index]), gradient = double.CreateTruncating(parameter.Gradient[index]);
        List<string> lines = [];
        if (parameter.QuadraticPenalty != 0 || parameter.AbsolutePenalty != 0)
        {
            double penalized = gradient + (parameter.QuadraticPenalty * before) + (parameter.AbsolutePenalty * Math.Sign(before));
            string quadratic = parameter.QuadraticPenalty == 0 ? "" : $" + {Number(parameter.QuadraticPenalty)}·{Signed(before)}", absolute = parameter.AbsolutePenalty == 0 ? "" : $" + {Number(parameter.AbsolutePenalty)}·{Math.Sign(before)}";
            lines.Add($"g = {Number(gradient)}{quadratic}{absolute} = {Number(penalized)} (gradient and penalty)");
            gradient = penalized;
        }
        else
        {
            lines.Add($"g = {Number(gradient)}");
        }

        string? formula = new UpdateSteps(lines, parameter.State.Select(state => (double.CreateTruncating(state.Before[index]), double.CreateTruncating(state.After[index]))).ToArray(), [.. parameter.State.Select(state => state.Name)])
        {
            Before = before,
            After = after,
            Gradient = gradient,
            Rate = parameter.LearningRate,
            Updates = parameter.Updates,
        }.Of(optimizer, position);
        return new UpdateExplanation(formula, lines);
    }

    /// <summary>Formats a number with six digits.</summary>
    internal static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal).Replace("E−0", "e−", StringComparison.Ordinal).Replace("E+0", "e", StringComparison.Ordinal).Replace('E', 'e');

    /// <summary>Formats a factor; a negative one is in parentheses.</summary>
    internal static string Signed(double value) => value < 0 ? $"({Number(value)})" : Number(value);
}
