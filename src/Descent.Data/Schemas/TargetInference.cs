using System.Globalization;

namespace Descent.Data;

/// <summary>Infers the task from the targets, and lists their labels.</summary>
internal static class TargetInference
{
    /// <summary>The reason given for every target.</summary>
    public const string NamedAsTarget = "named as target";

    private const int MostLabelsOfNumbers = 20;
    private const int RowsPerLabelOfNumbers = 20;
    private const int ManyLabels = 100;
    private const double StrongImbalance = 20;
    private const int FewestLevels = 5;

    /// <param name="Name">The name of the column.</param>
    /// <param name="Profile">Its profile.</param>
    /// <param name="IsNumeric">Whether all values are numbers.</param>
    /// <param name="WordsAreMissing">Whether words count as missing.</param>
    /// <param name="Distinct">The number of different values.</param>
    /// <param name="Levels">How often each of them occurs, and one that is written in a second way; found when needed, because nothing but labels is listed.</param>
    private sealed record Target(string Name, ColumnProfile Profile, bool IsNumeric, bool WordsAreMissing, int Distinct, Lazy<(SortedDictionary<string, int> Counts, string? WrittenTwice)> Levels)
    {
        public SortedDictionary<string, int> Counts => Levels.Value.Counts;

        public bool LooksLikeLabels => !IsNumeric || Distinct == 2
            || (Profile.AllWhole && Distinct <= MostLabelsOfNumbers && (long)Distinct * RowsPerLabelOfNumbers <= Profile.Present);

        /// <summary>
        /// Whether the target is a rating: at least five consecutive integers whose frequencies rise to a single mode and then fall,
        /// with at most half the mode's frequency at both ends. Class codes have no such order.
        /// </summary>
        public bool LooksLikeRating
        {
            get
            {
                if (!IsNumeric || !Profile.AllWhole || Distinct < FewestLevels || Profile.Maximum - Profile.Minimum != Distinct - 1)
                {
                    return false;
                }

                int[] counts = [.. Counts.Values];
                int mode = Array.IndexOf(counts, counts.Max());
                bool rises = counts[..(mode + 1)].Zip(counts[1..(mode + 1)]).All(pair => pair.First <= pair.Second), falls = counts[mode..].Zip(counts[(mode + 1)..]).All(pair => pair.First >= pair.Second);
                return rises && falls && 2 * Math.Max(counts[0], counts[^1]) <= counts[mode];
            }
        }

        public string Found => $"{Amount.Of(Distinct, $"different {(IsNumeric ? Profile.AllWhole ? "whole number" : "number" : "text")}")} in {Amount.Of(Profile.Present, "row")}";
    }

    public static (TaskKind Task, string Reason, ColumnSchema[] Targets) Infer(Table table, IReadOnlyList<string> names, ReadOnlySpan<int> rows, SchemaOptions options, List<Notice> notices)
    {
        Target[] targets = new Target[names.Count];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = Look(table, names[i], rows, options, notices);
        }

        (TaskKind task, string reason) = options.Task is { } chosen ? (chosen, "set by you")
            : Preferred(options.Preference, targets) is { } kept ? (kept, "as of the model")
            : options.PrefersCounts && targets.All(target => target.IsNumeric && target.Profile.Minimum >= 0) ? (TaskKind.Counts, "the loss is for counts and every target is a number of at least 0")
            : Choose(targets);
        Check(targets, task);
        int[] all = rows.ToArray();
        notices.Add(Notice.Information($"Task: {Word(task)}, {(options.Task is null ? "because " : "")}{reason}.", new Remedy(nameof(SchemaOptions.Task))));
        if (task == TaskKind.Multiclass && options.Task is null && options.Preference is null && targets[0] is { IsNumeric: true } numbers)
        {
            Remedy regression = new(nameof(SchemaOptions.Task), value: nameof(TaskKind.Regression)), counts = new(nameof(SchemaOptions.Task), value: nameof(TaskKind.Counts));
            notices.Add(Notice.Information($"Target \"{numbers.Name}\" holds numbers, and each of its {numbers.Distinct} values becomes a class; that some values are closer to each other than others is not learned.", numbers.Profile.Minimum >= 0 ? [regression, counts] : [regression]));
        }

