using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>
/// How the numbers of a column are written, where they are not plain: with marks between thousands, a currency, percent, the
/// minus sign U+2212 or parentheses. Saved with a model, so that predictions read the column as training did.
/// </summary>
/// <param name="DecimalMark">'.' or ','. The other one, blanks and apostrophes may stand between thousands.</param>
/// <param name="Currency">The currency of the amounts as an ISO 4217 code where it is known, or null. Amounts in another one are refused.</param>
/// <param name="IsPercent">Whether all numbers but 0 are written in percent or per mille, or none is; the others are refused. Null for a model that was saved without it, which reads both.</param>
public sealed record NumberNotation(char DecimalMark, string? Currency = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IsPercent = null);
