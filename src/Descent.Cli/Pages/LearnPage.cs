using static Descent.Cli.Pages.Markdown;

namespace Descent.Cli.Pages;

internal static class LearnPage
{
    public const string Path = "learn.md";

    public static StringBuilder Of()
    {
        StringBuilder page = new("`descent learn LESSON` shows a lesson: a few steps of text, formulas, tables and plots whose figures are computed when the lesson is shown. At a terminal, Enter shows the next step; in a pipe everything is printed at once. `--step N` shows one step, `--json` gives the figures and the content for programs, and `--out FILE.html` writes a page; `descent learn --out DIR` writes the pages of all lessons, of the concepts and of the quiz. [`descent play`](playground.md#lessons) has the same pages, with fields for other numbers.\n\n");
        page.Append("## Lessons\n\n");
        page.AppendTable(["Lesson", "What it shows", "Options"], Lesson.All.Select(lesson => (string[])
            [Code($"descent learn {lesson.Name}"), Text(lesson.Idea), string.Join(", ", lesson.Options.Concat(lesson.IsRandom ? ["--seed"] : []).Select(Code))]));
        page.Append("Every lesson is also one of `descent demo NAME`.\n\n## Concepts\n\n`descent explain NAME` says more about each.\n\n");
        page.AppendTable(["Concept", "Meaning", "Lessons"], Concepts.All.Select(concept => (string[])
            [$"<a id=\"{concept.Name}\"></a>{Text(concept.Name)}", Text(concept.Meaning), string.Join(", ", concept.Lessons.Select(lesson => lesson.Name))]));
        page.Append("## Forty questions\n\nThe [source notes](notes.md) end with forty questions. `descent learn quiz` asks them; `descent learn quiz N` answers one and runs the command in the table, which shows the answer. In [`descent play`](playground.md#lessons), the page in the table has the answer and what the command shows.\n\n");
        page.AppendTable(["", "Question", "Shown by", "Page"], Question.All.Select(question => (string[])[$"{question.Number}", Text(question.Text), Code($"descent {question.Command}"), Code($"/learn/quiz-{question.Number}.html")]));
        return page;
    }
}
