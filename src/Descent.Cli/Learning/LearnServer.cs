using static Descent.Cli.Learning.LearnPages;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Learning;

/// <summary>
/// The pages of the playground below <c>/learn/</c>: those of <see cref="LearnPages"/>, computed when they are asked for and with the numbers of the reader;
/// a page for every question, with what its command shows; and one for everything that <c>descent explain</c> knows.
/// </summary>
internal sealed class LearnServer(Call call)
{
    /// <summary>What the names of pages of <c>descent explain</c> begin with.</summary>
    public const string ExplainPrefix = "explain-";

    private const string Html = ".html", Json = ".json", Seed = "--seed";

    // As wide as the pages.
    private static readonly TerminalInfo s_terminal = new(96, Color: false) { IsTerminal = false };

    /// <summary>Lessons of which the playground has an example: <c>#lesson=NAME</c> in its address opens it.</summary>
    public static IReadOnlyList<string> InPlayground { get; } =
    [
        "network", "perceptron", "linear-stack", "forward-pass", "backward-pass", "softmax", "cross-entropy", "learning-rate", "batch-size", "momentum", "optimizers", "symmetry",
        "initialization", "vanishing-gradient", "exploding-gradient", "dying-relu", "overfitting", "early-stopping", "l1-l2", "regularization", "universal-approximation",
    ];

    private static string Top => $"""<nav class="pages" aria-label="Pages">{Link("../", "Playground")} {Link("index.html", "All lessons")} {Link("concepts.html", "Concepts")} {Link("quiz.html", "Quiz")}</nav>{"\n"}""";

    /// <summary>Whether there is a page of <c>descent explain</c> with a name.</summary>
    public static bool Explains(string name) => DecisionTables.Explainable.Contains(name, StringComparer.Ordinal);

    /// <summary>A page.</summary>
    /// <param name="name">Its name with its ending, <c>.html</c> or <c>.json</c>.</param>
    /// <param name="values">What the reader has changed, by the names of the options of <c>descent learn</c> without their hyphens.</param>
    /// <param name="cancellation">Stops the experiment.</param>
    /// <returns>The page; null if there is none with that name.</returns>
    public string? Page(string name, IReadOnlyDictionary<string, string> values, CancellationToken cancellation)
    {
        bool isJson = name.EndsWith(Json, StringComparison.Ordinal);
        if (!isJson && !name.EndsWith(Html, StringComparison.Ordinal))
        {
            return null;
        }

        string page = name[..^Html.Length];
        Lesson? lesson = Lesson.All.FirstOrDefault(lesson => lesson.Name == page);
        try
        {
            LessonSettings settings = lesson is null ? new LessonSettings() : SettingsOf(lesson, values);
            return isJson ? LearnPages.Json(page, settings, cancellation) : lesson is not null ? Of(lesson, lesson.Run(settings, cancellation), values) : Other(page, cancellation);
        }
        catch (UsageException fault)
        {
            return isJson ? throw new FormatException(fault.Message, fault) : Of(lesson!, null, values, fault.Message);
        }
    }

    private static string Of(Lesson lesson, LessonResult? result, IReadOnlyDictionary<string, string> values, string? fault = null)
    {
        string refused = fault is null ? "" : $"""<div class="notice error" role="alert"><p>{Escape(fault)}</p></div>{"\n"}""";
        string example = InPlayground.Contains(lesson.Name, StringComparer.Ordinal) ? $"""<p>{Link($"../#lesson={lesson.Name}", "Watch it in the playground")}</p>{"\n"}""" : "";
        return LessonPage(lesson, result ?? new LessonResult([]), $"{Top}{refused}{example}{Form(lesson, values)}", hasPages: true);
    }

