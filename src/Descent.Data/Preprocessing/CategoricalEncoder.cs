using System.Text.Json.Serialization;
using Descent.Data.Schemas;
using Descent.Data.Tables;

namespace Descent.Data.Preprocessing;

/// <summary>
/// One input per level, 1 for the level of the row and 0 else. Rare levels of the training rows share an input "other",
/// which unseen ones join; without rare levels in training an unseen one is all zeros. Missing cells have an input if training had any.
/// </summary>
internal sealed record CategoricalEncoder(string Name, IReadOnlyList<string> Levels, bool HasOther, bool HasMissing) : ColumnEncoder(Name)
{
    private readonly TextLookup _places = new(Levels ?? []);

    [JsonIgnore]
    public override IReadOnlyList<string> InputNames =>
        [.. Levels.Select(level => $"{Name}={level}"), .. HasOther ? [$"{Name} (other)"] : Array.Empty<string>(), .. HasMissing ? [MissingName] : Array.Empty<string>()];

    public static CategoricalEncoder Fit(Table table, ColumnSchema schema, ReadOnlySpan<int> rows, PreprocessorOptions options, List<Notice> notices)
    {
        Dictionary<string, int> counts = ColumnProfile.Levels(table, table.RequireColumn(schema.Name), rows);
        int least = options.MinimumCategoryRows ?? Math.Clamp(rows.Length / 100, 1, 10);
        string[] frequent = [.. counts.Where(level => level.Value >= least).OrderByDescending(level => level.Value).ThenBy(level => level.Key, StringComparer.Ordinal)
            .Take(options.MaximumCategories).Select(level => level.Key).Order(StringComparer.Ordinal)];
        int rare = counts.Count - frequent.Length;
        if (rare > 0)
        {
            string text = $"Column \"{schema.Name}\": of {counts.Count} levels in the training rows, {frequent.Length} are kept (at least {least} rows each, at most {options.MaximumCategories} levels); the other {rare} share one input.";
            notices.Add(new(frequent.Length == options.MaximumCategories ? Severity.Warning : Severity.Information, text, $"--max-categories, --min-category-rows, or --ignore \"{schema.Name}\""));
        }

        int missing = rows.Length - counts.Values.Sum();
        if (missing > 0)
        {
            notices.Add(Notice.Information($"Column \"{schema.Name}\": {missing} of {rows.Length} training rows have no value; \"missing\" is a level of its own.", "fill the cells"));
        }

        return new(schema.Name, frequent, rare > 0, missing > 0);
    }

    public override void Encode<T>(Table table, int column, ReadOnlySpan<int> rows, Span<T> inputs, int stride, EncodingReport report)
    {
        int unknown = 0, firstUnknown = -1, missing = 0;
        int other = HasOther ? Levels.Count : -1, absent = HasMissing ? Levels.Count + (HasOther ? 1 : 0) : -1;
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<byte> cell = table.Bytes(rows[i], column);
            int place;
            if (Cell.IsMissing(cell))
            {
                place = absent;
                missing++;
            }
            else if ((place = _places.Find(cell)) < 0)
            {
                place = other;
                firstUnknown = unknown++ == 0 ? rows[i] : firstUnknown;
            }

            if (place >= 0)
            {
                inputs[(i * stride) + place] = T.One;
            }
        }

        if (unknown > 0 && report.IsStrict)
        {
            throw new DataException($"{table.Place(firstUnknown, column)}: \"{table[firstUnknown, column]}\" is not among the levels kept from training. {ClosestNames.Hint(table[firstUnknown, column], Levels)} Correct it, or allow unknown levels (without --strict).");
        }

        // Where rare levels were pooled, an unknown one is what the network has learnt to expect.
        report.Warn(unknown, unknown == 0 ? "" : $"Column \"{Name}\": {unknown} values are not among the levels kept from training (first: \"{table[firstUnknown, column]}\" in line {table.LineOf(firstUnknown)}); they count as {(HasOther ? "other" : "unknown")}.", "--strict makes this an error");
        report.Warn(HasMissing ? 0 : missing, $"Column \"{Name}\": {missing} rows have no value although every training row had one; they count as unknown.");
    }

    public override void Validate()
    {
        if (Levels is null || Levels.Any(level => level is null) || InputNames.Count == 0)
        {
            throw Damaged("its levels are missing");
        }
    }
}
