using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Learning;

/// <summary>Lessons, concepts and questions as pages that need nothing else, and as JSON: for files, and for the playground, which shows more (<see cref="LearnServer"/>).</summary>
internal static class LearnPages
{
    /// <summary>The names of the pages that are no lessons.</summary>
    public const string Index = "index", Concepts = "concepts", Quiz = "quiz";

    private const double ChartWidth = 640;

    /// <summary>The names of all pages; each is a file with the ending <c>.html</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [Index, .. Lesson.All.Select(lesson => lesson.Name), Concepts, Quiz];

    /// <summary>A page.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="settings">What the reader has changed.</param>
    /// <param name="cancellation">Stops the experiment of a lesson.</param>
    /// <returns>The page; null if there is none with that name.</returns>
    public static string? Html(string name, LessonSettings settings, CancellationToken cancellation) => name switch
    {
        Index => IndexPage(),
        Concepts => ConceptsPage(),
        Quiz => QuizPage(),
        _ => Lesson.All.FirstOrDefault(lesson => lesson.Name == name) is { } lesson ? LessonPage(lesson, lesson.Run(settings, cancellation)) : null,
    };

    /// <summary>The same as one JSON object: <c>index</c>, a lesson, <c>concepts/NAME</c>, <c>quiz</c> or <c>quiz/NUMBER</c>.</summary>
    /// <returns>The object; null if there is nothing with that name.</returns>
    public static string? Json(string name, LessonSettings settings, CancellationToken cancellation)
    {
        object? document = name.Split('/') switch
        {
            [Index] => LearningDocument.All,
            [Quiz] => new QuizDocument(Question.All.Select(QuestionDocument.Of)),
            [Quiz, var number] => Question.All.FirstOrDefault(question => $"{question.Number}" == number) is { } question ? QuestionDocument.Of(question) : null,
            [Concepts, var concept] => Concept.Find(concept) is { } found ? ConceptDocument.Of(found) : null,
            [var only] => Lesson.All.FirstOrDefault(lesson => lesson.Name == only) is { } lesson ? LessonDocument.Of(lesson, lesson.Run(settings, cancellation), settings.Seed) : null,
            _ => null,
        };
        return document is null ? null : JsonText.Object(document);
    }

    /// <summary>The page of a lesson.</summary>
    /// <param name="lesson">The lesson.</param>
    /// <param name="result">What it measured, and its steps.</param>
    /// <param name="head">Markup above the steps.</param>
    /// <param name="hasPages">Whether every command of <c>descent explain</c> has a page, as in the playground.</param>
    public static string LessonPage(Lesson lesson, LessonResult result, string head = "", bool hasPages = false)
    {
        Page page = new("Lesson", lesson.Title);
        page.Append($"""{head}<p class="verdict">{Escape(char.ToUpperInvariant(lesson.Idea[0]) + lesson.Idea[1..])}.</p>{"\n"}""");
        int plots = 0;
        foreach ((int i, LessonStep step) in result.Steps.Index())
        {
            page.Append($"""<a id="step-{i + 1}"></a>{"\n"}""");
            page.Section(step.Title, string.Concat(step.Parts.Select(part => Markup(part, $"plot{++plots}", hasPages))));
        }

        int place = Lesson.All.Index().First(pair => pair.Item.Name == lesson.Name).Index;
        Lesson? before = place > 0 ? Lesson.All[place - 1] : null, next = place + 1 < Lesson.All.Count ? Lesson.All[place + 1] : null;
        string[] links = [before is null ? "" : Link($"{before.Name}.html", $"← {before.Title}"), Link("index.html", "All lessons"), next is null ? "" : Link($"{next.Name}.html", $"{next.Title} →")];
        page.Append($"""<nav class="steps">{string.Join(" ", links.Where(link => link.Length > 0))}</nav>{"\n"}""");
        return page.ToString();
    }

