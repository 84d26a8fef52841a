namespace Descent.Cli.Reproductions;

/// <summary>A figure that a note prints, and the one obtained here.</summary>
/// <param name="Note">The part of the notes: demos or programs.</param>
/// <param name="Name">What it is.</param>
/// <param name="Expected">As printed.</param>
/// <param name="Digits">Printed digits after the decimal point.</param>
/// <param name="Band">The greatest allowed difference; without it, the printed digits must be the same.</param>
/// <param name="Obtained">The figure obtained here.</param>
internal sealed record PrintedFigure(string Note, string Name, double Expected, int Digits, double? Band, double Obtained)
{
    /// <summary>Whether it was reproduced; false for NaN.</summary>
    public bool Holds => Band is { } band ? Math.Abs(Obtained - Expected) <= band : Text(Obtained) == Text(Expected);

    /// <summary>The rule in words: exact, or the band.</summary>
    public string Rule => Band is { } band ? $"± {Text(band)}" : "exact";

    /// <summary>A number with as many digits as the note prints.</summary>
    public string Text(double value) => value.ToString($"F{Digits}", CultureInfo.InvariantCulture);
}
