using System.Globalization;
using Descent.Data;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>Writes the numbers that encode a date, from seconds since 1970.</summary>
/// <remarks>The calendar is the proleptic Gregorian one, in whole numbers: years of 365 days and a day for each leap year before, and months in a year that begins in March, so that the leap day is the last.</remarks>
/// <param name="graph">The graph to append to.</param>
/// <param name="encoder">The encoding.</param>
/// <param name="input">The input.</param>
internal sealed class DateExport(GraphBuilder graph, DateEncoder encoder, string input)
{
    private const long SecondsPerDay = 86_400;

    private static readonly DateTime s_zero = DateTime.MinValue;

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>Writes the encoding.</summary>
    /// <returns>The name of the encoded date, a column of float for each input of the network.</returns>
    public string Write()
    {
        string missing = graph.Node("Equal", $"{input}/missing", [input, Whole("no_date", long.MinValue)]);

        // Seconds since 0001-01-01, which are never negative: ONNX rounds quotients toward 0. The bounds come first, so that nothing overflows.
        string since1970 = graph.Node("Clip", $"{input}/within_calendar", [input, Whole("first", SecondsOf(s_zero) - SecondsOf(DateTime.UnixEpoch)), Whole("last", SecondsOf(DateTime.MaxValue) - SecondsOf(DateTime.UnixEpoch))]);
        string shifted = Node("Add", "seconds_since_year_1", since1970, Whole("year_1", SecondsOf(DateTime.UnixEpoch)));
        values["seconds"] = graph.Node("Where", $"{input}/filled", [missing, Whole("median", SecondsOf(encoder.Median)), shifted]);
        List<string> parts = [.. encoder.Inputs.Select(Scaled)];
        if (encoder.HasIndicator)
        {
            parts.Add(graph.Cast($"{input}/missing_indicator", missing, TensorProto.Types.DataType.Float));
        }

        return parts.Count == 1 ? parts[0] : graph.Node("Concat", $"{input}/encoded", [.. parts], Attributes.Int("axis", 1));
    }

    private string Scaled(DateInput part)
    {
        string name = $"{input}/{part.Part}";
        string centered = graph.Node("Sub", $"{name}/centered", [Of(part.Part), graph.Doubles($"{name}/mean", [part.Mean])]);
        return graph.Cast($"{name}/encoded", graph.Node("Div", $"{name}/standardized", [centered, graph.Doubles($"{name}/scale", [part.Scale])]), TensorProto.Types.DataType.Float);
    }

    private string Of(DatePart part) => part switch
    {
        DatePart.Days => Divided("days", Node("Sub", "since_first_date", Seconds, Whole("first_date", SecondsOf(encoder.Reference))), SecondsPerDay),
        DatePart.Year => Double(Year),
        DatePart.Month => Double(Month),
        DatePart.Day => Double(Day),
        DatePart.Weekday => Double(Node("Add", "weekday_from_1", Weekday, Whole("one", 1))),
        DatePart.Hour => Divided("hour", SecondOfDay, 3600),
        DatePart.YearSine => Wave("Sin", YearShare),
        DatePart.YearCosine => Wave("Cos", YearShare),
        DatePart.WeekSine => Wave("Sin", WeekShare),
        DatePart.WeekCosine => Wave("Cos", WeekShare),
        DatePart.DaySine => Wave("Sin", Divided("day_share", SecondOfDay, SecondsPerDay)),
        _ => Wave("Cos", Divided("day_share", SecondOfDay, SecondsPerDay)),
    };

    private string Seconds => values["seconds"];

    private string Days => Quotient("day_number", Seconds, SecondsPerDay);

    private string SecondOfDay => Rest("second_of_day", Seconds, SecondsPerDay);

    // 0001-01-01 was a Monday.
    private string Weekday => Rest("weekday", Days, 7);

    // Days since 0000-03-01: 306 of them are before 0001-01-01. An era is 400 years, 146,097 days.
    private string March => Node("Add", "days_since_march_0", Days, Whole("days_of_year_0", 306));

    private string DayOfEra => Rest("day_of_era", March, 146_097);

    private string YearOfEra
    {
        get
        {
            string days = Node("Sub", "without_leap_days_of_4", DayOfEra, Quotient("leap_days_of_4", DayOfEra, 1_460));
            days = Node("Add", "with_days_of_100", days, Quotient("days_of_100", DayOfEra, 36_524));
            return Quotient("year_of_era", Node("Sub", "without_days_of_400", days, Quotient("days_of_400", DayOfEra, 146_096)), 365);
        }
    }

    private string DayOfMarchYear
    {
        get
        {
            string years = Node("Mul", "days_of_years", YearOfEra, Whole("days_per_year", 365));
            string leap = Node("Sub", "leap_days", Quotient("fourths", YearOfEra, 4), Quotient("hundredths", YearOfEra, 100));
            return Node("Sub", "day_of_march_year", DayOfEra, Node("Add", "days_before_year", years, leap));
        }
    }