    /// <summary>The fields with which a reader changes the numbers of a lesson.</summary>
    private static string Form(Lesson lesson, IReadOnlyDictionary<string, string> values)
    {
        string[] options = OptionsOf(lesson);
        return options.Length == 0 ? "" : $"""<form class="settings" method="get">{string.Concat(options.Select(Field))}<button>Compute</button></form>{"\n"}""";

        string Field(string option)
        {
            string name = option.TrimStart('-'), text = name.Replace('-', ' ');
            string kind = option switch { Lesson.NumbersOption => "", Seed => " type=\"number\" min=\"0\"", _ => " type=\"number\" min=\"0\" step=\"any\"" };
            return $"""<label>{char.ToUpperInvariant(text[0]) + text[1..]}<input name="{name}"{kind} value="{Escape(values.GetValueOrDefault(name, ""))}" placeholder="{(option == Seed ? "1" : "the lesson’s own")}" autocomplete="off"></label>""";
        }
    }

    private static string[] OptionsOf(Lesson lesson) => [.. lesson.Options, .. lesson.IsRandom ? (string[])[Seed] : []];

    /// <summary>The values as the command line reads them; only those of the lesson count.</summary>
    private LessonSettings SettingsOf(Lesson lesson, IReadOnlyDictionary<string, string> values)
    {
        LearnVerb verb = new();
        string[] words = [.. OptionsOf(lesson).Select(option => (Option: option, Text: values.GetValueOrDefault(option.TrimStart('-'), "").Trim())).Where(value => value.Text.Length > 0).Select(value => $"{value.Option}={value.Text}")];
        return verb.SettingsOf(call.Of(verb, [lesson.Name, .. words]), lesson);
    }

    private string? Other(string page, CancellationToken cancellation) => page switch
    {
        LearnPages.Index => IndexPage(Top),
        LearnPages.Concepts => ConceptsPage(Top),
        LearnPages.Quiz => QuizPage(Top, hasPages: true),
        _ when page.StartsWith(ExplainPrefix, StringComparison.Ordinal) && Explains(page[ExplainPrefix.Length..]) => ExplainPage(page[ExplainPrefix.Length..]),
        _ => Question.All.FirstOrDefault(question => $"{LearnPages.Quiz}-{question.Number}" == page) is { } question ? QuestionPage(question, cancellation) : null,
    };

    private string ExplainPage(string name)
    {
        Page page = new("Descent", name);
        page.Append(Top);
        page.Section($"descent explain {name}", Text("explain", name));
        return page.ToString();
    }

    /// <summary>A question; its answer, and what its command shows, appear when the reader wants.</summary>
    private string QuestionPage(Question question, CancellationToken cancellation)
    {
        Page page = new($"Question {question.Number} of {Question.All.Count}", question.Text);
        page.Append(Top);
        page.Append($"""<details class="answer"><summary>Show the answer</summary>{"\n"}""");
        page.Section("Answer", $"<p>{Escape(question.Answer)}</p>");
        string[] words = question.Command.Split(' ');
        string shown = words switch
        {
            ["learn", var name, "--step", var step] => string.Concat(Lesson.Find(name)!.Run(new LessonSettings(), cancellation).Steps[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture) - 1].Parts.Select((part, i) => LearnPages.Markup(part, $"plot{i}", hasPages: true))),
            _ => Text(words),
        };
        page.Section("What shows it", $"<p>{Command(question.Command, hasPages: true)}</p>{shown}");
        page.Append("</details>\n");
        string[] links = [question.Number > 1 ? Link($"{LearnPages.Quiz}-{question.Number - 1}.html", "← Previous question") : "", question.Number < Question.All.Count ? Link($"{LearnPages.Quiz}-{question.Number + 1}.html", "Next question →") : ""];
        page.Append($"""<nav class="steps" aria-label="Questions">{string.Join(" ", links.Where(link => link.Length > 0))}</nav>{"\n"}""");
        return page.ToString();
    }

    private string Text(params string[] words) => Preformatted(call.Captured(s_terminal, Tool.Verbs().Single(verb => verb.Name == words[0]), words[1..]).TrimEnd().Split('\n'));
}
