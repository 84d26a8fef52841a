namespace Descent.Cli.Learning;

/// <summary>The quiz: a question, then its answer and a command that shows it.</summary>
internal sealed class Quiz(Call call)
{
    private readonly Pause pause = new(call);

    /// <summary>Asks one question, or all of them one after the other.</summary>
    /// <returns>The exit code.</returns>
    public int Run(string? number)
    {
        if (number is not null)
        {
            Question question = Question.All.FirstOrDefault(known => $"{known.Number}" == number)
                ?? throw new UsageException($"The quiz has the questions 1 to {Question.All.Count}, but no '{number}'.");
            return call.Respond(
                () => [QuestionDocument.Of(question), new ShownDocument(JsonElement.Parse(call.Captured(VerbOf(question), [.. Words(question), "--json"])))],
                _ => Ask(question));
        }

        return call.Respond(() => [new QuizDocument(Question.All.Select(QuestionDocument.Of))], screen =>
        {
            foreach (Question question in Question.All)
            {
                if (pause.IsInteractive)
                {
                    if (!Ask(question) || !pause.Continues("Enter: next question, q: quit"))
                    {
                        return;
                    }
                }
                else
                {
                    // Forty experiments would bury the answers.
                    WriteQuestion(screen, question);
                    WriteAnswer(screen, question);
                }

                screen.Line();
            }
        });
    }

    /// <summary>Asks a question and, after Enter, answers it.</summary>
    /// <returns>Whether the reader wants more.</returns>
    private bool Ask(Question question)
    {
        WriteQuestion(call.Answer, question);
        if (!pause.Continues("Enter: answer, q: quit"))
        {
            return false;
        }

        WriteAnswer(call.Answer, question);
        call.Answer.Line();
        call.Run(VerbOf(question), Words(question));
        return true;
    }

    private static void WriteQuestion(Screen screen, Question question) => screen.Line($"{question.Number}. {question.Text}", Ink.Bold);

    private static void WriteAnswer(Screen screen, Question question)
    {
        screen.Line(question.Answer);
        screen.Line($"descent {question.Command}", Ink.Cyan);
    }

    private static Verb VerbOf(Question question) => Tool.Verbs().Single(verb => verb.Name == question.Command.Split(' ')[0]);

    // Lessons have random numbers; what is explained and listed has none.
    private string[] Words(Question question) =>
        [.. question.Command.Split(' ')[1..], .. call.Seed != new LessonSettings().Seed && question.Command.StartsWith("learn ", StringComparison.Ordinal) ? new[] { "--seed", call.Seed.ToString(CultureInfo.InvariantCulture) } : []];
}
