using System.Collections.Immutable;
using System.Globalization;

namespace Descent.Data;

/// <summary>Decides whether a column holds dates and times.</summary>
internal static class DateInference
{
    /// <summary>The column's schema, or null if it does not hold dates.</summary>
    /// <param name="profile">The statistics of the column.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="rows">The rows to read.</param>
    /// <param name="options">The user's decisions.</param>
    /// <param name="notices">Receives the decisions made.</param>
    /// <param name="isForced">Whether the user has specified that it holds dates.</param>
    public static ColumnSchema? Infer(ColumnProfile profile, string name, ReadOnlySpan<int> rows, SchemaOptions options, List<Notice> notices, bool isForced)
    {
        DateOrder? given = options.DateOrders.TryGetValue(name, out DateOrder order) ? order : null;
        bool wordsAreMissing = options.WordsAsMissing.Contains(name, StringComparer.Ordinal);
        DateFinder found = DateFinder.Look(profile.Table, profile.Column, rows, given);
        bool isConstant = profile.Missing == 0 && found.Dates == profile.Present && found.AreAlike && profile.Levels(rows).Count == 1;
        if (!isForced && (isConstant || !found.IsDate(profile.Present, wordsAreMissing)))
        {
            if (!isConstant && found.Contradiction is { } between && found.Readable > profile.Present - found.Readable)
            {
                notices.Add(Notice.Warning($"Column \"{name}\": \"{profile.Table[between.Day, profile.Column]}\" in line {profile.Table.LineOf(between.Day)} has the day first, \"{profile.Table[between.Month, profile.Column]}\" in line {profile.Table.LineOf(between.Month)} the month, so the column is not treated as dates.", Remedy.FromAdvice("write all dates in the same order")));
            }

            return null;
        }

        if (found.FirstWordRow >= 0 && !wordsAreMissing)
        {
            throw CellFaults.NoDate(profile.Table, found.FirstWordRow, profile.Column, found.Order);
        }

        if (found.Dates == 0)
        {
            throw new DataException($"{profile.Table.Source}: column \"{name}\" has no date in any row. Choose another kind.", new Remedy(nameof(SchemaOptions.Kinds), name));
        }

        if (found.AmbiguousRow >= 0)
        {
            bool isDay = found.Order == DateOrder.DayFirst;
            notices.Add(Notice.Warning($"Column \"{name}\": dates such as \"{profile.Table[found.AmbiguousRow, profile.Column]}\" are read with the {(isDay ? "day first, as is usual with a decimal comma" : "month first")}; no date in the column shows which is right.", new Remedy(nameof(SchemaOptions.DateOrders), name, isDay ? nameof(DateOrder.MonthFirst) : nameof(DateOrder.DayFirst))));
        }

        if (found.HasZone)
        {
            notices.Add(Notice.Information($"Column \"{name}\": times are used as written; the offset from UTC is not used."));
        }

        (IReadOnlyDictionary<string, int> sentinels, DateTime first, DateTime last) = isForced ? (ImmutableDictionary<string, int>.Empty, default, default) : Sentinels.FindDates(profile.Table, profile.Column, rows, found.Order);
        int unknown = sentinels.Values.Sum();
        if (unknown > 0)
        {
            notices.Add(Notice.Warning(string.Create(CultureInfo.InvariantCulture, $"Column \"{name}\": {string.Join(" and ", sentinels.Keys.Order(StringComparer.Ordinal))} in {unknown:#,0} of {Amount.Of(rows.Length, "row")} {(sentinels.Count == 1 ? "is" : "are")} far from all other dates ({first:yyyy-MM-dd} … {last:yyyy-MM-dd}) and {(sentinels.Count == 1 ? "counts" : "count")} as missing."), new Remedy(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Date))));
        }

        return new(name, ColumnKind.Date, found.Dates < profile.Present ? FeatureInference.TextsAsMissing(profile.Present - found.Dates) : isForced ? "set by you" : "all values are dates or times")
        {
            Missing = profile.Rows - found.Dates + unknown,
            MissingWords = unknown > 0 ? [.. profile.Table.MissingWordsOf(profile.Column), .. sentinels.Keys] : null,
            WordsAreMissing = wordsAreMissing,
            DateOrder = found.Order,
        };
    }
}
