using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>The role of a column, and why it has it.</summary>
/// <param name="Name">The name in the header.</param>
/// <param name="Kind">How the column is used.</param>
/// <param name="Reason">Why it is used that way, in plain words.</param>
public sealed record ColumnSchema(string Name, ColumnKind Kind, string Reason)
{
    /// <summary>The number of rows without a value.</summary>
    public int Missing { get; init; }

    /// <summary>The number of different values of a text column or of a target with labels; 0 if they are not counted.</summary>
    public int Distinct { get; init; }

    /// <summary>The smallest number, if all values are numbers.</summary>
    public double? Minimum { get; init; }

    /// <summary>The largest number, if all values are numbers.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether words in this column of numbers count as missing values.</summary>
    public bool WordsAreMissing { get; init; }

    /// <summary>How the numbers are written; null if they are plain numbers with a decimal point.</summary>
    public NumberNotation? Notation { get; init; }

    /// <summary>The words and numbers that mean "no value" in this column, if they differ from those of the whole schema; otherwise
    /// null.</summary>
    public IReadOnlyList<string>? MissingWords { get; init; }

    /// <summary>For dates: whether the day or the month comes first in a date that could be read either way.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>For a target with labels: the labels, ordered by value if they are numbers, otherwise by text; empty for other
    /// columns.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether the column is an input of the network.</summary>
    [JsonIgnore]
    public bool IsFeature => Kind is ColumnKind.Numeric or ColumnKind.Categorical or ColumnKind.Date or ColumnKind.Presence;
}
