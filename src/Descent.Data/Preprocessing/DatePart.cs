namespace Descent.Data;

/// <summary>A number computed from a date or time.</summary>
internal enum DatePart
{
    /// <summary>Days since the earliest date of the training rows, with the time of day as a fraction.</summary>
    Days,

    /// <summary>The year.</summary>
    Year,

    /// <summary>The month, 1 to 12.</summary>
    Month,

    /// <summary>The day of the month, from 1.</summary>
    Day,

    /// <summary>The day of the week, from Monday, 1, to Sunday, 7.</summary>
    Weekday,

    /// <summary>The hour from 0, with minutes as a fraction.</summary>
    Hour,

    /// <summary>sin 2πt, where t is the elapsed fraction of the year.</summary>
    YearSine,

    /// <summary>cos 2πt, where t is the elapsed fraction of the year.</summary>
    YearCosine,

    /// <summary>sin 2πt, where t is the elapsed fraction of the week, from Monday.</summary>
    WeekSine,

    /// <summary>cos 2πt, where t is the elapsed fraction of the week, from Monday.</summary>
    WeekCosine,

    /// <summary>sin 2πt, where t is the elapsed fraction of the day.</summary>
    DaySine,

    /// <summary>cos 2πt, where t is the elapsed fraction of the day.</summary>
    DayCosine,
}
