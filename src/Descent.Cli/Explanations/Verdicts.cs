namespace Descent.Cli.Explanations;

/// <summary>Explains how the verdict on a training is found, and what each verdict means.</summary>
internal static class Verdicts
{
    /// <summary>The name for all verdicts together.</summary>
    public const string All = "fit";

    private static readonly FitVerdict[] s_order = [FitVerdict.Diverging, FitVerdict.Overfitting, FitVerdict.StillImproving, FitVerdict.Noisy, FitVerdict.Underfitting, FitVerdict.Undecided, FitVerdict.Good];

    private static readonly (string Name, string Text)[] s_measures =
    [
        ("skill", "1 - Σ(ŷ - y)² / Σ(m - y)², where m is the mean of the training targets: the share of the variation in the targets that the model explains. 1 is perfect, 0 as good as always answering the mean, below 0 worse. For numbers it is R² with the mean of the training rows; for classes ŷ are the probabilities of the classes, and it is the Brier skill score. With --balance or resampling, rows are weighted by class as in training, seen and unseen ones alike."),
        ("rows", string.Create(CultureInfo.InvariantCulture, $"the training rows (of more than {TablePlan.JudgedRows:#,0} evenly spaced ones), and unseen rows: those of the test part, or without one the validation rows, whose skill is then slightly too good, as they also chose the epoch. Rows that are equal to a training row are left out. Of fewer than {FitDiagnosis.FewestRows} unseen rows nothing is concluded.")),
        ("standard error", "of a skill: the standard deviation of what single rows contribute, divided by √(rows - 1). Another draw of rows would change the skill by about so much. Of the gap: √(a² + b²) of the two skills' standard errors."),
        ("gap", string.Create(CultureInfo.InvariantCulture, $"the skill on training rows minus that on unseen rows. It counts as overfitting above {FitDiagnosis.LargeGap}, if it is more than two of its standard errors as well: else chance could explain it.")),
    ];

    public static IReadOnlyList<string> Names { get; } = [All, .. s_order.Select(NameOf)];

    /// <summary>The verdict with a name, as on the screen or in JSON, or all for <see cref="All"/>; null for other names.</summary>
    public static IReadOnlyList<FitVerdict>? Find(string name) => Catalogue.AreSame(name, All) ? s_order
        : s_order.Where(verdict => Catalogue.AreSame(name, NameOf(verdict)) || Catalogue.AreSame(name, $"{verdict}")).ToArray() is { Length: 1 } found ? found
        : null;

    public static void Write(Screen screen, IReadOnlyList<FitVerdict> verdicts)
    {
        bool isOne = verdicts.Count == 1;
        screen.Line(isOne ? $"The verdict \"{Words.Of(verdicts[0])}\"" : "How the verdict of a training is found", Ink.Bold);
        screen.Facts(s_measures.Select(measure => (measure.Name, (string?)measure.Text)));
        screen.Heading(isOne ? "Rule" : "Rules; the first that holds is the verdict");
        foreach (FitVerdict verdict in verdicts)
        {
            screen.Fact(Words.Of(verdict), Rule(verdict));
            foreach ((string cause, string[] tries) in FitText.Tries(verdict))
            {
                screen.Line($"{Condition(cause)}{(cause.Length > 0 ? "try" : "Try")}: {string.Join("; ", tries)}.", indent: 4);
            }
        }
    }

    public static VerdictsDocument Document(IReadOnlyList<FitVerdict> verdicts) => new(
        verdicts.Count == 1 ? NameOf(verdicts[0]) : All, JsonText.Map(s_measures),
        verdicts.Select(verdict => new VerdictDocument(JsonNamingPolicy.CamelCase.ConvertName($"{verdict}"), Rule(verdict), FitText.Tries(verdict).SelectMany(cause => cause.Tries.Select(way => $"{Condition(cause.Cause)}{way}")))));

    private static string Condition(string cause) => cause.Length > 0 ? $"If {cause}, " : "";

    private static string NameOf(FitVerdict verdict) => Words.Of(verdict).Replace(' ', '-');

    private static string Rule(FitVerdict verdict) => verdict switch
    {
        FitVerdict.Diverging => Text($"training failed; or the training loss of the last tenth of the epochs is above that of the first epoch, and it more than doubled or the skill on training rows is below {FitDiagnosis.LittleSkill}; or the first updates raised it above three times the loss of the first batch, and the skill on training rows stayed below {FitDiagnosis.LittleSkill}; or they raised it above {FitDiagnosis.ThrownFar} times that loss."),
        FitVerdict.Overfitting => Text($"the model explains something of its training rows, and the gap is above {FitDiagnosis.LargeGap} and above two of its standard errors; or the last weights were kept although the validation loss had lost more than {FitDiagnosis.LostShare} of its gain while the training loss fell."),
        FitVerdict.StillImproving => Text($"not ended by --patience or --until, and more than {FitDiagnosis.LateFallShare} of the whole fall of the loss came in the last tenth of the epochs (of the validation loss; without validation rows of the training loss, if the skill is below {FitDiagnosis.NearlyAll})."),
        FitVerdict.Noisy => Text($"from one epoch to the next the loss scatters by more than {FitDiagnosis.NoisyShare} of all that was gained, and by more than 0.05 of its first value."),
        FitVerdict.Underfitting => Text($"the skill on training rows is below {FitDiagnosis.LittleSkill}. Where the training loss never left its first value by 1 % either, this rule comes before that of overfitting, and a larger learning rate is advised. One training does not tell a network that learns too little from inputs that say too little."),
        FitVerdict.Undecided => Text($"the gap is above {FitDiagnosis.LargeGap}, but chance could explain it; or there are no unseen rows, or fewer than {FitDiagnosis.FewestRows}, or all have the same answer; or an output is not finite."),
        _ => "otherwise: the model does as well on unseen rows as on its own.",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
