namespace Descent.Data;

/// <summary>The parts of a cell with a date or a time.</summary>
[Flags]
internal enum DateContent
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>A day.</summary>
    Date = 1,

    /// <summary>A time of day.</summary>
    Time = 2,

    /// <summary>An offset from UTC.</summary>
    Zone = 4,
}
