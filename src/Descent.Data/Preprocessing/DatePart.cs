namespace Descent.Data;

/// <summary>A number that is taken from a date or time.</summary>
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

    /// <summary>sin 2πt, t the part of the year that is over.</summary>
    YearSine,

    /// <summary>cos 2πt, t the part of the year that is over.</summary>
    YearCosine,

    /// <summary>sin 2πt, t the part of the week that is over, from Monday.</summary>
    WeekSine,

    /// <summary>cos 2πt, t the part of the week that is over, from Monday.</summary>
    WeekCosine,

    /// <summary>sin 2πt, t the part of the day that is over.</summary>
    DaySine,

    /// <summary>cos 2πt, t the part of the day that is over.</summary>
    DayCosine,
}
