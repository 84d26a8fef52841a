using System.Globalization;
using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>(x − mean) / scale, with the median where x is missing, and a second input that says so if training had missing values.</summary>
internal sealed record NumericEncoder(
    string Name, double Median, double Mean, double Scale, double Minimum, double Maximum, bool HasIndicator, bool WordsAreMissing, NumberNotation? Notation = null)
    : ColumnEncoder(Name)
{
    /// <summary>Up to so many deviations from the mean, training with or without such values, a number is left as it is.</summary>
    private const double LeastLimit = 5;

    /// <summary>Beyond so many deviations a number is drawn in, so that none comes to twice the limit; null in models from before there was one.</summary>
    public double? Limit { get; init; }

    [JsonIgnore]
    public override IReadOnlyList<string> InputNames => HasIndicator ? [Name, MissingName] : [Name];

    [JsonIgnore]
    public override string Values => $"{Rounded.Text(Minimum)} … {Rounded.Text(Maximum)}";

    [JsonIgnore]
    public override string WithoutValue => $"the median, {Rounded.Text(Median)}";

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
        // Extreme values count for nothing but the order: one of them would leave no difference between all others.
        (double minimum, double maximum) = OrdinaryRange.Of(values.AsSpan(0, present));
        int start = present == 0 ? 0 : values.AsSpan(0, present).IndexOf(minimum), end = values.AsSpan(0, present).LastIndexOf(maximum) + 1;
        values.AsSpan(end, missing).Fill(median);
        (double mean, double scale) = Statistics.MeanAndScale(values.AsSpan(start, end - start + missing));
        if (missing > 0)
        {
            notices.Add(Notice.Information(string.Create(CultureInfo.InvariantCulture, $"Column \"{schema.Name}\": {Amount.Part(missing, rows.Length, "training row", "has", "have")} no value; {(missing == 1 ? "it gets" : "they get")} the median {Rounded.Text(median)} and an input that says so."), Remedy.FromAdvice("fill the cells"), new Remedy(nameof(SchemaOptions.Ignore), schema.Name)));
        }

        double limit = Math.Max(LeastLimit, Math.Max(maximum - mean, mean - minimum) / scale);
        return new(schema.Name, median, mean, scale, minimum, maximum, missing > 0, schema.WordsAreMissing, schema.Notation) { Limit = double.IsFinite(limit) ? limit : null };
    }

    /// <summary>Reads a number; false for a missing one, an error for anything else.</summary>
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

        return wordsAreMissing && !Cell.IsNumberWithOtherMark(cell, table.DecimalMark) ? false : throw CellFaults.Word(table, row, column);
    }

    public override void Encode<T>(Table table, int column, ReadOnlySpan<int> rows, Span<T> inputs, int stride, EncodingReport report)
    {
        double range = Maximum - Minimum;
        int missing = 0, outside = 0, firstOutside = -1;
        for (int i = 0; i < rows.Length; i++)
        {
            Span<T> target = inputs[(i * stride)..];
            if (!TryRead(table, rows[i], column, WordsAreMissing, Notation, out double value))
            {
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
    /// z up to the limit L, and sign(z)·L·(2 − L/|z|) beyond: without a bend at L (the slope there is 1), rising, always below 2L.
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
