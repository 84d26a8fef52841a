using System.Text;

namespace Descent.Data;

/// <summary>
/// A way to resolve a fault or to change a decision: either a setting of the library, named by its property, or advice about the data
/// in plain words. A front end translates settings into its own terms, such as the options of a command line.
/// </summary>
public sealed record Remedy
{
    /// <summary>Creates a remedy from a setting, such as <c>new Remedy(nameof(SchemaOptions.Kinds), "zone",
    /// "Categorical")</c>.</summary>
    /// <param name="setting">The name of the property.</param>
    /// <param name="column">The column that it is set for, or null if it is not set per column.</param>
    /// <param name="value">The value to set, or null if any other value may do.</param>
    /// <exception cref="ArgumentException">If <paramref name="setting"/> is null or blank.</exception>
    public Remedy(string setting, string? column = null, string? value = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(setting);
        (Setting, Column, Value) = (setting, column, value);
    }

    private Remedy(string advice) => Advice = advice;

    /// <summary>The name of the property to set; null for advice.</summary>
    public string? Setting { get; }

    /// <summary>The column that the setting is for; null if it is not set per column.</summary>
    public string? Column { get; }

    /// <summary>The value to set; null if there is no particular one.</summary>
    public string? Value { get; }

    /// <summary>Advice such as "fill the cells"; null for a setting.</summary>
    public string? Advice { get; }

    /// <summary>Creates a remedy from advice about the data, in plain words.</summary>
    /// <param name="advice">What to do, such as "fill the cells".</param>
    /// <returns>A remedy without a setting.</returns>
    /// <exception cref="ArgumentException">If <paramref name="advice"/> is null or blank.</exception>
    public static Remedy FromAdvice(string advice)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(advice);
        return new Remedy(advice);
    }

    /// <summary>The remedy in the library's own terms.</summary>
    /// <returns>The advice, or the setting as <c>Kinds["zone"] = Categorical</c>.</returns>
    public override string ToString()
    {
        if (Advice is not null)
        {
            return Advice;
        }

        StringBuilder text = new(Setting);
        if (Column is not null)
        {
            text.Append("[\"").Append(Column).Append("\"]");
        }

        return Value is null ? text.ToString() : text.Append(" = ").Append(Value).ToString();
    }
}
