namespace Descent.Data;

/// <summary>Whether a date such as 03/04/2024 begins with the day or the month.</summary>
public enum DateOrder
{
    /// <summary>Day, month, year: 31/12/2024. Dates with dots, such as 31.12.2024, are always in this order.</summary>
    DayFirst,

    /// <summary>Month, day, year: 12/31/2024.</summary>
    MonthFirst,
}
