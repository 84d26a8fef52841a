using System.Globalization;
using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>Encodes x as (x − mean) / scale, using the median if x is missing; a second input indicates missing values if the training
/// rows had any.</summary>
internal sealed record NumericEncoder(
    string Name, double Median, double Mean, double Scale, double Minimum, double Maximum, bool HasIndicator, bool WordsAreMissing, NumberNotation? Notation = null)
    : ColumnEncoder(Name)
{
    /// <summary>Up to this many standard deviations from the mean, a value is never compressed.</summary>
    private const double LeastLimit = 5;

    /// <summary>Values beyond this many standard deviations are compressed to less than twice the limit; null in models saved before
    /// the limit existed.</summary>
    public double? Limit { get; init; }

    /// <summary>Whether a missing cell is an error, because no table was fitted whose median could replace it; null for false.</summary>
    public bool? RequiresValue { get; init; }

    [JsonIgnore]
    public override IReadOnlyList<string> InputNames => HasIndicator ? [Name, MissingName] : [Name];

    [JsonIgnore]
    public override string Values => RequiresValue == true ? "any number" : $"{Rounded.Text(Minimum)} … {Rounded.Text(Maximum)}";

    [JsonIgnore]
    public override string Example => Median.ToString("R", CultureInfo.InvariantCulture);

    [JsonIgnore]
    public override string WithoutValue => RequiresValue == true ? "an error" : $"the median, {Rounded.Text(Median)}";

    public static NumericEncoder Fit(Table table, ColumnSchema schema, ReadOnlySpan<int> rows, List<Notice> notices)
    {
        int column = table.RequireColumn(schema.Name);
        double[] values = new double[rows.Length];
        int present = 0;
        foreach (int row in rows)
        {
            if (TryRead(table, row, column, schema.WordsAreMissing, schema.Notation, out double value))
            {
                values[present++] = value;
            }
        }

        int missing = rows.Length - present;
        double median = Statistics.Median(values.AsSpan(0, present));
        // Extreme values are excluded from the statistics: with one of them, all other values would be nearly equal after scaling.
        (double minimum, double maximum) = OrdinaryRange.Of(values.AsSpan(0, present));
        int start = present == 0 ? 0 : values.AsSpan(0, present).IndexOf(minimum), end = values.AsSpan(0, present).LastIndexOf(maximum) + 1;
        values.AsSpan(end, missing).Fill(median);
        (double mean, double scale) = Statistics.MeanAndScale(values.AsSpan(start, end - start + missing));
        if (missing > 0)
        {
            notices.Add(Notice.Information(string.Create(CultureInfo.InvariantCulture, $"Column \"{schema.Name}\": {Amount.Part(missing, rows.Length, "training row", "has", "have")} no value; {(missing == 1 ? "it gets" : "they get")} the median {Rounded.Text(median)} and an input that indicates it."), Remedy.FromAdvice("fill the cells"), new Remedy(nameof(SchemaOptions.Ignore), schema.Name)));
        }

        double limit = Math.Max(LeastLimit, Math.Max(maximum - mean, mean - minimum) / scale);
        return new(schema.Name, median, mean, scale, minimum, maximum, missing > 0, schema.WordsAreMissing, schema.Notation) { Limit = double.IsFinite(limit) ? limit : null };
    }

    /// <summary>Reads a number; returns false if it is missing and throws for anything else.</summary>
    public static bool TryRead(Table table, int row, int column, bool wordsAreMissing, NumberNotation? notation, out double value)
    {
        ReadOnlySpan<byte> cell = table.Bytes(row, column);
        value = 0;
        if (table.IsMissing(cell, column))
        {
            return false;
        }

        if (NumberReader.TryRead(table, cell, notation, out value))
        {
            return Math.Abs(value) <= Cell.Largest ? true : throw CellFaults.Huge(table, row, column);
        }

        return wordsAreMissing && !Cell.IsNumberWithOtherMark(cell, table.DecimalMark) ? false : throw CellFaults.Unfit(table, row, column, notation);
    }

    public override double Number(Table table, int row, int column) => TryRead(table, row, column, WordsAreMissing, Notation, out double value) ? value : double.NaN;

    public override void Encode<T>(Table table, int column, ReadOnlySpan<int> rows, Span<T> inputs, int stride, EncodingReport report)
    {
        double range = Maximum - Minimum;
        int missing = 0, outside = 0, firstOutside = -1;
        for (int i = 0; i < rows.Length; i++)
        {
            Span<T> target = inputs[(i * stride)..];
            if (!TryRead(table, rows[i], column, WordsAreMissing, Notation, out double value))
            {
                if (RequiresValue == true)
                {
                    throw new DataException($"{table.Place(rows[i], column)} has no value, and nothing is known that could replace it, because the network was not trained on a table here. Fill the cell, or leave the row out.");
                }

                missing++;
                value = Median;
                if (HasIndicator)
                {
                    target[1] = T.One;
                }
            }
            else if (value < Minimum - range || value > Maximum + range)
            {
                firstOutside = outside++ == 0 ? rows[i] : firstOutside;
            }

            target[0] = T.CreateTruncating(Drawn((value - Mean) / Scale));
            if (!T.IsFinite(target[0]))
            {
                throw CellFaults.TooFar(table, rows[i], column);
            }
        }

        report.Missing(Name, HasIndicator ? 0 : missing, rows.Length, "it gets the median", "they get the median");
        report.Outside(Name, "value", outside, rows.Length, Values, table, firstOutside);
    }

    /// <summary>
    /// Compresses values beyond the limit L: z if |z| ≤ L, otherwise sign(z)·L·(2 − L/|z|), which is increasing, stays below 2L and has
    /// slope 1 at L.
    /// </summary>
    private double Drawn(double z) => Limit is { } limit && Math.Abs(z) > limit ? Math.CopySign(limit * (2 - (limit / Math.Abs(z))), z) : z;

    public override void Validate()
    {
        if (!(double.IsFinite(Median) && double.IsFinite(Mean) && double.IsFinite(Scale) && Scale > 0 && Minimum <= Maximum && Limit is null or (> 0 and < double.PositiveInfinity)))
        {
            throw Damaged("its statistics are not usable numbers");
        }
    }
}
