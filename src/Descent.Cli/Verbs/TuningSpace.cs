namespace Descent.Cli.Verbs;

/// <summary>The search space of <c>--search</c>: parameters that are options of training, and what their values mean.</summary>
internal static class TuningSpace
{
    /// <summary>The parameters that together are <c>--layers</c>.</summary>
    private static readonly string[] s_shape = ["hidden-layers", "width", "dropout"];

    /// <summary>Reads the search space; null without a file and texts.</summary>
    /// <param name="file">A file in YAML, whose parameters come first; null for none.</param>
    /// <param name="texts">The texts, each with one parameter or several.</param>
    /// <param name="options">The options that may be searched.</param>
    /// <param name="call">The call, which must not give these options, too.</param>
    public static SearchSpace? Read(string? file, IReadOnlyList<string> texts, IReadOnlyList<Option> options, Call call)
    {
        if (file is null && texts.Count == 0)
        {
            return null;
        }

        string given = file is null ? "--search" : texts.Count == 0 ? "--search-file" : "--search with --search-file";
        string[] fromFile = file is null ? [] : [ReadFile(file).ToString()];

        string[] names = [.. options.Select(option => option.Name.TrimStart('-'))];
        SearchSpace space = WithRecipe(UsageException.Checked(
            () => TableParameters.WithUsualNames(SearchSpace.Parse(string.Join('\n', [.. fromFile, .. texts]))),
            fault => fault is FormatException or ArgumentException ? $"{given}: {fault.Message}" : null));
        // A prefix may also be a choice: TableParameters.Require says whether one offers it.
        string[] choices = [.. space.OfType<ChoiceParameter>().SelectMany(choice => choice.Choices).Select(choice => choice.Split(':', '(')[0].Trim())];
        foreach (string name in space.Where(parameter => !parameter.Name.Contains('.', StringComparison.Ordinal) || !choices.Contains(parameter.Name.Split('.')[0], StringComparer.Ordinal)).Select(parameter => parameter.Name.Split('.')[0]).Where(name => name != StudyText.Recipe))
        {
            UsageException.ThrowIf(!names.Contains(name, StringComparer.Ordinal) && !s_shape.Contains(name, StringComparer.Ordinal), $"{given} cannot try '{name}'. {Variation.HintOf(name, [.. names, .. s_shape, StudyText.Recipe])}");
            string option = s_shape.Contains(name, StringComparer.Ordinal) ? "layers" : name;
            UsageException.ThrowIf(call.IsGiven(options.First(other => other.Name == $"--{option}")), $"--{option} is fixed, but {given} tries {name}, too. Leave one of them out.");
        }

        _ = UsageException.Checked(() =>
        {
            TableParameters.Require(space, [.. names, StudyText.Recipe]);
            return space;
        });
        return space;
    }

    /// <summary>Options of recipes alone, such as tabm.units, say which recipes are searched.</summary>
    private static SearchSpace WithRecipe(SearchSpace space)
    {
        string[] recipes = [.. space.Select(parameter => parameter.Name.Split('.')).Where(parts => parts.Length > 1 && Catalogue.Find(parts[0], typeof(Descent.Recipe)) is not null).Select(parts => parts[0]).Distinct(StringComparer.Ordinal)];
        return recipes.Length == 0 || space.Any(parameter => parameter.Name == StudyText.Recipe || parameter is ChoiceParameter choice && choice.Choices.Any(text => recipes.Contains(text.Split(':', '(')[0].Trim(), StringComparer.Ordinal))) ? space
            : SearchSpace.Create([SearchParameter.Choice(StudyText.Recipe, recipes), .. space.Select(parameter => parameter.Condition is null && parameter.Name.Split('.')[0] is var first && recipes.Contains(first, StringComparer.Ordinal) ? parameter.When(StudyText.Recipe, first) : parameter)]);
    }

    private static SearchSpace ReadFile(string file) =>
        UsageException.Checked(() => SearchSpace.ParseYaml(File.ReadAllText(file)), fault => fault is FormatException ? $"--search-file {file}: {fault.Message}" : null);

    /// <summary>The settings of a trial as values of options.</summary>
    public static IReadOnlyList<(Option Option, string Text)> Options(ParameterValues values, IReadOnlyList<Option> options) =>
        [.. TableParameters.Settings(values).Select(setting => (options.First(option => option.Name == $"--{setting.Key}"), setting.Value))];

    /// <summary>Reads the ends of every parameter that is an option by itself, and all its choices: each must be a value that the option takes, and no two choices the same one.</summary>
    /// <param name="space">The search space.</param>
    /// <param name="options">The options that may be searched.</param>
    /// <param name="read">Reads the options of a training with a value.</param>
    public static void RequireValues(SearchSpace space, IReadOnlyList<Option> options, Func<(Option Option, string Text), TableOptions> read)
    {
        foreach (SearchParameter parameter in space)
        {
            if (options.FirstOrDefault(option => option.Name == $"--{parameter.Name}") is { } option)
            {
                ChoiceParameter? choice = parameter as ChoiceParameter;
                (string, TableOptions)[] values = [.. (choice?.Choices ?? [parameter.TextOf(parameter.FromUnit(0)), parameter.TextOf(parameter.FromUnit(1))]).Select(text => (text, read((option, text))))];
                Variation.RequireDifferent($"--search: of the choices of {parameter.Name},", choice is null ? [] : values);
            }
        }
    }
}
