using System.Globalization;
using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>One input computed from a date: (x − mean) / scale.</summary>
internal sealed record DateInput(DatePart Part, double Mean, double Scale);

/// <summary>
/// Encodes a date as year, month, day, weekday, hour, days since the earliest training date, and sine and cosine of year, week and day,
/// omitting those that do not vary in the training rows. A missing date is replaced with the median, and if the training rows had
/// any, a further input indicates it.
/// </summary>
internal sealed record DateEncoder(
    string Name, DateOrder Order, DateTime Reference, DateTime Median, DateTime Latest, IReadOnlyList<DateInput> Inputs, bool HasIndicator, bool WordsAreMissing)
    : ColumnEncoder(Name)
{
    [JsonIgnore]
    public override IReadOnlyList<string> InputNames =>
        [.. Inputs.Select(input => $"{Name} ({DateParts.Name(input.Part, Reference)})"), .. HasIndicator ? [MissingName] : Array.Empty<string>()];

    [JsonIgnore]
    public override string Values => $"{Text(Reference)} … {Text(Latest)}";

    [JsonIgnore]
    public override string Example => Text(Median);

    [JsonIgnore]
    public override string WithoutValue => $"the median, {Text(Median)}";

    public static DateEncoder Fit(Table table, ColumnSchema schema, ReadOnlySpan<int> rows, List<Notice> notices)
    {
        int column = table.RequireColumn(schema.Name);
        DateOrder order = schema.DateOrder ?? DateOrder.DayFirst;
        List<DateTime> moments = [];
        foreach (int row in rows)
        {
            if (TryRead(table, row, column, order, schema.WordsAreMissing, out DateTime moment))
            {
                moments.Add(moment);
            }
        }

        int missing = rows.Length - moments.Count;
        moments.Sort();
        DateTime reference = moments.Count == 0 ? DateTime.MinValue : moments[0].Date, median = moments.Count == 0 ? reference : moments[(moments.Count - 1) / 2];
        DatePart[] parts = [.. DateParts.Varying(moments, reference)];
        string gone = missing == 0 ? "" : $"; {Amount.Part(missing, rows.Length, "training row", "has", "have")} no value and {(missing == 1 ? "gets" : "get")} the median {Text(median)} and an input that indicates it";
        notices.Add(Notice.Information(parts.Length == 0
            ? $"Column \"{schema.Name}\": the dates do not vary in the training rows{gone}."
            : $"Column \"{schema.Name}\": dates become {string.Join(", ", parts.Select(part => DateParts.Name(part, reference)))}{gone}.", new Remedy(nameof(SchemaOptions.Ignore), schema.Name)));

        // An encoder needs at least one input.
        parts = parts.Length == 0 ? [DatePart.Days] : parts;
        moments.AddRange(Enumerable.Repeat(median, missing));
        return new(schema.Name, order, reference, median, moments.Count == 0 ? reference : moments.Max(), [.. parts.Select(part => Scaled(part, moments, reference))], missing > 0, schema.WordsAreMissing);
    }

    /// <summary>The days from 1970-01-01 to a date.</summary>
    public static double Days(DateTime moment) => (moment - DateTime.UnixEpoch).TotalDays;

    public override double Number(Table table, int row, int column) => TryRead(table, row, column, Order, WordsAreMissing, out DateTime moment) ? Days(moment) : double.NaN;

    public override void Encode<T>(Table table, int column, ReadOnlySpan<int> rows, Span<T> inputs, int stride, EncodingReport report)
    {
        TimeSpan range = Latest - Reference;
        int missing = 0, outside = 0, firstOutside = -1;
        for (int i = 0; i < rows.Length; i++)
        {
            Span<T> target = inputs[(i * stride)..];
            if (!TryRead(table, rows[i], column, Order, WordsAreMissing, out DateTime moment))
            {
                missing++;
                moment = Median;
                if (HasIndicator)
                {
                    target[Inputs.Count] = T.One;
                }
            }
            else if (Reference - moment > range || moment - Latest > range)
            {
                firstOutside = outside++ == 0 ? rows[i] : firstOutside;
            }

            for (int input = 0; input < Inputs.Count; input++)
            {
                DateInput own = Inputs[input];
                target[input] = T.CreateTruncating((DateParts.Of(own.Part, moment, Reference) - own.Mean) / own.Scale);
            }
        }

        report.Missing(Name, HasIndicator ? 0 : missing, rows.Length, "it gets the median", "they get the median");
        report.Outside(Name, "date", outside, rows.Length, $"{Text(Reference)} … {Text(Latest)}", table, firstOutside);
    }

    public override void Validate()
    {
        if (Inputs.Count == 0 || Reference > Median || Median > Latest || !Enum.IsDefined(Order)
            || !Inputs.All(input => input is not null && Enum.IsDefined(input.Part) && double.IsFinite(input.Mean) && double.IsFinite(input.Scale) && input.Scale > 0))
        {
            throw Damaged("its statistics are not usable numbers");
        }
    }

    /// <summary>Reads a date; returns false if it is missing and throws for anything else.</summary>
    public static bool TryRead(Table table, int row, int column, DateOrder order, bool wordsAreMissing, out DateTime moment)
    {
        moment = default;
        return !table.IsMissing(row, column)
            && (DateText.TryRead(table.Bytes(row, column), order, out moment, out _) || (wordsAreMissing ? false : throw CellFaults.NoDate(table, row, column, order)));
    }

    /// <summary>Standardizes all but sines and cosines, which already have the same scale.</summary>
    private static DateInput Scaled(DatePart part, IReadOnlyList<DateTime> moments, DateTime reference)
    {
        if (DateParts.IsCyclic(part))
        {
            return new(part, 0, 1);
        }

        (double mean, double scale) = Statistics.MeanAndScale([.. moments.Select(moment => DateParts.Of(part, moment, reference))]);
        return new(part, mean, scale);
    }

    private static string Text(DateTime moment) => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
