using System.Collections.Frozen;
using System.Globalization;

namespace Descent.Tuning;

/// <summary>
/// The parameters of a search space for tables, and what they mean. <c>layers</c>, <c>activation</c>, <c>learning-rate</c> and so on are the
/// settings of that name in <see cref="Names"/>. <c>hidden-layers</c>, <c>width</c> and <c>dropout</c> together are the setting <c>layers</c>: so many dense layers of a width, each
/// followed by dropout. <c>optimizer.beta</c> is the option <c>beta</c> of the optimizer that the parameter <c>optimizer</c> chooses; the same for the other names of catalogue entries.
/// <c>momentum.beta</c> is that option if <c>momentum</c> is chosen, so that choices can have options of the same name with different values. <c>recipe</c> chooses a recipe (<see cref="Descent.Recipe"/>), and
/// <c>tabm.units</c> is an option of one; a search for recipes has no other parameters. The part after the dot is an option of <see cref="CatalogueEntry.Options"/>, as in the catalogue (<c>embeddingWidth</c>) or
/// in words with hyphens (<c>embedding-width</c>), which is how <see cref="NameOf"/> writes it.
/// </summary>
public static class TableParameters
{
    /// <summary>The name of the parameter that chooses among recipes.</summary>
    internal const string Recipe = "recipe";

    private const string HiddenLayers = "hidden-layers", Width = "width", Dropout = "dropout", Layers = "layers";

    /// <summary>Options of recipes whose names in the catalogue do not say of what they are, each with the name of its parameter.</summary>
    private static readonly (string Option, string Name)[] s_ofRecipes = [("rate", "dropout"), ("rateFactor", "learning-rate-factor"), ("decay", "weight-decay"), ("deviation", "frequency-deviation")];

