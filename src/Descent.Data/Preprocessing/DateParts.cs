using System.Globalization;

namespace Descent.Data;

/// <summary>Computes the numbers that encode a date.</summary>
internal static class DateParts
{
    /// <summary>Values that differ by less are equal up to rounding.</summary>
    private const double Noise = 1e-9;

    public static bool IsCyclic(DatePart part) => part >= DatePart.YearSine;

    /// <summary>Computes one part of a date.</summary>
    public static double Of(DatePart part, DateTime moment, DateTime reference) => part switch
    {
        DatePart.Days => (moment - reference).TotalDays,
        DatePart.Year => moment.Year,
        DatePart.Month => moment.Month,
        DatePart.Day => moment.Day,
        DatePart.Weekday => Weekday(moment) + 1,
        DatePart.Hour => moment.TimeOfDay.TotalHours,
        DatePart.YearSine => Math.Sin(2 * Math.PI * YearShare(moment)),
        DatePart.YearCosine => Math.Cos(2 * Math.PI * YearShare(moment)),
        DatePart.WeekSine => Math.Sin(2 * Math.PI * WeekShare(moment)),
        DatePart.WeekCosine => Math.Cos(2 * Math.PI * WeekShare(moment)),
        DatePart.DaySine => Math.Sin(2 * Math.PI * moment.TimeOfDay.TotalDays),
        _ => Math.Cos(2 * Math.PI * moment.TimeOfDay.TotalDays),
    };

    /// <summary>The name of an input, without its column.</summary>
    public static string Name(DatePart part, DateTime reference) => part switch
    {
        DatePart.Days => string.Create(CultureInfo.InvariantCulture, $"days since {reference:yyyy-MM-dd}"),
        DatePart.YearSine => "sine of the year",
        DatePart.YearCosine => "cosine of the year",
        DatePart.WeekSine => "sine of the week",
        DatePart.WeekCosine => "cosine of the week",
        DatePart.DaySine => "sine of the day",
        DatePart.DayCosine => "cosine of the day",
        _ => part.ToString().ToLowerInvariant(),
    };

    /// <summary>The parts that vary among the given dates; the cycle of the year only if months vary, that of the week only if weekdays
    /// do.</summary>
    public static IEnumerable<DatePart> Varying(IReadOnlyList<DateTime> moments, DateTime reference)
    {
        foreach (DatePart part in Enum.GetValues<DatePart>())
        {
            DatePart driver = part switch
            {
                DatePart.YearSine or DatePart.YearCosine => DatePart.Month,
                DatePart.WeekSine or DatePart.WeekCosine => DatePart.Weekday,
                _ => part,
            };
            if (Varies(part, moments, reference) && Varies(driver, moments, reference))
            {
                yield return part;
            }
        }
    }

    private static bool Varies(DatePart part, IReadOnlyList<DateTime> moments, DateTime reference)
    {
        double first = moments.Count == 0 ? 0 : Of(part, moments[0], reference);
        return moments.Any(moment => Math.Abs(Of(part, moment, reference) - first) > Noise);
    }

    private static int Weekday(DateTime moment) => ((int)moment.DayOfWeek + 6) % 7;

    private static double WeekShare(DateTime moment) => (Weekday(moment) + moment.TimeOfDay.TotalDays) / 7;

    private static double YearShare(DateTime moment) =>
        (moment.DayOfYear - 1 + moment.TimeOfDay.TotalDays) / (DateTime.IsLeapYear(moment.Year) ? 366 : 365);
}
