namespace Descent.Cli.Verbs;

/// <summary>The options that say what columns mean.</summary>
internal sealed class ColumnOptionSet
{
    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private static readonly Dictionary<string, ColumnKind> s_kindWords = new(StringComparer.Ordinal)
    {
        ["categorical"] = ColumnKind.Categorical,
        ["numeric"] = ColumnKind.Numeric,
        ["date"] = ColumnKind.Date,
        ["identifier"] = ColumnKind.Identifier,
        ["ignored"] = ColumnKind.Ignored,
    };

    private static readonly Dictionary<string, DateOrder> s_orderWords = new(StringComparer.Ordinal) { ["date:day-first"] = DateOrder.DayFirst, ["date:month-first"] = DateOrder.MonthFirst };

    private readonly Option<TaskKind?> task = Choice.OneOf<TaskKind>(
        "--task", "What to predict. Default: follows from the target's values, and is said.",
        ("binary", TaskKind.Binary), ("multiclass", TaskKind.Multiclass), ("multilabel", TaskKind.Multilabel), ("regression", TaskKind.Regression), ("counts", TaskKind.Counts));

    private readonly Option<string[]> treat = Choice.Texts("--treat", "COL=KIND", "What a column is: categorical, numeric, date (date:day-first or date:month-first for 03/04/2024), identifier, ignored; or missing, for numbers where words count as missing. May be repeated.");
    private readonly Option<string[]> missing = Choice.Texts("--missing", "[COL=]VALUE[,VALUE]", "Words and numbers that mean \"no value\", in all columns or in one, in addition to NA, null, ?, #N/A and the like; 'only' as the first word replaces those. May be repeated.");
    private readonly Option<string[]> ignore = Choice.Texts("--ignore", "COL[,COL]", "Columns to leave out. May be repeated.");
    private readonly Option<string?> weight = Choice.Text("--weight", "COL", "A column with the weight of each row, in training and in the scores. It is not used as a feature.");
    private readonly Option<string?> group = Choice.Text("--group", "COL", "A column whose equal values belong together, such as a patient: no value appears on both sides of a split. It is not used as a feature.");
    private readonly Option<string?> splitBy = Choice.Text("--split-by", "COL", "A column of numbers or dates that orders the rows for splitting: the last are held out for the scores, and folds train only on the past.");

    public IReadOnlyList<Option> All => [task, treat, missing, ignore, weight];

    /// <summary>For verbs that split rows.</summary>
    public IReadOnlyList<Option> Splits => [group, splitBy];

    /// <summary>The decisions about a table's columns.</summary>
    public SchemaOptions Options(Call call, Table table)
    {
        Dictionary<string, ColumnKind> kinds = new(StringComparer.Ordinal);
        Dictionary<string, DateOrder> dates = new(StringComparer.Ordinal);
        List<string> words = [];
        foreach (string choice in call.Value(treat) ?? [])
        {
            int equals = choice.LastIndexOf('=');
            (string column, string word) = (choice[..Math.Max(0, equals)], choice[(equals + 1)..].Trim().ToLowerInvariant());
            bool isNew = !kinds.ContainsKey(column) && !dates.ContainsKey(column);
            if (column.Length > 0 && word == "missing")
            {
                words.Add(column);
            }
            else if (column.Length > 0 && isNew && s_kindWords.TryGetValue(word, out ColumnKind kind))
            {
                kinds[column] = kind;
            }
            else if (column.Length > 0 && isNew && s_orderWords.TryGetValue(word, out DateOrder order))
            {
                dates[column] = order;
            }
            else
            {
                throw new UsageException(column.Length > 0 && !isNew
                    ? $"--treat says twice what the column \"{column}\" is; it can be of one kind only."
                    : $"--treat '{choice}' is not COL=missing|categorical|numeric|date|identifier|ignored.");
            }
        }

        (IReadOnlyList<string>? everywhere, Dictionary<string, IReadOnlyList<string>> own) = MissingWords(table, call.Value(missing) ?? []);
        return new SchemaOptions
        {
            MissingWords = everywhere,
            MissingWordsOf = own,
            Task = call.Value(task),
            Kinds = kinds,
            DateOrders = dates,
            WordsAsMissing = words,
            Group = call.Value(group),
            SplitBy = call.Value(splitBy),
            Weight = call.Value(weight),
            Ignore = [.. (call.Value(ignore) ?? []).SelectMany(text => Names(table, text, ignore.Name))],
        };
    }

    /// <summary>The words of "VALUE,VALUE" and of "COLUMN=VALUE,VALUE", each list with the usual words unless its first is "only".</summary>
    private static (IReadOnlyList<string>? Everywhere, Dictionary<string, IReadOnlyList<string>> Own) MissingWords(Table table, string[] texts)
    {
        List<string> everywhere = [];
        Dictionary<string, IReadOnlyList<string>> own = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            string? column = table.Columns.Where(name => text.StartsWith($"{name}=", StringComparison.Ordinal)).MaxBy(name => name.Length);
            string[] words = (column is null ? text : text[(column.Length + 1)..]).Split(',', Trimmed);
            if (column is null && text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            {
                throw new UsageException($"--missing '{text}': there is no column \"{text[..equals]}\". {Wording.Hint(text[..equals], table.Columns)}");
            }

            UsageException.ThrowIf(words.Length == 0, $"--missing '{text}' names no value. Write --missing VALUE,VALUE or --missing COL=VALUE; COL=only leaves the empty cell alone.");

            if (column is null)
            {
                everywhere.AddRange(words);
            }
            else if (!own.TryAdd(column, WithUsual(words)))
            {
                throw new UsageException($"--missing names the column \"{column}\" more than once; put its values into one list.");
            }
        }

        return (everywhere.Count == 0 ? null : WithUsual(everywhere), own);
    }

    private static string[] WithUsual(IReadOnlyList<string> words) => words[0] == "only" ? [.. words.Skip(1)] : [.. SchemaOptions.UsualMissingWords, .. words];

    /// <summary>The names in a list separated by commas; a column whose name contains a comma is found, too.</summary>
    public static IReadOnlyList<string> Names(Table table, string text, string option)
    {
        string[] names = table.Columns.Contains(text, StringComparer.Ordinal) ? [text] : text.Split(',', Trimmed);
        return names.Length > 0 ? names : throw new UsageException($"{option} '{text}' names no column. {Wording.Hint("", table.Columns)}");
    }
}
