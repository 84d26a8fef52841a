namespace Descent.Data;

/// <summary>Which number of a date such as 03/04/2024 is the day.</summary>
public enum DateOrder
{
    /// <summary>Day, month, year: 31/12/2024. Dates with points, 31.12.2024, always are.</summary>
    DayFirst,

    /// <summary>Month, day, year: 12/31/2024.</summary>
    MonthFirst,
}
