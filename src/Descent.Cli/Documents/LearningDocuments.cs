namespace Descent.Cli.Documents;

internal sealed record LearningDocument(IEnumerable<LessonRowDocument> Lessons, IEnumerable<string> Concepts, IEnumerable<QuestionDocument> Questions)
{
    public static LearningDocument All => new(Lesson.All.Select(lesson => new LessonRowDocument(lesson.Name, lesson.Title, lesson.Idea, lesson.Options)), Learning.Concepts.All.Select(concept => concept.Name), Question.All.Select(QuestionDocument.Of));
}

internal sealed record LessonRowDocument(string Name, string Title, string Idea, IReadOnlyList<string> Options);

/// <summary>A lesson: what it measured, by name (numbers, and lists of numbers), and what it shows.</summary>
internal sealed record LessonDocument(string Lesson, string Title, ulong Seed, IReadOnlyDictionary<string, object> Figures, IEnumerable<StepDocument> Steps)
{
    public static LessonDocument Of(Lesson lesson, LessonResult result, ulong seed, int? step = null) => new(
        lesson.Name, lesson.Title, seed, JsonText.Map(result.Figures.Select(figure => (figure.Name, figure.IsSeries ? figure.Values.ToArray() : (object)figure.Values[0]))),
        result.Steps.Where((_, i) => step is null || i == step - 1).Select(StepDocument.Of));
}

internal sealed record StepDocument(string Title, IEnumerable<PartDocument> Parts)
{
    public static StepDocument Of(LessonStep step) => new(step.Title, step.Parts.Select(PartDocument.Of));
}

/// <summary>A part of a lesson: its kind is paragraph, formulas, table, plot, landscape or commands, and the other members depend on it.</summary>
internal sealed record PartDocument(string Kind)
{
    public string? Text { get; init; }

    public IEnumerable<string>? Lines { get; init; }

    public IEnumerable<string>? Columns { get; init; }

    public IEnumerable<IEnumerable<string>>? Rows { get; init; }

    /// <summary>How many of the first columns hold texts, not numbers.</summary>
    public int? TextColumns { get; init; }

    public string? Horizontal { get; init; }

    public bool? Logarithmic { get; init; }

    public IEnumerable<NamedPointsDocument>? Curves { get; init; }

    public SurfaceDocument? Surface { get; init; }

    public IEnumerable<CommandDocument>? Commands { get; init; }

    public static PartDocument Of(Part part) => part switch
    {
        Paragraph paragraph => new("paragraph") { Text = paragraph.Text },
        Formulas formulas => new("formulas") { Lines = formulas.Lines },
        Grid grid => new("table") { Columns = grid.Columns, Rows = grid.Rows, TextColumns = grid.Texts },
        Plot plot => new("plot") { Text = plot.Title, Horizontal = plot.Across, Logarithmic = plot.IsLogarithmic, Curves = plot.Curves.Select(curve => NamedPointsDocument.Of(curve.Name, curve.Points)) },
        Landscape landscape => new("landscape") { Surface = SurfaceDocument.Of(landscape), Curves = landscape.Walks.Select(walk => NamedPointsDocument.Of(walk.Name, walk.Places)) },
        Commands commands => new("commands") { Commands = commands.Examples.Select(example => new CommandDocument($"descent {example.Arguments}", example.Deed)) },
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "This part has no document yet."),
    };
}

/// <summary>The heights of a surface on a grid, row by row from below.</summary>
internal sealed record SurfaceDocument(string Name, string Formula, double Left, double Right, double Bottom, double Top, IEnumerable<IEnumerable<double>> Heights)
{
    private const int Columns = 41, Rows = 25;

    public static SurfaceDocument Of(Landscape landscape)
    {
        (Axis x, Axis y) = LandscapePlot.Axes(landscape);
        return new(landscape.Surface.Name, landscape.Surface.Formula, x.Low, x.High, y.Low, y.High, Enumerable.Range(0, Rows).Select(row => Enumerable.Range(0, Columns).Select(column =>
            landscape.Surface.Height(x.Low + ((x.High - x.Low) * column / (Columns - 1)), y.Low + ((y.High - y.Low) * row / (Rows - 1))))));
    }
}

internal sealed record NamedPointsDocument(string Name, IEnumerable<PointDocument> Points)
{
    public static NamedPointsDocument Of(string name, IEnumerable<(double X, double Y)> points) => new(name, points.Select(point => new PointDocument(point.X, point.Y)));
}

internal sealed record CommandDocument(string Command, string Purpose);

internal sealed record ConceptDocument(
    string Name, string Kind, IEnumerable<string> Aliases, string Meaning, string Text, IEnumerable<string> Formulas, string Signs, string Remedies, string Here, IEnumerable<string> Lessons, IEnumerable<string> See)
{
    public static ConceptDocument Of(Concept concept) => new(
        concept.Name, "concept", concept.Aliases, concept.Meaning, concept.Text, concept.Formulas, concept.Signs, concept.Remedies, concept.Here, concept.Lessons.Select(lesson => lesson.Name), concept.See);
}

/// <summary>A concept beside something else with the same name.</summary>
internal sealed record ConceptPartDocument(ConceptDocument Concept);

/// <summary>A question with its answer, and the command that shows it.</summary>
internal sealed record QuestionDocument(int Number, string Question, string Answer, string Command)
{
    public static QuestionDocument Of(Question question) => new(question.Number, question.Text, question.Answer, $"descent {question.Command}");
}

internal sealed record ShownDocument(JsonElement Shows);

internal sealed record QuizDocument(IEnumerable<QuestionDocument> Questions);

internal sealed record PagesDocument(IEnumerable<string> Pages);
