namespace Descent.Cli.Reproductions;

/// <summary>The figures of the three programs in the note "What is a neural network?" (docs/notes.md). It seeds NumPy with 42, so every printed digit must match.</summary>
internal static class NoteOne
{
    public const string Note = "programs";

    private const int StepsPerLoss = 100;

    private static readonly double[] s_backpropagation = [0.4811, 0.1614, 0.1077, 0.0603, 0.0293, 0.0139, 0.0072, 0.0046, 0.0033, 0.0023];
    private static readonly double[] s_optimized = [0.2500, 0.2104, 0.2036, 0.2036, 0.2039, 0.2163, 0.1353, 0.2127, 0.1951, 0.2088];

    /// <summary>Runs the three programs.</summary>
    /// <param name="quirks">The quirks that the optimized network keeps; with fewer than all of them, figures do not hold.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IEnumerable<PrintedFigure> Figures(Quirks quirks, CancellationToken cancellation)
    {
        (IReadOnlyList<double> losses, double prediction) = HousePrices.Backpropagation(cancellation);
        return
        [
            new(Note, "forward pass: price", -1401.69, 2, null, HousePrices.ForwardPass()),
            .. Losses("backpropagation", s_backpropagation, losses),
            new(Note, "backpropagation: prediction", 0.50, 2, null, prediction),
            .. Losses("optimized network", s_optimized, HousePrices.Optimized(quirks)),
        ];
    }

    private static IEnumerable<PrintedFigure> Losses(string program, double[] expected, IReadOnlyList<double> obtained) =>
        expected.Select((loss, i) => new PrintedFigure(Note, $"{program}: loss, epoch {i * StepsPerLoss}", loss, 4, null, obtained[i]));
}
