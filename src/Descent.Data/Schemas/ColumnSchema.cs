using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>What one column is and why.</summary>
/// <param name="Name">The name in the header.</param>
/// <param name="Kind">What it is used for.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ColumnSchema(string Name, ColumnKind Kind, string Reason)
{
    /// <summary>Rows without a value.</summary>
    public int Missing { get; init; }

    /// <summary>Different values of a text column or of a target with labels; 0 where they are not counted.</summary>
    public int Distinct { get; init; }

    /// <summary>The smallest number, if all values are numbers.</summary>
    public double? Minimum { get; init; }

    /// <summary>The largest number, if all values are numbers.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether words in this column of numbers count as missing values.</summary>
    public bool WordsAreMissing { get; init; }

    /// <summary>How the numbers are written, if not plainly with a decimal point.</summary>
    public NumberNotation? Notation { get; init; }

    /// <summary>The words and numbers that mean "no value" in this column, where they are not those of the whole schema; otherwise null.</summary>
    public IReadOnlyList<string>? MissingWords { get; init; }

    /// <summary>For dates: which number is the day, where a date does not say so itself.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>For a target with labels: the labels in order of their numbers, else of their text; otherwise empty.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether the column feeds the network.</summary>
    [JsonIgnore]
    public bool IsFeature => Kind is ColumnKind.Numeric or ColumnKind.Categorical or ColumnKind.Date or ColumnKind.Presence;
}