    private static readonly FrozenDictionary<string, Func<TableOptions, string, TableOptions>> s_settings = new Dictionary<string, Func<TableOptions, string, TableOptions>>(StringComparer.Ordinal)
    {
        [Recipe] = (options, text) => options with { Recipe = Catalogue.Parse<Recipe>(text) },
        [Layers] = (options, text) => options with { Layers = null, HiddenLayers = text == "none" ? [] : Catalogue.ParseList<Layer>(text) },
        ["activation"] = (options, text) => options with { Activation = Catalogue.Parse<Activation>(text) },
        ["initializer"] = (options, text) => options with { Initializer = Catalogue.Parse<Initializer>(text) },
        ["loss"] = (options, text) => options with { Loss = Catalogue.Parse<Loss>(text) },
        ["optimizer"] = (options, text) => options with { Optimizer = Catalogue.Parse<Optimizer>(text) },
        ["learning-rate"] = (options, text) => options with { LearningRate = Catalogue.Parse<Schedule>(text) },
        ["epochs"] = (options, text) => options with { Epochs = int.Parse(text, CultureInfo.InvariantCulture) },
        ["batch-size"] = (options, text) => options with { BatchSize = int.Parse(text, CultureInfo.InvariantCulture) },
        ["l2"] = (options, text) => options with { Regularizer = new L2(double.Parse(text, CultureInfo.InvariantCulture)) },
        ["regularizer"] = (options, text) => options with { Regularizer = text == "none" ? new L2(0) : Catalogue.Parse<Regularizer>(text) },
        ["clip"] = (options, text) => options with { Clipping = text == "none" ? null : Catalogue.Parse<GradientClipping>(text) },
        ["augment"] = (options, text) => options with { Augmentations = text == "none" ? null : Catalogue.ParseList<Augmentation>(text) },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of the settings that <see cref="Apply"/> knows; <c>hidden-layers</c>, <c>width</c>, <c>dropout</c> and options such as <c>optimizer.beta</c> are further parameters.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_settings.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The usual spelling of the name of a parameter: words with hyphens, and for options of recipes a word that says of what they are.</summary>
    /// <param name="parameter">The name in any spelling, such as <c>tabm.embeddingWidth</c>, <c>tabm.embedding_width</c> or <c>tabm.rate</c>.</param>
    /// <returns>The name, such as <c>tabm.embedding-width</c> or <c>tabm.dropout</c>. A name without a dot is returned as it is.</returns>
    public static string NameOf(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        int dot = parameter.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? parameter
            : $"{parameter[..dot]}.{(IsOfRecipe(parameter) && s_ofRecipes.FirstOrDefault(pair => Catalogue.AreSame(pair.Option, parameter[(dot + 1)..])) is { Name: { } name } ? name : Hyphenated(parameter[(dot + 1)..]))}";
    }

    /// <summary>The same search space with the usual spelling of all names.</summary>
    /// <param name="space">The search space.</param>
    /// <returns>The search space with names as by <see cref="NameOf"/>.</returns>
    /// <exception cref="ArgumentException">If two parameters are the same in different spellings.</exception>
    public static SearchSpace WithUsualNames(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return SearchSpace.Create([.. space.Select(parameter => parameter with { Name = NameOf(parameter.Name), Condition = parameter.Condition is { } condition ? condition with { Parent = NameOf(condition.Parent) } : null })]);
    }

    /// <summary>The option in the catalogue that a parameter with a dot in its name sets.</summary>
    internal static string OptionOf(string parameter)
    {
        string name = parameter[(parameter.IndexOf('.', StringComparison.Ordinal) + 1)..];
        if (IsOfRecipe(parameter) && s_ofRecipes.FirstOrDefault(pair => pair.Name == name) is { Option: { } option })
        {
            return option;
        }

        string[] words = name.Split('-');
        return string.Concat(words.Skip(1).Select(word => word.Length == 0 ? word : $"{char.ToUpperInvariant(word[0])}{word[1..]}").Prepend(words[0]));
    }

    private static bool IsOfRecipe(string parameter) => parameter.Split('.')[0] is var first && (first == Recipe || Descent.Recipe.ByName.ContainsKey(first));

    private static string Hyphenated(string name) =>
        string.Concat(name.Select((letter, i) => letter == '_' ? "-" : char.IsUpper(letter) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>Converts the values of a trial to settings.</summary>
    /// <param name="values">The values.</param>
    /// <returns>A text for every setting, such as <c>layers</c> = <c>64,dropout 0.2,64,dropout 0.2</c> and <c>optimizer</c> = <c>momentum:beta=0.9</c>.</returns>
    public static IReadOnlyDictionary<string, string> Settings(ParameterValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        OrderedDictionary<string, string> settings = new(StringComparer.Ordinal);
        Dictionary<string, string> shape = new(StringComparer.Ordinal);
        foreach ((string name, string text) in values.ToTexts())
        {
            if (name is HiddenLayers or Width or Dropout)
            {
                shape.Add(name, text);
            }
            else if (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
            {
                string setting = settings.ContainsKey(name[..dot]) ? name[..dot] : settings.First(chosen => IsChoice(chosen.Value, name[..dot])).Key;
                string entry = settings[setting];
                string value = $"{OptionOf(name)}={text}";
                settings[setting] = entry.AsSpan().IndexOfAny(':', '(') is >= 0 and var start
                    ? entry[start] == '(' ? $"{entry[..^1]}{(OptionsOf(entry).Length > 0 ? "," : "")}{value})" : $"{entry},{value}"
                    : $"{entry}:{value}";
            }
            else
            {
                settings.Add(name, text);
            }
        }

        if (shape.Count > 0)
        {
            settings.Insert(0, Layers, LayersOf(shape));
        }

        return settings;
    }

    /// <summary>Applies the values of a trial to options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="values">The values.</param>
    /// <returns>The options with these values.</returns>
    /// <exception cref="ArgumentException">If the search space has a parameter that is not a setting, or a value does not fit.</exception>
    /// <exception cref="FormatException">If a text is not an entry of the catalogue.</exception>
    public static TableOptions Apply(TableOptions options, ParameterValues values)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(values);
        return Settings(values).Aggregate(options, (own, setting) => s_settings[setting.Key](own, setting.Value));
    }

    /// <summary>Checks the names of a search space, and the bounds of options such as <c>optimizer.beta</c> against those of the entries (<see cref="CatalogueOption.Range"/>).</summary>
    /// <param name="space">The search space.</param>
    /// <param name="names">The names of the settings that are allowed; null for <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">If a parameter has no meaning, or allows values that an entry does not; the message says what is allowed.</exception>
    public static void Require(SearchSpace space, IReadOnlyCollection<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        names ??= Names;
        string[] own = [.. space.Select(parameter => parameter.Name)];
        Dictionary<(string Choice, string Option), string> set = [];
        foreach (SearchParameter parameter in space)
        {
            RequireDifferent(parameter);
            if (parameter.Name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
            {
                RequireOption(space, parameter, parameter.Name[..dot], OptionOf(parameter.Name), set);
            }
            else if (!names.Contains(parameter.Name, StringComparer.Ordinal) && parameter.Name is not (HiddenLayers or Width or Dropout))
            {
                throw new ArgumentException($"'{parameter.Name}' is not a setting of a training. The settings are {string.Join(", ", names.Order(StringComparer.Ordinal))}, {HiddenLayers}, {Width} and {Dropout}.", nameof(space));
            }
        }

        if (own.Contains(Recipe, StringComparer.Ordinal) && own.FirstOrDefault(name => name != Recipe && ParentOf(space, name) != Recipe) is { } other)
        {
            throw new ArgumentException($"A recipe has its own settings, so {other} cannot be searched beside {Recipe}. Search options of recipes, such as tabm.units, or leave out {Recipe}.", nameof(space));
        }

        bool isShaped = own.Contains(HiddenLayers, StringComparer.Ordinal);
        if (own.Contains(Layers, StringComparer.Ordinal) ? own.Any(name => name is HiddenLayers or Width or Dropout) : !isShaped && own.Any(name => name is Width or Dropout))
        {
            throw new ArgumentException($"{Width} and {Dropout} need {HiddenLayers}, and exclude {Layers}.", nameof(space));
        }
    }

    /// <summary>Refuses choices that are the same number or the same recipe in different words: the trials of one would be those of the other.</summary>
    private static void RequireDifferent(SearchParameter parameter)
    {
        if (parameter is ChoiceParameter choice && choice.Choices.GroupBy(text => Meaning(choice, text)).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{parameter.Name} has the choices {string.Join(" and ", twice.Select(text => $"'{text}'"))}, which are the same. Leave one of them out.", nameof(parameter));
        }
    }

    private static object Meaning(ChoiceParameter choice, string text)
    {
        try
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : choice.Name == Recipe ? Catalogue.Parse<Recipe>(text) : text;
        }
        catch (FormatException fault)
        {
            throw new ArgumentException($"{choice.Name}: {fault.Message}", nameof(text), fault);
        }
    }

    private static string LayersOf(Dictionary<string, string> shape)
    {
        int count = int.Parse(shape[HiddenLayers], CultureInfo.InvariantCulture);
        string width = shape.GetValueOrDefault(Width, "64"), dropout = shape.GetValueOrDefault(Dropout, "0");
        return count == 0 ? "none" : string.Join(",", Enumerable.Repeat(dropout == "0" ? width : $"{width},dropout {dropout}", count));
    }

    /// <summary>Whether the text of a setting is an entry of a name, with or without options.</summary>
    private static bool IsChoice(string text, string entry) => text.Split(':', '(')[0].Trim() == entry;

    /// <summary>The options in the text of an entry, without the parentheses around them.</summary>
    private static string OptionsOf(string text) => text.AsSpan().IndexOfAny(':', '(') is >= 0 and var start ? text[(start + 1)..(text[start] == '(' ? ^1 : ^0)].Trim() : "";

    /// <summary>Whether the text of an entry has a value for an option, by its name or by its place.</summary>
    private static bool Sets(string text, CatalogueEntry entry, CatalogueOption option)
    {
        List<CatalogueOption> open = [.. entry.Options];
        string options = OptionsOf(text);
        for (int i = 0, start = 0, depth = 0; i <= options.Length && options.Length > 0; i++)
        {
            depth += i == options.Length ? 0 : options[i] is '(' or '[' ? 1 : options[i] is ')' or ']' ? -1 : 0;
            if (i == options.Length || (depth == 0 && options[i] == ','))
            {
                string[] parts = options[start..i].Split('=', 2, StringSplitOptions.TrimEntries);
                int index = parts.Length == 2 ? open.FindIndex(other => Catalogue.AreSame(other.Name, parts[0])) : 0;
                if (index >= 0 && index < open.Count)
                {
                    open.RemoveAt(index);
                }

                start = i + 1;
            }
        }

        return open.All(other => other.Name != option.Name);
    }

    /// <summary>The setting whose option a parameter is: the part before the dot, or the choice that offers it.</summary>
    private static string ParentOf(SearchSpace space, string name)
    {
        string first = name.Split('.')[0];
        return space.Any(parameter => parameter.Name == first) ? first
            : space.OfType<ChoiceParameter>().FirstOrDefault(parameter => parameter.Choices.Any(choice => IsChoice(choice, first)))?.Name ?? first;
    }

    private static void RequireOption(SearchSpace space, SearchParameter parameter, string first, string option, Dictionary<(string Choice, string Option), string> set)
    {
        string setting = ParentOf(space, parameter.Name);
        List<SearchParameter> all = [.. space];
        if (all.FirstOrDefault(other => other.Name == setting) is not ChoiceParameter parent || all.IndexOf(parent) > all.IndexOf(parameter))
        {
            throw new ArgumentException($"{parameter.Name} is an option of what {setting} chooses, so the search space needs a choice {setting} before it.", nameof(space));
        }

        string[] active = [.. parameter.Condition is { } condition && condition.Parent == setting ? condition.Values : parent.Choices];
        if (setting != first && !active.All(choice => IsChoice(choice, first)))
        {
            throw new ArgumentException($"{parameter.Name} is an option of {first} alone. Add 'if {setting}={first}'.", nameof(space));
        }

        foreach (string choice in active)
        {
            string name = choice.Split(':', '(')[0].Trim();
            CatalogueEntry? entry = setting == Recipe ? Catalogue.Find(name, typeof(Recipe)) : Catalogue.Find(name);
            CatalogueOption? found = entry?.Options.FirstOrDefault(other => Catalogue.AreSame(other.Name, option));
            if (found is null)
            {
                throw new ArgumentException($"{parameter.Name} does not fit {choice}, which has {(entry?.Options.Count > 0 ? $"the options {string.Join(", ", entry.Options.Select(other => other.Name))}" : "no options")}. Add 'if {setting}=…' with the choices that have it.", nameof(space));
            }

            if (Sets(choice, entry!, found))
            {
                throw new ArgumentException($"The choice {choice} of {setting} sets {found.Name} already, which {parameter.Name} searches. Leave one of them out, or add 'if {setting}=…' with the choices that do not set it.", nameof(space));
            }

            // A condition on another parameter can keep two of them apart.
            if ((parameter.Condition is null || parameter.Condition.Parent == setting) && !set.TryAdd(($"{setting}={choice}", found.Name), parameter.Name))
            {
                throw new ArgumentException($"{set[($"{setting}={choice}", found.Name)]} and {parameter.Name} are the same option of {choice}. Leave one of them out, or add 'if {setting}=…' to both.", nameof(space));
            }

            double[] ends = parameter is ChoiceParameter ? [] : [parameter.FromUnit(0), parameter.FromUnit(1)];
            if (ends.Any(end => !found.Range.Allows(end)))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} is from {ends[0]} to {ends[1]}, but {found.Name} of {entry!.Name} is {found.Range}."), nameof(space));
            }
        }
    }
}
