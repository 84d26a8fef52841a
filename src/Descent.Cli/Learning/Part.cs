namespace Descent.Cli.Learning;

/// <summary>A part of a lesson or of an entry: the terminal, JSON and the pages all show it.</summary>
internal abstract record Part;

internal sealed record Paragraph(string Text) : Part;

/// <summary>Formulas, one per line, with symbols or with numbers.</summary>
internal sealed record Formulas(params IReadOnlyList<string> Lines) : Part;

/// <summary>A table.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">A text for every column.</param>
/// <param name="Texts">How many of the first columns hold texts; the others hold numbers.</param>
internal sealed record Grid(IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows, int Texts = 1) : Part
{
    /// <summary>Whether the last column holds sentences.</summary>
    public bool EndsInSentences { get; init; }
}

/// <summary>Curves over one axis.</summary>
internal sealed record Plot(string Title, string Across, IReadOnlyList<Curve> Curves) : Part
{
    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool IsLogarithmic { get; init; }
}

internal sealed record Landscape(Surface Surface, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Places)> Walks) : Part;

internal sealed record Commands(params IReadOnlyList<Example> Examples) : Part;

/// <summary>A step of a lesson: as much as is shown before the reader asks for more.</summary>
internal sealed record LessonStep(string Title, params IReadOnlyList<Part> Parts);
