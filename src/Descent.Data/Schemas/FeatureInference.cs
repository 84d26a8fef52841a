using System.Globalization;
using System.Text;

namespace Descent.Data;

/// <summary>Decides how a column that is not a target is used.</summary>
internal static class FeatureInference
{
    /// <summary>2⁵³: beyond it, distinct integers may be equal as doubles.</summary>
    private const double LargestExact = 9007199254740992;

    /// <summary>The usual reason, which needs no explanation.</summary>
    public const string AllNumbers = "all values are numbers";

    /// <summary>Up to this share of words, a column is considered numeric with mistakes in it.</summary>
    private const double FewWords = 0.1;

    /// <summary>With at most this many values, text that never repeats may still be categorical.</summary>
    private const int FewRows = 20;

    /// <summary>Above this share of different values, text identifies the rows rather than groups them.</summary>
    private const double MostlyDifferent = 0.5;

    /// <summary>With more different words among its numbers, a column does not merely use its own words for a missing value.</summary>
    private const int MostMissingWords = 2;

    /// <summary>Above this share of missing cells, whether there is a value may itself be informative.</summary>
    private const double OftenMissing = 0.05;

    public static ColumnSchema Infer(ColumnProfile profile, ReadOnlySpan<int> rows, SchemaOptions options, List<Notice> notices)
    {
        string name = profile.Table.Columns[profile.Column];
        bool wordsAreMissing = options.WordsAsMissing.Contains(name, StringComparer.Ordinal);
        if (name == options.Group)
        {
            return new(name, ColumnKind.Ignored, "groups rows that belong together; not a feature");
        }

        if (name == options.Weight)
        {
            return RowWeights.Describe(profile, name, rows, notices);
        }

        if (options.Ignore.Contains(name, StringComparer.Ordinal))
        {
            return new(name, ColumnKind.Ignored, "left out on request");
        }

        ColumnSchema column = options.Kinds.TryGetValue(name, out ColumnKind kind)
            ? new(name, kind, "set by you") { Missing = profile.Missing }
            : Decide(profile, name, rows, options, wordsAreMissing, notices);
        if (column.Kind == ColumnKind.Date && options.Kinds.ContainsKey(name))
        {
            return DateInference.Infer(profile, name, rows, options, notices, isForced: true)!;
        }

        if (column.Kind == ColumnKind.Categorical)
        {
            notices.AddRange(AlikeTexts.Of($"Column \"{name}\"", "category", "categories", profile.Levels(rows)));
        }

        if (column.Kind != ColumnKind.Numeric)
        {
            return column;
        }

        RequireNumbers(profile, wordsAreMissing);
        notices.AddRange(NotationNotices.Of(profile, name, isTarget: false));
        if (profile.Numbers == 0)
        {
            return column;
        }

        if (!options.Kinds.ContainsKey(name))
        {
            (profile, column) = WithoutSentinels(profile, column, rows, notices);
        }

        if (ExtremeCells.Describe(profile, rows) is { } found)
        {
            notices.Add(Notice.Warning($"Column {found}. They are excluded from its mean and standard deviation, and are limited to twice the range of the others.", Remedy.FromAdvice("correct or empty the cells")));
        }

        if (profile.Words > 0)
        {
            column = column with { Reason = TextsAsMissing(profile.Words) };
        }

        return column with { Missing = profile.Missing + profile.Words, Minimum = profile.Minimum, Maximum = profile.Maximum, WordsAreMissing = wordsAreMissing, Notation = profile.Notation };
    }

    /// <summary>Why a column is numeric or holds dates although it has other texts: the user has specified it.</summary>
    public static string TextsAsMissing(int texts) => $"set by you; {Amount.Of(texts, "text")} {(texts == 1 ? "counts" : "count")} as missing";

