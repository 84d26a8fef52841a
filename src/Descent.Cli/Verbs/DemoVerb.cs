using Descent.Cli.Demos;

namespace Descent.Cli.Verbs;

/// <summary>Learns a synthetic task with a known rule and shows how well: a first look at what a network can do, without any data.</summary>
internal sealed class DemoVerb : Verb
{
    // More rows would only take longer: the figures converge with far fewer.
    private const int MostRows = 10_000_000;

    private readonly Argument<string> name = new("DEMO")
    {
        Description = $"A task with a known rule: {string.Join(", ", Demo.Names.SkipLast(1))} or {Demo.Names[^1]}. Or a lesson of descent learn, such as overfitting.",
    };
    private readonly Option<bool> faithful = Choice.Flag("--faithful", "Use the settings of the note that these demos come from (docs/notes.md), instead of better ones: a small network, 2,000 steps of momentum.");
    private readonly Option<int?> rows = Choice.Whole("--rows", "Training rows; half as many unseen rows are drawn for the evaluation.", 1, otherwise: 40_000, most: MostRows);
    private readonly Option<double?> noise = Choice.Real("--noise", "Noise on the inputs: uniform between -X and X. Usually 0.2; 0.5 for regression with --faithful.", "of at least 0", x => x >= 0);

    public DemoVerb()
        : base("demo", "Learns a synthetic task with a known rule and compares predictions for unseen rows with the truth, or shows a lesson.",
            new("demo multilabel", "Three yes-or-no rules, learned as well as possible:"),
            new("demo multiclass --faithful", "The small network of the source note, with its figures:"),
            new("demo regression --noise 0 --rows 5000", "Clean inputs, but few of them:"),
            new("demo vanishing-gradient", "A lesson; descent learn lists all of them:")) =>
        Add(name, faithful, rows, noise);

    public override int Run(Call call)
    {
        string wanted = call.Value(name)!;
        if (Lesson.Find(wanted) is { } lesson)
        {
            call.Refuse([faithful, rows, noise], option => $"{option.Name} is for {string.Join(", ", Demo.Names)}; {lesson.Name} has data of its own. Leave it out.");
            return LearnVerb.Show(call, lesson, new LessonSettings(call.Seed));
        }

        UsageException.ThrowIf(!Demo.Names.Contains(wanted, StringComparer.Ordinal), $"There is no demo '{wanted}'. {Wording.Hint(wanted, [.. Demo.Names, .. Lesson.All.Select(known => known.Name)])}");

        int count = call.Value(rows)!.Value;
        Demo demo = Demo.Of(wanted, call.Value(faithful));
        double width = call.Value(noise) ?? demo.Noise;
        call.People.Line($"Training {demo.Name} on {Wording.Count(count, "row")} …");
        DemoRun run = DemoRun.Of(demo, count, width, call.Seed, call.Cancellation);
        return call.Respond(() => [DemoDocument.Of(run, call.Value(faithful), call.Seed)], screen => DemoScreen.Write(screen, run, count, width));
    }
}