    // Months from March, 0: of each five, 153 days.
    private string MarchMonth => Quotient("month_from_march", Node("Add", "five_days_plus_2", Node("Mul", "five_days", DayOfMarchYear, Whole("five", 5)), Whole("two", 2)), 153);

    private string Day
    {
        get
        {
            string before = Quotient("days_before_month", Node("Add", "month_days_plus_2", Node("Mul", "month_days", MarchMonth, Whole("days_of_5_months", 153)), Whole("two", 2)), 5);
            return Node("Add", "day", Node("Sub", "day_from_0", DayOfMarchYear, before), Whole("one", 1));
        }
    }

    private string Month => Node("Add", "month", Rest("month_from_0", Node("Add", "month_from_january", MarchMonth, Whole("two", 2)), 12), Whole("one", 1));

    private string Year
    {
        get
        {
            string years = Node("Add", "march_year", YearOfEra, Node("Mul", "years_of_eras", Quotient("era", March, 146_097), Whole("years_per_era", 400)));
            return Node("Add", "year", years, Quotient("in_next_year", MarchMonth, 10));
        }
    }

    private string YearShare
    {
        get
        {
            string start = FirstDay("year_start", Node("Sub", "years_before", Year, Whole("one", 1)));
            string length = Node("Sub", "year_length", FirstDay("next_year_start", Year), start);
            string seconds = Node("Sub", "second_of_year", Seconds, Node("Mul", "year_start_seconds", start, Whole("seconds_per_day", SecondsPerDay)));
            return Node("Div", "year_share", Divided("day_of_year", seconds, SecondsPerDay), Double(length));
        }
    }

    private string WeekShare => Divided("week_share", Rest("second_of_week", Seconds, 7 * SecondsPerDay), 7 * SecondsPerDay);

    // The days of a number of years from year 1 on.
    private string FirstDay(string name, string years)
    {
        string days = Node("Mul", $"{name}/days", years, Whole("days_per_year", 365));
        days = Node("Add", $"{name}/with_fourths", days, Quotient($"{name}/fourths", years, 4));
        days = Node("Sub", $"{name}/without_hundredths", days, Quotient($"{name}/hundredths", years, 100));
        return Node("Add", name, days, Quotient($"{name}/four_hundredths", years, 400));
    }

    private string Wave(string operation, string share)
    {
        string angle = Once($"{share}/angle", name => graph.Node("Mul", name, [share, graph.Doubles($"{name}/turn", [2 * Math.PI])]));
        string wave = graph.Node(operation, $"{share}/{operation}", [angle]);

        // ONNX Runtime rounds to 1e-16 of 1, which changes every digit of a sine of π. Noon, for which there are many rows, would then not be
        // equal to the quantile that it is, so a zero is replaced by the line through it.
        Func<double, double> function = operation == "Sin" ? Math.Sin : Math.Cos;
        foreach ((double zero, double slope) in operation == "Sin" ? [(Math.PI, -1.0)] : ((double, double)[])[(Math.PI / 2, -1.0), (1.5 * Math.PI, 1.0)])
        {
            string scope = string.Create(CultureInfo.InvariantCulture, $"{share}/{operation}/zero_{zero:F0}");
            string distance = graph.Node("Sub", $"{scope}/distance", [angle, graph.Doubles($"{scope}/place", [zero])]);
            string isNear = graph.Node("Less", $"{scope}/is_near", [graph.Node("Abs", $"{scope}/size", [distance]), graph.Doubles($"{scope}/near", [1e-6])]);
            string line = graph.Node("Add", $"{scope}/line", [graph.Node("Mul", $"{scope}/rise", [distance, graph.Doubles($"{scope}/slope", [slope])]), graph.Doubles($"{scope}/there", [function(zero)])]);
            wave = graph.Node("Where", $"{scope}/wave", [isNear, line, wave]);
        }

        return wave;
    }

    private string Divided(string name, string whole, double divisor) => Once(name, result => graph.Node("Div", result, [Double(whole), graph.Doubles($"{result}/divisor", [divisor])]));

    private string Double(string whole) => Once($"{whole}/double", name => graph.Cast(name, whole, TensorProto.Types.DataType.Double));

    private string Quotient(string name, string value, long divisor) => Once(name, result => graph.Node("Div", result, [value, graph.Whole($"{result}/divisor", [divisor])]));

    private string Rest(string name, string value, long divisor) => Once(name, result => graph.Node("Mod", result, [value, graph.Whole($"{result}/divisor", [divisor])]));

    private string Node(string operation, string name, string left, string right) => Once(name, result => graph.Node(operation, result, [left, right]));

    private string Whole(string name, long value) => Once($"constant/{name}", result => graph.Whole(result, [value]));

    /// <summary>Writes a value that several parts of a date share once.</summary>
    private string Once(string name, Func<string, string> write)
    {
        name = name.StartsWith($"{input}/", StringComparison.Ordinal) ? name : $"{input}/{name}";
        if (!values.TryGetValue(name, out string? known))
        {
            values[name] = known = write(name);
        }

        return known;
    }

    private static long SecondsOf(DateTime moment) => moment.Ticks / TimeSpan.TicksPerSecond;
}
