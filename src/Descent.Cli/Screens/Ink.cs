namespace Descent.Cli.Screens;

/// <summary>The few ways in which text stands out; the values are ANSI codes.</summary>
internal enum Ink
{
    /// <summary>As all text.</summary>
    Plain = 0,

    /// <summary>Headings.</summary>
    Bold = 1,

    /// <summary>What may be passed over.</summary>
    Dim = 2,

    /// <summary>Errors.</summary>
    Red = 31,

    /// <summary>Success.</summary>
    Green = 32,

    /// <summary>Warnings.</summary>
    Yellow = 33,

    /// <summary>Names and commands.</summary>
    Cyan = 36,
}
