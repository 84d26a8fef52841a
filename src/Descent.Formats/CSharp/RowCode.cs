using System.Globalization;
using Descent.Data;

namespace Descent.Formats;

/// <summary>The type of a row with the raw columns of a model, and the method that encodes it as the preprocessing does.</summary>
/// <param name="preprocessor">The preprocessing.</param>
internal sealed class RowCode(Preprocessor preprocessor)
{
    private readonly string[] names = CSharpNames.Of(preprocessor.Encoders.Select(encoder => encoder.Name), "Row", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals");

    /// <summary>The name of the property of each column, in order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The type of the rows.</summary>
    public string Type()
    {
        CodeText code = new();
        code.Line("/// <summary>A row to predict. A column without a value is null, which is encoded as a missing cell was in training.</summary>");
        code.Block("public struct Row", body =>
        {
            foreach ((int i, ColumnEncoder encoder) in preprocessor.Encoders.Index())
            {
                if (i > 0)
                {
                    body.Line();
                }

                (string type, string kind) = TypeOf(encoder);
                body.Line($"/// <summary>The column \"{CodeText.Documented(encoder.Name)}\"{kind}. In training: {CodeText.Documented(encoder.Values)}; without a value: {CodeText.Documented(encoder.WithoutValue)}.</summary>");
                body.Line($"public {type} {names[i]} {{ get; set; }}");
            }
        });
        return code.ToString();
    }

    /// <summary>The method that encodes a row.</summary>
    public string Encode()
    {
        CodeText code = new();
        code.Line("""
            /// <summary>Encodes a row as inputs of the networks.</summary>
            /// <param name="row">The row.</param>
            /// <param name="inputs">Receives the inputs, as many as there are.</param>
            /// <exception cref="ArgumentException">If a number is infinite or too far from those of the training, or if inputs are too few or too many.</exception>
            """);
        code.Block("public static void Encode(in Row row, Span<float> inputs)", body =>
        {
            body.Block("if (inputs.Length != Inputs)", inner => inner.Line("""throw new ArgumentException("There must be " + Inputs + " inputs, but there are " + inputs.Length + ".");"""));
            body.Line().Line("inputs.Clear();");
            int place = 0;
            foreach ((int i, ColumnEncoder encoder) in preprocessor.Encoders.Index())
            {
                Encode(body, encoder, names[i], place);
                place += encoder.InputNames.Count;
            }
        });
        code.Line().Line(Methods());
        return code.ToString();
    }

    private static (string Type, string Kind) TypeOf(ColumnEncoder encoder) => encoder switch
    {
        NumericEncoder { Notation.IsPercent: true } => ("double?", ", in the numbers that the table would be read as"),
        NumericEncoder => ("double?", ""),
        DateEncoder => ("DateTime?", ""),
        PresenceEncoder => ("string?", ", of which only matters whether it has a value"),
        _ => ("string?", ""),
    };

    private void Encode(CodeText code, ColumnEncoder encoder, string name, int place)
    {
        string[] missing = [.. WordsOf(encoder.Name).Select(word => word.Trim()).Where(word => word.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        switch (encoder)
        {
            case NumericEncoder numeric:
                string sentinels = string.Concat(NumbersAmong(missing).Select(number => $" || row.{name} == {CodeText.Of(number)}"));
                string isMissing = $"row.{name} is null || double.IsNaN(row.{name}.Value){sentinels}";
                code.Line($"inputs[{place}] = Number({isMissing} ? {CodeText.Of(numeric.Median)} : row.{name}.Value, {CodeText.Of(numeric.Mean)}, {CodeText.Of(numeric.Scale)}, {CodeText.Of(numeric.Limit ?? double.PositiveInfinity)}, {CodeText.Of(encoder.Name)});");
                if (numeric.HasIndicator)
                {
                    code.Line($"inputs[{place + 1}] = {isMissing} ? 1f : 0f;");
                }

                break;
            case DateEncoder date:
                string moment = $"moment{place}";
                code.Line($"DateTime {moment} = row.{name} ?? new DateTime({date.Median.Ticks}L);");
                foreach ((int i, DateInput input) in date.Inputs.Index())
                {
                    code.Line($"inputs[{place + i}] = (float)(({PartOf(input.Part, moment, date.Reference)} - {CodeText.Of(input.Mean)}) / {CodeText.Of(input.Scale)});");
                }

                if (date.HasIndicator)
                {
                    code.Line($"inputs[{place + date.Inputs.Count}] = row.{name} is null ? 1f : 0f;");
                }

                break;
            case CategoricalEncoder category:
                EncodeCategory(code, category, name, place, missing);
                break;
            case PresenceEncoder:
                code.Line($"inputs[{place}] = {IsMissing($"row.{name}", missing)} ? 1f : 0f;");
                break;
            default:
                throw new NotSupportedException($"Column \"{encoder.Name}\" is encoded by {encoder.GetType().Name}, which cannot be written as C# source.");
        }
    }

    private static void EncodeCategory(CodeText code, CategoricalEncoder category, string name, int place, string[] missing)
    {
        bool hasOther = category.RareLevels.Count > 0;
        int other = hasOther ? category.Levels.Count : -1, absent = category.HasMissing ? category.Levels.Count + (hasOther ? 1 : 0) : -1;
        string level = $"level{place}", text = $"row.{name}";
        code.Line($"int {level};");
        code.Block($"if ({IsMissing(text, missing)})", body => body.Line($"{level} = {absent};"));
        code.Block("else", body =>
        {
            body.Block($"switch ({text})", cases =>
            {
                foreach ((int i, string known) in category.Levels.Index())
                {
                    cases.Line($"case {CodeText.Of(known)}:\n    {level} = {i};\n    break;");
                }

                (string Key, int Place)[] alike = [.. Alike(category)];
                if (alike.Length == 0)
                {
                    cases.Line($"default:\n    {level} = {other};\n    break;");
                    return;
                }

                // The same number or truth value, written otherwise.
                cases.Line("default:");
                cases.Block($"    switch (Key({text}))", keys =>
                {
                    foreach ((string key, int own) in alike)
                    {
                        keys.Line($"case {CodeText.Of(key)}:\n    {level} = {own};\n    break;");
                    }

                    keys.Line($"default:\n    {level} = {other};\n    break;");
                });
                cases.Line("    break;");
            });
        });
        code.Block($"if ({level} >= 0)", body => body.Line($"inputs[{place} + {level}] = 1f;"));
    }

    /// <summary>What texts that differ from every level are compared by, where the level is a number or a truth value.</summary>
    private static IEnumerable<(string Key, int Place)> Alike(CategoricalEncoder category)
    {
        string[] all = [.. category.Levels, .. category.RareLevels];
        char mark = EqualTexts.MarkOf(all) ?? '.';
        string[] keys = [.. all.Select(text => EqualTexts.Key(text, mark))];
        // Keys of amounts have a unit, which the class does not read.
        bool[] isNumberOrAnswer = [.. keys.Select(key => double.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || bool.TryParse(key, out _))];
        return from i in Enumerable.Range(0, category.Levels.Count)
               where isNumberOrAnswer[i] && keys.Count(key => key == keys[i]) == 1
               select (keys[i], i);
    }

    private static string IsMissing(string text, string[] words) =>
        $"string.IsNullOrWhiteSpace({text}){string.Concat(words.Select(word => $" || string.Equals({text}, {CodeText.Of(word)}, StringComparison.OrdinalIgnoreCase)"))}";

    private IReadOnlyList<string> WordsOf(string column) => preprocessor.Schema.Columns.First(own => own.Name == column).MissingWords ?? preprocessor.Schema.MissingWords;

    private static IEnumerable<double> NumbersAmong(IEnumerable<string> words) =>
        words.Select(word => double.TryParse(word, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : double.NaN).Where(double.IsFinite).Distinct();

    private static string PartOf(DatePart part, string moment, DateTime reference)
    {
        const string Year = "(({0}.DayOfYear - 1 + {0}.TimeOfDay.TotalDays) / (DateTime.IsLeapYear({0}.Year) ? 366 : 365))", Week = "(((((int){0}.DayOfWeek + 6) % 7) + {0}.TimeOfDay.TotalDays) / 7)";
        string own = part switch
        {
            DatePart.Days => "({0} - new DateTime({1}L)).TotalDays",
            DatePart.Year => "{0}.Year",
            DatePart.Month => "{0}.Month",
            DatePart.Day => "{0}.Day",
            DatePart.Weekday => "((((int){0}.DayOfWeek + 6) % 7) + 1)",
            DatePart.Hour => "{0}.TimeOfDay.TotalHours",
            DatePart.YearSine => $"Math.Sin(2 * Math.PI * {Year})",
            DatePart.YearCosine => $"Math.Cos(2 * Math.PI * {Year})",
            DatePart.WeekSine => $"Math.Sin(2 * Math.PI * {Week})",
            DatePart.WeekCosine => $"Math.Cos(2 * Math.PI * {Week})",
            DatePart.DaySine => "Math.Sin(2 * Math.PI * {0}.TimeOfDay.TotalDays)",
            _ => "Math.Cos(2 * Math.PI * {0}.TimeOfDay.TotalDays)",
        };
        return own.Replace("{0}", moment, StringComparison.Ordinal).Replace("{1}", $"{reference.Ticks}", StringComparison.Ordinal);
    }

    private string Methods()
    {
        List<string> methods = [];
        if (preprocessor.Encoders.OfType<NumericEncoder>().Any())
        {
            methods.Add($$"""
                // Standardization; beyond the limit, numbers approach twice the limit.
                private static float Number(double value, double mean, double scale, double limit, string column)
                {
                    double z = (value - mean) / scale, size = Math.Abs(z);
                    float number = (float)(size > limit ? Math.Sign(z) * limit * (2 - (limit / size)) : z);
                    return Math.Abs(value) <= {{CodeText.Of(Cell.Largest)}} && !float.IsNaN(number) && !float.IsInfinity(number) ? number : throw new ArgumentException("The value of the column " + column + " is too far from those of the training: " + value + ".");
                }
                """);
        }

        if (preprocessor.Encoders.OfType<CategoricalEncoder>().Any(category => Alike(category).Any()))
        {
            methods.Add("""
                // The same for equal numbers, and for true and false in any case: sign, digits without zeros at either end, power of ten.
                private static string Key(string? text)
                {
                    if (text is null || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase))
                    {
                        return text is null ? "" : text.ToLowerInvariant();
                    }

                    string number = text.Trim(), sign = number.StartsWith("-", StringComparison.Ordinal) ? "-" : "";
                    number = sign.Length > 0 || number.StartsWith("+", StringComparison.Ordinal) ? number.Substring(1) : number;
                    int end = number.IndexOfAny(new[] { 'e', 'E' }), exponent = 0;
                    if (end >= 0 && !int.TryParse(number.Substring(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
                    {
                        return text;
                    }

                    number = end < 0 ? number : number.Substring(0, end);
                    int point = number.IndexOf('.');
                    string digits = point < 0 ? number : number.Remove(point, 1);
                    bool isCode = number.Length > 1 && number[0] == '0' && point != 1;
                    foreach (char digit in digits)
                    {
                        isCode |= digit < '0' || digit > '9';
                    }

                    if (digits.Length == 0 || isCode)
                    {
                        return text;
                    }

                    string kept = digits.TrimEnd('0');
                    long power = (long)exponent - (point < 0 ? 0 : digits.Length - point) + digits.Length - kept.Length;
                    return kept.Length == 0 ? "0" : sign + kept.TrimStart('0') + "e" + power.ToString(CultureInfo.InvariantCulture);
                }
                """);
        }

        return string.Join("\n\n", methods);
    }
}
