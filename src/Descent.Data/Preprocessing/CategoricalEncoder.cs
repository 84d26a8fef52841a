using System.Globalization;
using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>
/// Encodes each level as one input, which is 1 for the level of the row and 0 otherwise. Levels that are rare in the training rows
/// share an input "other", which also encodes unseen levels; if there is none, an unseen level is all zeros. Missing cells have their
/// own input if the training rows had any.
/// </summary>
/// <remarks>At most 1000 rare levels are stored, only to tell them from unseen ones in messages and in strict mode. If there were that many, a level may be one that was not stored, so none is called unseen.</remarks>
internal sealed record CategoricalEncoder(string Name, IReadOnlyList<string> Levels, IReadOnlyList<string> RareLevels, bool HasMissing) : ColumnEncoder(Name)
{
    private const int RareLevelsRemembered = 1000;

    private readonly TextLookup places = new(Different(Name, [.. Levels, .. RareLevels]));

    private bool HasOther => RareLevels.Count > 0;

    /// <summary>The number of places: one per level, and one for all rare levels if there are any.</summary>
    [JsonIgnore]
    public int Places => Levels.Count + (HasOther ? 1 : 0);

    /// <summary>The place of a cell that is not missing; −1 if it did not occur in training.</summary>
    public int Place(ReadOnlySpan<byte> cell, Table table) => places.Find(cell, table) is >= 0 and var place ? Math.Min(place, Levels.Count) : KnowsAll ? -1 : Levels.Count;

    private bool KnowsAll => RareLevels.Count < RareLevelsRemembered;

    [JsonIgnore]
    public override IReadOnlyList<string> InputNames =>
        [.. Levels.Select(level => $"{Name}={level}"), .. HasOther ? [$"{Name} (other)"] : Array.Empty<string>(), .. HasMissing ? [MissingName] : Array.Empty<string>()];

    [JsonIgnore]
    public override string Values => NameList.Of([.. Levels, .. HasOther ? ["others"] : Array.Empty<string>()]);

    [JsonIgnore]
    public override string Example => Levels.Count > 0 ? Levels[0] : RareLevels.Count > 0 ? RareLevels[0] : "";

    [JsonIgnore]
    public override string WithoutValue => HasMissing ? "a category of its own" : "none of the categories";

    public static CategoricalEncoder Fit(Table table, ColumnSchema schema, ReadOnlySpan<int> rows, PreprocessorOptions options, List<Notice> notices)
    {
        Dictionary<string, int> counts = ColumnProfile.Levels(table, table.RequireColumn(schema.Name), rows);
        int least = options.MinimumCategoryRows ?? Math.Clamp(rows.Length / 100, 1, 10);
        string[] byCount = [.. counts.OrderByDescending(level => level.Value).ThenBy(level => level.Key, StringComparer.Ordinal).Select(level => level.Key)];
        string[] frequent = [.. byCount.Take(options.MaximumCategories).TakeWhile(level => counts[level] >= least)];
        int rare = byCount.Length - frequent.Length;
        if (rare > 0)
        {
            int pooled = byCount.Skip(frequent.Length).Sum(level => counts[level]);
            string text = string.Create(CultureInfo.InvariantCulture, $"Column \"{schema.Name}\": of {Plural(counts.Count)} in the training rows, {frequent.Length:#,0} {(frequent.Length == 1 ? "is" : "are")} kept (at least {Amount.Of(least, "row")} each, at most {Plural(options.MaximumCategories)}); {(rare == 1 ? "the other one becomes the input for rare categories" : $"the other {rare:#,0}, in {pooled:#,0} of {rows.Length:#,0} rows, share one input")}.");
            // If most rows share the input, most of what the column knows is lost.
            bool isLoss = frequent.Length == options.MaximumCategories || 2 * pooled > rows.Length;
            notices.Add(new(isLoss ? Severity.Warning : Severity.Information, text, new Remedy(nameof(PreprocessorOptions.MaximumCategories)), new Remedy(nameof(PreprocessorOptions.MinimumCategoryRows)), new Remedy(nameof(SchemaOptions.Ignore), schema.Name)));
        }

        int missing = rows.Length - counts.Values.Sum();
        if (missing > 0)
        {
            notices.Add(Notice.Information($"Column \"{schema.Name}\": {Amount.Part(missing, rows.Length, "training row", "has", "have")} no value; \"missing\" is one more category.", Remedy.FromAdvice("fill the cells")));
        }

        return new(schema.Name, [.. frequent.Order(StringComparer.Ordinal)], [.. byCount.Skip(frequent.Length).Take(RareLevelsRemembered)], missing > 0);
    }

    private static string Plural(int categories) => string.Create(CultureInfo.InvariantCulture, $"{categories:#,0} {(categories == 1 ? "category" : "categories")}");

    public override void Encode<T>(Table table, int column, ReadOnlySpan<int> rows, Span<T> inputs, int stride, EncodingReport report)
    {
        int unknown = 0, firstUnknown = -1, missing = 0;
        int other = HasOther ? Levels.Count : -1, absent = HasMissing ? Levels.Count + (HasOther ? 1 : 0) : -1;
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<byte> cell = table.Bytes(rows[i], column);
            int place;
            if (table.IsMissing(cell, column))
            {
                place = absent;
                missing++;
            }
            else if ((place = places.Find(cell, table)) < 0)
            {
                place = other;
                firstUnknown = KnowsAll && unknown++ == 0 ? rows[i] : firstUnknown;
            }
            else
            {
                // Rare levels follow the others in the list and share one input.
                place = Math.Min(place, Levels.Count);
            }

            if (place >= 0)
            {
                inputs[(i * stride) + place] = T.One;
            }
        }

        if (unknown > 0 && report.IsStrict)
        {
            throw new DataException($"{table.Place(firstUnknown, column)}: \"{table[firstUnknown, column]}\" did not occur in training. {ClosestNames.Hint(table[firstUnknown, column], Levels)} Correct it, or allow unknown categories.", new Remedy("Strict", value: "false")) { Row = firstUnknown, Column = Name };
        }

        // If rare levels were pooled, the network has been trained on the input that an unknown level uses.
        report.Unknown(Name, unknown, rows.Length, HasOther ? "other" : "unknown", table, firstUnknown);
        report.Missing(Name, HasMissing ? 0 : missing, rows.Length, "it counts as unknown", "they count as unknown");
    }

    // The lookup requires distinct levels.
    private static string[] Different(string name, string[] levels) => levels.Any(level => level is null) || levels.Distinct(StringComparer.Ordinal).Count() < levels.Length
        ? throw new DataException($"The preprocessing of column \"{name}\" is damaged: a category is null or occurs twice. Save the model again.")
        : levels;

    public override void Validate()
    {
        if (InputNames.Count == 0)
        {
            throw Damaged("it has no categories");
        }
    }
}