    /// <summary>The list of all pages.</summary>
    /// <param name="head">Markup above it.</param>
    public static string IndexPage(string head = "")
    {
        Page page = new("Descent", "Learn");
        page.Append(head);
        page.Section("Lessons", $"""<dl class="facts">{string.Concat(Lesson.All.Select(lesson => $"<dt>{Link($"{lesson.Name}.html", lesson.Title)}</dt><dd>{Escape(lesson.Idea)}</dd>\n"))}</dl>""");
        page.Section("Concepts", $"<p>{string.Join(", ", Learning.Concepts.All.Select(concept => Link($"concepts.html#{concept.Name}", concept.Name)))}</p>");
        page.Section("Quiz", $"<p>{Link("quiz.html", $"{Question.All.Count} questions with answers")}</p>");
        return page.ToString();
    }

    /// <summary>The page of all concepts.</summary>
    /// <param name="head">Markup above them.</param>
    public static string ConceptsPage(string head = "")
    {
        Page page = new("Descent", "Concepts");
        page.Append(head);
        foreach (Concept concept in Learning.Concepts.All)
        {
            string facts = string.Concat(concept.Facts.Select(fact => $"<dt>{Escape(fact.Name)}</dt><dd>{(fact.Name is "lessons" or "see also" ? Linked(concept, fact.Name) : Escape(fact.Text))}</dd>\n"));
            page.Append($"""<a id="{concept.Name}"></a>{"\n"}""");
            page.Section(concept.Name, $"""<p>{Escape(concept.Meaning)}</p>{(concept.Text.Length > 0 ? $"<p>{Escape(concept.Text)}</p>" : "")}{Preformatted(concept.Formulas)}<dl class="facts">{facts}</dl>""");
        }

        page.Append($"""<nav class="steps">{Link("index.html", "All lessons")}</nav>{"\n"}""");
        return page.ToString();
    }

    private static string Linked(Concept concept, string fact) => fact == "lessons"
        ? string.Join(", ", concept.Lessons.Select(lesson => Link($"{lesson.Name}.html", lesson.Title)))
        : string.Join(", ", concept.See.Select(name => Concept.Find(name) is { } other ? Link($"#{other.Name}", other.Name) : $"<code>descent explain {Escape(name)}</code>"));

    /// <summary>The page of all questions.</summary>
    /// <param name="head">Markup above them.</param>
    /// <param name="hasPages">Whether every question has a page, as in the playground.</param>
    public static string QuizPage(string head = "", bool hasPages = false)
    {
        Page page = new("Descent", $"{Question.All.Count} questions");
        page.Append(head);
        StringBuilder all = new();
        foreach (Question question in Question.All)
        {
            string shown = hasPages ? Link($"{Quiz}-{question.Number}.html", "The answer, and what shows it") : Command(question.Command, hasPages);
            all.Append(CultureInfo.InvariantCulture, $"<details><summary>{question.Number}. {Escape(question.Text)}</summary><p>{Escape(question.Answer)}</p><p>{shown}</p></details>\n");
        }

        page.Section("Questions and answers", all.ToString());
        page.Append($"""<nav class="steps">{Link("index.html", "All lessons")}</nav>{"\n"}""");
        return page.ToString();
    }

    /// <summary>A part of a lesson.</summary>
    /// <param name="part">The part.</param>
    /// <param name="id">Distinguishes its drawing from others on the page.</param>
    /// <param name="hasPages">Whether every command of <c>descent explain</c> has a page, as in the playground.</param>
    public static string Markup(Part part, string id, bool hasPages = false) => part switch
    {
        Paragraph paragraph => $"<p>{Escape(paragraph.Text)}</p>\n",
        Formulas formulas => Preformatted(formulas.Lines),
        Grid grid => Table(grid),
        Plot plot => $"{Page.Remark(char.ToUpperInvariant(plot.Title[0]) + plot.Title[1..])}<figure>{Chart(plot, id)}</figure>\n",
        Landscape landscape => $"<figure>{LandscapePlot.Render(landscape, id)}</figure>\n",
        Commands commands => $"""<dl class="facts">{string.Concat(commands.Examples.Select(example => $"<dt>{Escape(example.Deed.TrimEnd(':'))}</dt><dd>{Command(example.Arguments, hasPages)}</dd>\n"))}</dl>""",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "This part has no markup yet."),
    };

    // Sentences at the end are texts, although numbers may stand before them.
    private static string Table(Grid grid) => Page.Table([.. grid.Columns], grid.Rows, grid.EndsInSentences && grid.Texts + 1 >= grid.Columns.Count ? grid.Columns.Count : grid.Texts);

    private static string Chart(Plot plot, string id) => new LineChart(plot.Title, plot.Curves, Curve.Across(plot.Curves, plot.IsLogarithmic), Curve.Up(plot.Curves, 0.05))
    {
        Id = id,
        Horizontal = plot.Across,
        IsWhole = plot.Curves.All(curve => curve.Points.All(point => double.IsInteger(point.X))),
        Width = ChartWidth,
        HasNamesAbove = plot.Curves.Count is > 1 and <= 3,
    }.Render();

    /// <summary>Lines in a typewriter face.</summary>
    public static string Preformatted(IReadOnlyList<string> lines) => lines.Count == 0 ? "" : $"""<pre class="formulas" tabindex="0">{string.Join('\n', lines.Select(Escape))}</pre>{"\n"}""";

    /// <summary>A link.</summary>
    public static string Link(string target, string text) => $"""<a href="{Escape(target)}">{Escape(text)}</a>""";

    /// <summary>A command; one that has a page is a link to it.</summary>
    public static string Command(string arguments, bool hasPages)
    {
        string code = $"<code>descent {Escape(arguments)}</code>";
        return arguments.Split(' ') switch
        {
            ["learn", var name, "--step", var step] when Lesson.Find(name) is { } lesson => $"""<a href="{lesson.Name}.html#step-{step}">{code}</a>""",
            ["learn", var name, ..] when Lesson.Find(name) is { } lesson => $"""<a href="{lesson.Name}.html">{code}</a>""",
            ["explain", var name] when Concept.Find(name) is { } concept => $"""<a href="concepts.html#{concept.Name}">{code}</a>""",
            ["explain", var name] when hasPages && LearnServer.Explains(name) => $"""<a href="{LearnServer.ExplainPrefix}{name}.html">{code}</a>""",
            _ => code,
        };
    }
}