    private static (ColumnProfile Profile, ColumnSchema Column) WithoutSentinels(ColumnProfile profile, ColumnSchema column, ReadOnlySpan<int> rows, List<Notice> notices)
    {
        (IReadOnlyDictionary<double, int> sentinels, double minimum, double maximum) = Sentinels.Find(profile);
        if (sentinels.Count == 0)
        {
            return (profile, column);
        }

        string[] texts = [.. sentinels.Keys.Order().Select(Amount.Exact)];
        string found = string.Create(CultureInfo.InvariantCulture, $"{string.Join(" and ", texts)} in {sentinels.Values.Sum()} of {rows.Length} rows {(texts.Length == 1 ? "is" : "are")} far from all other values ({Rounded.Text(minimum)} … {Rounded.Text(maximum)})");
        notices.Add(Notice.Warning($"Column \"{column.Name}\": {found} and {(texts.Length == 1 ? "counts" : "count")} as missing.", new Remedy(nameof(SchemaOptions.Kinds), column.Name, nameof(ColumnKind.Numeric))));
        IReadOnlyList<string> words = [.. profile.Table.MissingWordsOf(profile.Column), .. texts];
        return (ColumnProfile.Of(profile.Table.WithMissingWords(profile.Column, words), profile.Column, rows), column with { MissingWords = words });
    }

    /// <summary>Whether the column holds numbers and at most a few words, which are then errors.</summary>
    public static bool IsNumeric(ColumnProfile profile, bool wordsAreMissing)
    {
        if (profile.MixedRows is not null && !wordsAreMissing)
        {
            return false;
        }

        int mistakes = profile.Words - profile.OtherNumbers;
        bool decimalMark = profile.OtherNumbers > 0 && mistakes <= FewWords * profile.Present;
        return (profile.Numbers > 0 && (wordsAreMissing || profile.Words <= FewWords * profile.Present)) || decimalMark;
    }

    /// <summary>Refuses a column of which nearly all cells have one unit, and a few another one. If words count as missing, so do these.</summary>
    public static void RequireOneUnit(ColumnProfile profile, bool wordsAreMissing)
    {
        if (profile.OddUnit is { } odd && !wordsAreMissing)
        {
            throw CellFaults.OddUnit(profile, odd.Row, odd.Others);
        }
    }

    public static void RequireNumbers(ColumnProfile profile, bool wordsAreMissing, bool isTarget = false)
    {
        if (profile.FirstHugeRow >= 0)
        {
            throw CellFaults.Huge(profile.Table, profile.FirstHugeRow, profile.Column);
        }

        if (profile.AmbiguousRow >= 0 && profile.Table.Separator != ',')
        {
            throw CellFaults.Ambiguous(profile.Table, profile.AmbiguousRow, profile.Column);
        }

        // A number with the other decimal mark is never a missing value, even if words count as missing.
        int row = profile.FirstOtherNumberRow >= 0 ? profile.FirstOtherNumberRow : wordsAreMissing ? -1 : profile.FirstWordRow;
        if (row >= 0)
        {
            throw CellFaults.Word(profile.Table, row, profile.Column, isTarget);
        }
    }

    private static ColumnSchema Decide(ColumnProfile profile, string name, ReadOnlySpan<int> rows, SchemaOptions options, bool wordsAreMissing, List<Notice> notices)
    {
        if (profile.Present == 0)
        {
            notices.Add(Notice.Warning($"Column \"{name}\" has no value in any row and is left out.", Remedy.FromAdvice("fill it, or remove it from the file")));
            return new(name, ColumnKind.Empty, "no value in any row") { Missing = profile.Missing };
        }

        RequireOneUnit(profile, wordsAreMissing);
        return IsNumeric(profile, wordsAreMissing) ? DecideNumber(profile, name, rows, notices)
            : DateInference.Infer(profile, name, rows, options, notices, isForced: options.DateOrders.ContainsKey(name))
            ?? DecideText(profile, name, rows, notices);
    }

    private static ColumnSchema DecideNumber(ColumnProfile profile, string name, ReadOnlySpan<int> rows, List<Notice> notices)
    {
        RequireNumbers(profile, wordsAreMissing: true);
        if (profile.IsConstant && profile.Missing + profile.Words == 0)
        {
            string rounding = profile.Minimum != profile.Maximum ? " up to rounding" : Math.Abs(profile.Minimum) > LargestExact && ColumnProfile.Texts(profile.Table, profile.Column, rows).Count > 1 ? " up to 16 digits (its texts differ after those)" : "";
            notices.Add(Notice.Information($"Column \"{name}\" is {Amount.Exact(profile.Minimum)} in every row{rounding} and is left out.", new Remedy(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Numeric))));
            return new(name, ColumnKind.Constant, "the same number in every row");
        }

