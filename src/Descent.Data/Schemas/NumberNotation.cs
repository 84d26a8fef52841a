using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>
/// How the numbers of a column are written if they are not plain: with thousands separators, a currency, percent, the minus sign U+2212
/// or parentheses. It is saved with the model, so that tables for prediction are read as in training.
/// </summary>
/// <param name="DecimalMark">'.' or ','. The other one, blanks and apostrophes are allowed as thousands separators.</param>
/// <param name="Currency">The currency of the amounts, as an ISO 4217 code if it is known, or null. Amounts in another currency are
/// refused.</param>
/// <param name="IsPercent">Whether all numbers except 0 are in percent or per mille (true) or none is (false); others are refused. Null
/// for a model that was saved without it, which accepts both.</param>
public sealed record NumberNotation(char DecimalMark, string? Currency = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IsPercent = null);