        return (task, reason, Array.ConvertAll(targets, target => Describe(target, task, options.PrefersCounts, all, notices)));
    }

    private static Target Look(Table table, string name, ReadOnlySpan<int> rows, SchemaOptions options, List<Notice> notices)
    {
        int column = table.RequireColumn(name);
        ColumnProfile profile = ColumnProfile.Of(table, column, rows);
        bool wordsAreMissing = options.WordsAsMissing.Contains(name, StringComparer.Ordinal);

        // If the user has chosen a task with labels, all texts are labels, even if they are numbers.
        FeatureInference.RequireOneUnit(profile, wordsAreMissing || options.Task is not (null or TaskKind.Regression or TaskKind.Counts));
        bool numeric = FeatureInference.IsNumeric(profile, wordsAreMissing);
        notices.AddRange(numeric ? NotationNotices.Of(profile, name, isTarget: true) : []);
        if (numeric && (options.Task is null or TaskKind.Regression or TaskKind.Counts))
        {
            FeatureInference.RequireNumbers(profile, wordsAreMissing, isTarget: true);
        }

        int[] own = rows.ToArray();
        Lazy<(SortedDictionary<string, int> Counts, string? WrittenTwice)> levels = new(() =>
        {
            Dictionary<string, int> texts = ColumnProfile.Texts(table, column, own), labels = EqualTexts.Merged(texts, numeric || table.DecimalMarkOrigin == MarkOrigin.Given ? profile.DecimalMark : EqualTexts.MarkOf(texts.Keys) ?? table.DecimalMark);
            string? twice = texts.Count == labels.Count ? null : texts.Keys.Order(StringComparer.Ordinal).First(text => !labels.ContainsKey(text));
            return (new(labels, new LabelOrder(profile.Words == 0 ? profile.DecimalMark : null)), twice);
        });
        bool isNumeric = numeric && profile.Words == 0;
        return new(name, profile, isNumeric, wordsAreMissing, isNumeric ? DistinctValues.Of(profile, rows, examples: 0).Count : levels.Value.Counts.Count, levels);
    }

    /// <summary>The preferred task, if the targets can have it; otherwise null.</summary>
    private static TaskKind? Preferred(TaskPreference? preference, Target[] targets) => preference?.Task switch
    {
        TaskKind.Regression or TaskKind.Counts => targets.All(target => target.IsNumeric && (preference.Task == TaskKind.Regression || target.Profile.Minimum >= 0)) ? preference.Task : null,
        TaskKind.Multilabel => targets.All(target => target.Distinct <= 2) && (targets.Length > 1 || preference.KeepsOutputs) ? TaskKind.Multilabel : null,
        null => null,
        _ when targets is not [var only] || !(preference.KeepsOutputs || !only.IsNumeric || (only.Profile.AllWhole && only.Distinct <= MostLabelsOfNumbers)) => null,
        _ => targets[0].Distinct > 2 || (preference.KeepsOutputs && preference.Task == TaskKind.Multiclass) ? TaskKind.Multiclass : TaskKind.Binary,
    };

    private static (TaskKind Task, string Reason) Choose(Target[] targets)
    {
        if (targets is [Target only])
        {
            if (only.LooksLikeLabels && only.LooksLikeRating)
            {
                return (TaskKind.Regression, $"\"{only.Name}\" has {only.Distinct} consecutive whole numbers whose frequencies rise to one of them and then fall, as those of a rating do");
            }

            TaskKind kind = !only.LooksLikeLabels ? TaskKind.Regression : only.Distinct <= 2 ? TaskKind.Binary : TaskKind.Multiclass;
            return (kind, $"\"{only.Name}\" has {only.Found}");
        }

        return targets.All(target => target.Distinct <= 2) ? (TaskKind.Multilabel, "every target has two values")
            : targets.All(target => target.IsNumeric) ? (TaskKind.Regression, "every target is a number")
            : throw new DataException($"The targets do not fit together: {string.Join("; ", targets.Select(target => $"\"{target.Name}\" has {target.Found}"))}. Several targets must all have two values, or all be numbers; predict the others with a separate network.");
    }

    private static void Check(Target[] targets, TaskKind task)
    {
        if (task is TaskKind.Binary or TaskKind.Multiclass && targets.Length > 1)
        {
            throw new DataException($"A {Word(task)} task has one target, but {targets.Length} were given. Name one target, or choose the multilabel task.", new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Multilabel)));
        }

        foreach (Target target in targets)
        {
            int labels = target.Distinct;
            string found = $"target \"{target.Name}\" has {target.Found}";
            if (target.Profile.Present == 1)
            {
                throw new DataException($"There is one row with a value of the target \"{target.Name}\". It cannot be split into rows for training and rows for the test, and nothing can be learned from it alone. Add rows; a few are enough to train without validation and test rows (ValidationFraction = 0, TestFraction = 0).");
            }

            // Labels of whole numbers differ in their texts, such as 01 and 1.
            bool isConstant = target.IsNumeric && target.Profile.IsConstant && (task is TaskKind.Regression or TaskKind.Counts || !target.Profile.AllWhole);
            if (labels == 1 || isConstant)
            {
                throw new DataException($"The {found}: all rows have the value \"{target.Counts.First().Key}\"{(labels == 1 ? "" : " up to rounding")}, so there is nothing to learn. Check the target, or add rows with other values.");
            }

            if (task == TaskKind.Counts)
            {
                CheckCounts(target, found);
            }

            if (task == TaskKind.Regression && !target.IsNumeric)
            {
                throw new DataException($"A regression task needs numbers, but the {found}. Choose the multiclass task for labels.", new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Multiclass)));
            }

            if (task is TaskKind.Binary or TaskKind.Multilabel && labels > 2)
            {
                throw new DataException($"A {Word(task)} task needs two values per target, but the {found}.", new Remedy(nameof(SchemaOptions.Task), value: target.IsNumeric && !target.LooksLikeLabels ? nameof(TaskKind.Regression) : nameof(TaskKind.Multiclass)));
            }

            if (task == TaskKind.Multiclass && labels > 2 && labels == target.Profile.Present)
            {
                throw new DataException($"The {found}: every row has its own label, so nothing can be learned. Name another target{(target.IsNumeric ? ", or choose the regression task" : "")}.", target.IsNumeric ? [new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Regression))] : []);
            }
        }
    }

    private static void CheckCounts(Target target, string found)
    {
        if (!target.IsNumeric)
        {
            throw new DataException($"A task of counts needs numbers of at least 0, but the {found}. Choose the multiclass task for labels.", new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Multiclass)));
        }

        if (target.Profile.Minimum < 0)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"Counts must not be negative, but target \"{target.Name}\" has the value {target.Profile.Minimum}. Choose the regression task for such numbers."), new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Regression)));
        }
    }

    /// <summary>A few extreme numbers in a target dominate the loss, so they are reported; only the user knows what they
    /// mean.</summary>
    private static void NoticeExtremes(Target target, int[] rows, List<Notice> notices)
    {
        (IReadOnlyDictionary<double, int> sentinels, double minimum, double maximum) = Sentinels.Find(target.Profile);
        foreach ((double value, int count) in sentinels)
        {
            notices.Add(Notice.Warning(string.Create(CultureInfo.InvariantCulture, $"Target \"{target.Name}\" is {Amount.Exact(value)} in {Amount.Of(count, "row")} and {Rounded.Text(minimum)} … {Rounded.Text(maximum)} in all others. Does it mean a missing value?"), new Remedy(nameof(SchemaOptions.MissingWordsOf), target.Name, Amount.Exact(value))));
        }

        if (sentinels.Count == 0 && ExtremeCells.Describe(target.Profile, rows) is { } found)
        {
            notices.Add(Notice.Warning($"Target {found}. The squared error of such a row outweighs that of all others. Correct or empty the cell."));
        }
    }

    private static ColumnSchema Describe(Target target, TaskKind task, bool prefersCounts, int[] rows, List<Notice> notices)
    {
        ColumnSchema column = new(target.Name, ColumnKind.Target, NamedAsTarget) { WordsAreMissing = target.WordsAreMissing, Notation = target.Profile.Notation };
        if (target.IsNumeric)
        {
            column = column with { Minimum = target.Profile.Minimum, Maximum = target.Profile.Maximum };
        }

        if (task == TaskKind.Counts && !target.Profile.AllWhole)
        {
            notices.Add(Notice.Warning($"Target \"{target.Name}\" has numbers that are not whole. They are treated as rates, which are means of counts.", prefersCounts ? new Remedy("Loss", value: "mean_squared_error") : new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Regression))));
        }

        if (task is TaskKind.Regression or TaskKind.Counts)
        {
            NoticeExtremes(target, rows, notices);
            return column;
        }

        string[] labels = [.. target.Counts.Keys];
        string[] single = [.. target.Counts.Where(count => count.Value == 1).Select(count => $"\"{count.Key}\"")];
        (int most, int fewest) = (target.Counts.Values.Max(), target.Counts.Values.Min());
        if (single.Length > 0)
        {
            notices.Add(Notice.Warning($"Target \"{target.Name}\": {Amount.Part(single.Length, labels.Length, "label", "has", "have")} a single row ({string.Join(", ", single.Take(5))}{(single.Length > 5 ? ", …" : "")}); {(single.Length == 1 ? "it" : "they")} cannot be learned and tested at once.", Remedy.FromAdvice("add rows, or merge rare labels")));
        }

        if (most >= StrongImbalance * fewest)
        {
            notices.Add(Notice.Warning(string.Create(CultureInfo.InvariantCulture, $"Target \"{target.Name}\": the most frequent label has {Amount.Of(most, "row")} and the rarest {fewest} ({(double)most / fewest:0}:1). Judge by balanced accuracy or F1, not by accuracy."), [.. task == TaskKind.Multilabel ? Array.Empty<Remedy>() : [new Remedy("Monitor", value: "balanced_accuracy")], new Remedy("BalanceClasses")]));
        }

        if (labels.Length > ManyLabels)
        {
            notices.Add(Notice.Warning($"Target \"{target.Name}\" has {labels.Length:#,0} labels; is it really a class?", target.IsNumeric ? new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Regression)) : Remedy.FromAdvice("name another target")));
        }

        notices.AddRange(AlikeTexts.Of($"Target \"{target.Name}\"", "label", "labels", target.Counts));
        if (target.Levels.Value.WrittenTwice is { } other)
        {
            notices.Add(Notice.Information($"Target \"{target.Name}\" contains equal labels that are written differently, such as \"{other}\"; they count as one label. The labels are \"{string.Join("\", \"", labels.Take(5))}\"{(labels.Length > 5 ? " …" : "")}."));
        }

        return column with { Distinct = labels.Length, Labels = labels };
    }

    private static string Word(TaskKind task) => task switch
    {
        TaskKind.Binary => "binary",
        TaskKind.Multiclass => "multiclass",
        TaskKind.Multilabel => "multilabel",
        TaskKind.Counts => "counts",
        _ => "regression",
    };
}
