using Descent.Cli.Demos;
using Descent.Cli.Reproductions;

namespace Descent.Cli.Verbs;

/// <summary>Runs what the source notes describe and compares every printed figure with the one obtained here.</summary>
internal sealed class ReproduceVerb : Verb
{
    // In a narrower table, names would lose their ends, which distinguish them.
    private const int NarrowestTable = 80;

    private readonly Option<Source?> only = Choice.OneOf("--only", "Only the figures of one note: its demos, trained with three seeds each, or its programs, whose seed is known.", (NoteZero.Note, Source.Zero), (NoteOne.Note, Source.One));
    private readonly Option<Quirks?> without = Choice.OneOf(
        "--without",
        "Repairs one quirk of the optimized network among the programs, to see which figures depend on it; docs/reproduce.md explains them.",
        ("correction-power", Quirks.CorrectionPower),
        ("plain-biases", Quirks.PlainBiases),
        ("unmasked-gradient", Quirks.UnmaskedGradient),
        ("divided-decay", Quirks.DividedDecay));

    public ReproduceVerb()
        : base("reproduce", "Reproduces every figure that the source notes print; exits with 0 if all hold, with 3 if one does not.",
            new("reproduce", "Every figure, expected against obtained:"),
            new("reproduce --only programs --json", "The programs whose digits must all match, for scripts:"),
            new("reproduce --only demos --seed 10", "The trained demos with seeds 10, 11 and 12 instead of 1, 2 and 3:"),
            new("reproduce --only programs --without correction-power", "What Adam's usual bias correction would have printed (ends with 3):")) =>
        Add(only, without);

    private enum Source
    {
        Zero,
        One,
    }

    public override int Run(Call call)
    {
        Source? wanted = call.Value(only);
        Quirks? repaired = call.Value(without);
        UsageException.ThrowIf(repaired is not null && wanted == Source.Zero, "--without changes one of the programs, but --only demos leaves the programs out. Use --only programs, or drop --without.");

        List<PrintedFigure> figures = [];
        if (wanted != Source.One)
        {
            figures.AddRange(NoteZero.Figures(name => Demo.Of(name, faithful: true), call.Seed, text => call.People.Line(text), call.Cancellation));
        }

        if (wanted != Source.Zero)
        {
            call.People.Line("Running the programs …");
            figures.AddRange(NoteOne.Figures(Quirks.All & ~(repaired ?? Quirks.None), call.Cancellation));
        }

        call.Respond(() => [ReproductionDocument.Of(figures)], screen => Write(screen, figures));
        return figures.TrueForAll(figure => figure.Holds) ? ExitCode.Ok : ExitCode.NotReproduced;
    }

    private static void Write(Screen screen, List<PrintedFigure> figures)
    {
        if (screen.Width >= NarrowestTable)
        {
            screen.Table(
                ["note", "figure", "expected", "obtained", "rule", "holds"],
                figures.Select(figure => (string[])[figure.Note, figure.Name, figure.Text(figure.Expected), figure.Text(figure.Obtained), figure.Rule, figure.Holds ? "yes" : "NO"]),
                2..4);
        }
        else
        {
            foreach (PrintedFigure figure in figures)
            {
                screen.Fact($"{figure.Note} {figure.Name}", $"expected {figure.Text(figure.Expected)} ({figure.Rule}), obtained {figure.Text(figure.Obtained)}: {(figure.Holds ? "holds" : "DOES NOT HOLD")}");
            }
        }

        screen.Line();
        string[] missed = [.. figures.Where(figure => !figure.Holds).Select(figure => $"{figure.Note} {figure.Name}")];
        bool holds = missed.Length == 0;
        screen.Line(
            holds ? $"All {figures.Count} figures hold." : $"{missed.Length} of {figures.Count} figures do not hold: {string.Join("; ", missed)}.",
            holds ? Ink.Green : Ink.Red, indent: 2);
    }
}
