namespace Descent.Cli.Verbs;

/// <summary>Shows lessons, each an experiment with the library itself, and asks the questions of a quiz.</summary>
internal sealed class LearnVerb : Verb
{
    // Larger numbers would only show what overflow looks like.
    private const double LargestNumber = 1e6;

    private readonly Argument<string?> name = new("LESSON") { Description = $"A lesson: {string.Join(", ", Lesson.All.Select(lesson => lesson.Name))}; or {LearnPages.Quiz}. Without one, all are listed.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> number = new("N") { Description = $"A question of the quiz, 1 to {Question.All.Count}.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> step = Choice.Whole("--step", "Only one step of the lesson.", 1);
    private readonly Option<double?> learningRate = Choice.Real(Lesson.LearningRateOption, $"Another learning rate. For {Takers(Lesson.LearningRateOption)}.", "above 0", x => x > 0);
    private readonly Option<double?> momentum = Choice.Real(Lesson.MomentumOption, $"A strength of momentum beside the others. For {Takers(Lesson.MomentumOption)}.", "from 0 up to, not including, 1", x => x is >= 0 and < 1);
    private readonly Option<string?> numbers = Choice.Text(Lesson.NumbersOption, "X,X", $"Other inputs or scores. For {Takers(Lesson.NumbersOption)}.");
    private readonly Option<string?> place = Choice.Text("--out", "PLACE", "Write pages for the browser: of a lesson to a file, without a lesson all of them to a folder.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the files in --out.");

    public LearnVerb()
        : base("learn", "Shows how networks work, in short lessons that compute every figure with the library, and asks forty questions.",
            new("learn", "All lessons:"),
            new("learn backward-pass", "One of them; at a terminal, Enter shows the next step:"),
            new("learn softmax --numbers 3,1,0.2", "With numbers of your own:"),
            new("learn learning-rate --step 1 --learning-rate 0.099", "A single step, with another learning rate:"),
            new("learn quiz 10", "A question, its answer, and an experiment that shows it:"),
            new("learn --out lessons", "All lessons as pages, to be opened with lessons/index.html:")) =>
        Add(name, number, step, learningRate, momentum, numbers, place, force);

    public override int Run(Call call)
    {
        string? wanted = call.Value(name);
        if (wanted is null)
        {
            RequireNone(call, "descent learn", step, learningRate, momentum, numbers);
            return call.Value(place) is { } folder ? WriteAll(call, folder) : call.Respond(() => [LearningDocument.All], WriteList);
        }

        if (wanted == LearnPages.Quiz)
        {
            RequireNone(call, "the quiz", step, learningRate, momentum, numbers, place);
            return new Quiz(call).Run(call.Value(number));
        }

        Lesson lesson = Lesson.Find(wanted) ?? throw new UsageException($"There is no lesson '{wanted}'. {Wording.Hint(wanted, [.. Lesson.All.Select(known => known.Name), LearnPages.Quiz])}");
        UsageException.ThrowIf(call.Value(number) is not null, $"'{call.Value(number)}' is one argument too many: only the quiz has numbers. A step is chosen with --step N.");
        LessonSettings settings = SettingsOf(call, lesson);
        if (call.Value(place) is { } file)
        {
            UsageException.ThrowIf(call.IsGiven(step), "--out writes all steps of a lesson. Leave out --step.");
            OutputFile.RequireNew(file, call.Value(force));
            AtomicFile.WriteText(file, LearnPages.LessonPage(lesson, lesson.Run(settings, call.Cancellation)));
            return Written(call, [file]);
        }

        return Show(call, lesson, settings, call.Value(step));
    }

    /// <summary>Shows a lesson or one step of it; at a terminal, Enter shows the next step.</summary>
    public static int Show(Call call, Lesson lesson, LessonSettings settings, int? step = null)
    {
        if (!lesson.IsRandom && settings.Seed != new LessonSettings().Seed)
        {
            call.People.Line($"--seed changes nothing: nothing is random in the lesson {lesson.Name}.");
        }

        if (settings != new LessonSettings(settings.Seed))
        {
            call.People.Line("The figures are computed with your numbers; the conclusions in the text are those from the lesson's own.");
        }

        LessonResult result = lesson.Run(settings, call.Cancellation);
        UsageException.ThrowIf(step > result.Steps.Count, $"The lesson {lesson.Name} has {result.Steps.Count} steps, but --step is {step}.");
        return call.Respond(() => [LessonDocument.Of(lesson, result, settings.Seed, step)], screen =>
        {
            screen.Line(lesson.Title, Ink.Bold);
            Pause pause = new(call);
            for (int i = 0; i < result.Steps.Count; i++)
            {
                if (step is not null && i != step - 1)
                {
                    continue;
                }

                if (step is null && i > 0 && !pause.Continues("Enter: next step, a: all, q: quit"))
                {
                    return;
                }

                PartText.Write(screen, result.Steps[i], i + 1, result.Steps.Count);
            }
        });
    }

    private static string Takers(string option) => string.Join(", ", Lesson.All.Where(lesson => lesson.Options.Contains(option, StringComparer.Ordinal)).Select(lesson => lesson.Name));

    private static void RequireNone(Call call, string what, params IEnumerable<Option> options) =>
        call.Refuse(options, option => $"{option.Name} is for a lesson, not for {what}. Leave it out.");

    /// <summary>What the reader has changed in a lesson.</summary>
    /// <exception cref="UsageException">If an option does not fit the lesson.</exception>
    public LessonSettings SettingsOf(Call call, Lesson lesson)
    {
        call.Refuse(
            ((Option[])[learningRate, momentum, numbers]).Where(option => !lesson.Options.Contains(option.Name, StringComparer.Ordinal)),
            option => $"{option.Name} changes nothing in the lesson {lesson.Name}. It is for {Takers(option.Name)}.");
        return new LessonSettings(call.Seed) { LearningRate = call.Value(learningRate), Momentum = call.Value(momentum), Numbers = call.Value(numbers) is { } text ? Numbers(text, lesson) : null };
    }

    private static double[] Numbers(string text, Lesson lesson)
    {
        (int least, int most) = lesson.NumberCount;
        double[] values = [.. text.Split(',').Select(part => double.TryParse(part.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= LargestNumber
            ? value
            : throw new UsageException($"{Lesson.NumbersOption} must be numbers from -{LargestNumber:#,0} to {LargestNumber:#,0}, separated by commas, such as 3,1,0.2, but has '{part.Trim()}'."))];
        UsageException.ThrowIf(values.Length < least || values.Length > most, $"{Lesson.NumbersOption} of the lesson {lesson.Name} must be {(least == most ? $"{least}" : $"{least} to {most}")} numbers, but has {values.Length}.");
        return values;
    }

    private int WriteAll(Call call, string folder)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(folder), "--out needs the name of a folder, but it is empty.");
        Directory.CreateDirectory(folder);
        string[] paths = [.. LearnPages.Names.Select(page => Path.Combine(folder, $"{page}.html"))];
        foreach (string path in paths)
        {
            OutputFile.RequireNew(path, call.Value(force));
        }

        foreach ((string path, string page) in paths.Zip(LearnPages.Names))
        {
            AtomicFile.WriteText(path, LearnPages.Html(page, new LessonSettings(call.Seed), call.Cancellation)!);
            call.People.Line($"{page}.html");
        }

        return Written(call, paths);
    }

    private static int Written(Call call, string[] paths) => call.Respond(() => [new PagesDocument(paths)], screen => screen.Fact(paths.Length == 1 ? "page" : "pages", paths[0]));

    private static void WriteList(Screen screen)
    {
        screen.Table(["Lesson", "What it shows"], Lesson.All.Select(lesson => (string[])[lesson.Name, lesson.Idea]), wrapLast: true);
        screen.Line();
        screen.Line($"descent learn LESSON shows one; descent learn {LearnPages.Quiz} asks {Question.All.Count} questions.");
        screen.Line($"Concepts, for descent explain NAME: {string.Join(", ", Learning.Concepts.All.Select(concept => concept.Name))}.");
    }
}