        if (RowNumbers.IsRowNumber(profile, name))
        {
            notices.Add(Notice.Warning($"Column \"{name}\" numbers the rows and is left out.", new Remedy(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Numeric))));
            return new(name, ColumnKind.Identifier, "numbers the rows");
        }

        if (profile.FirstCodeRow is >= 0 and var code)
        {
            notices.Add(Notice.Information($"Column \"{name}\": \"{profile.Table[code, profile.Column]}\" is read as the number {Amount.Exact(profile.Values[rows.IndexOf(code)])}. If leading zeros mean something, as in postal codes, the values are categories.", new Remedy(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Categorical))));
        }

        return new(name, ColumnKind.Numeric, AllNumbers);
    }

    private static ColumnSchema DecideText(ColumnProfile profile, string name, ReadOnlySpan<int> rows, List<Notice> notices)
    {
        int distinct = profile.Levels(rows).Count;
        ColumnSchema Text(ColumnKind kind, string reason) => new(name, kind, reason) { Missing = profile.Missing, Distinct = distinct };
        Remedy remedy = new(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Categorical));
        if (distinct == 1 && profile.Missing == 0)
        {
            notices.Add(Notice.Information($"Column \"{name}\" is the same text in every row and is left out.", remedy));
            return Text(ColumnKind.Constant, "the same text in every row");
        }

        string although = "";
        Remedy[] remedies = [remedy];
        if (profile.OtherCurrencyRow >= 0)
        {
            although = $" because its amounts are in several currencies, such as that of \"{profile.Table[profile.OtherCurrencyRow, profile.Column]}\" in line {profile.Table.LineOf(profile.OtherCurrencyRow)}";
            remedies = [Remedy.FromAdvice("convert them to one currency"), remedy];
        }
        else if (profile.MixedRows is { } mixed)
        {
            although = $" because some of its numbers are in percent and others are not, such as {Placed(mixed.Percent)} and {Placed(mixed.Plain)}";
            remedies = [Remedy.FromAdvice("write all of them the same way"), remedy];
        }
        else if (profile.MarkRows is { } marks)
        {
            although = $" because some of its numbers have a decimal point and others a decimal comma, such as {Placed(marks.Point)} and {Placed(marks.Comma)}";
            remedies = [Remedy.FromAdvice("write all of them alike"), remedy];
        }
        else if (profile.Numbers > MostlyDifferent * profile.Present)
        {
            string word = profile.Table[profile.FirstWordRow, profile.Column];
            although = string.Create(CultureInfo.InvariantCulture, $" although {profile.Numbers:#,0} of {Amount.Of(profile.Present, "value")} are numbers; the first that is not is \"{word}\" in line {profile.Table.LineOf(profile.FirstWordRow)}");
            remedies = [.. MissingWord(profile, name, rows), new Remedy(nameof(SchemaOptions.WordsAsMissing), name), remedy];
        }

        if (profile.Present > FewRows && distinct > MostlyDifferent * profile.Present)
        {
            string found = $"{Amount.Of(distinct, "different text")} in {Amount.Of(profile.Present, "row")}";
            if (profile.Missing > OftenMissing * profile.Rows)
            {
                notices.Add(Notice.Warning($"Column \"{name}\" has {found} and no value in {profile.Missing}: only whether there is a value is used{although}.", remedies));
                return Text(ColumnKind.Presence, found + ", often missing: only whether a value is given is used");
            }

            notices.Add(Notice.Warning($"Column \"{name}\" has {found}: it looks like an identifier and is left out{although}.", remedies));
            return Text(ColumnKind.Identifier, found);
        }

        if (although.Length > 0)
        {
            notices.Add(Notice.Warning($"Column \"{name}\" is treated as text{although}.", remedies));
        }

        return Text(ColumnKind.Categorical, Amount.Of(distinct, "different text"));

        string Placed(int row) => $"\"{profile.Table[row, profile.Column]}\" in line {profile.Table.LineOf(row)}";
    }

    /// <summary>If one or two words are used for all values that are not numbers, they most likely mean a missing value.</summary>
    private static IEnumerable<Remedy> MissingWord(ColumnProfile profile, string name, ReadOnlySpan<int> rows)
    {
        string[] words = [.. ColumnProfile.Texts(profile.Table, profile.Column, rows).Keys.Where(text => !NumberReader.TryRead(profile.Table, Encoding.UTF8.GetBytes(text), profile.Notation, out _)).Select(text => text.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
        return words.Length <= MostMissingWords && !words.Any(word => word.Contains(',', StringComparison.Ordinal)) ? [new Remedy(nameof(SchemaOptions.MissingWordsOf), name, string.Join(',', words))] : [];
    }
}
