using System.Globalization;
using Descent.Data;

namespace Descent.Tuning;

/// <summary>The default search space for a table, and the values of its first trial.</summary>
/// <remarks>
/// <para>
/// It contains what the options leave open: 0 to 3 hidden layers of 8 to 128 neurons (256 from <see cref="TableOptions.FewRows"/> rows on) with an activation and dropout, the
/// learning rate, the L2 penalty, the batch size and, where no validation rows end training, the epochs. The penalty is from a tenth of its default to a hundred times as much:
/// on small tables, weaker penalties give networks that are sure of themselves, look best on a few folds and are badly wrong on a few new rows.
/// </para>
/// <para>The first trial has the default settings of a single network, so that the best trial is at least as good on the folds as these.</para>
/// </remarks>
public static class TableSearchSpace
{
    private static readonly string[] s_hidden = ["1", "2", "3"];

    /// <summary>Creates the search space for a table.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The number of training rows.</param>
    /// <param name="options">The options; null for the defaults. What they set is not searched.</param>
    /// <returns>The search space, and the values of the default settings in it.</returns>
    /// <exception cref="ArgumentException">If the options leave nothing open.</exception>
    public static (SearchSpace Space, ParameterValues Defaults) For(TaskKind task, int rows, TableOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        options ??= new TableOptions();
        bool isSmall = rows < TableOptions.FewRows, hasShape = options.HiddenLayers is null && options.Layers is null;
        bool choosesEpoch = options.ValidationFraction is { } fraction ? fraction > 0 : !isSmall || options is { Monitor: not null } or { Until: not null } or { EarlyStopping: not null };
        double penalty = Math.Clamp(TableOptions.PseudoRows(task) / rows, 5e-4, 0.3);
        (SearchParameter Parameter, string Usual, bool IsOpen)[] all =
        [
            (SearchParameter.Choice("hidden-layers", "0", "1", "2", "3"), "2", hasShape),
            (SearchParameter.LogInteger("width", 8, isSmall ? 128 : 256).When("hidden-layers", s_hidden), "64", hasShape),
            (SearchParameter.Number("dropout", 0, 0.5, 0.05).When("hidden-layers", s_hidden), "0", hasShape),
            (Activations(hasShape), task == TaskKind.Counts ? "swish" : "relu", options.Activation is null),
            (SearchParameter.LogNumber("learning-rate", 3e-4, 1e-2), "0.001", options.LearningRate is null && options.Optimizer is null),
            (SearchParameter.LogNumber("l2", Rounded(penalty / 10), Rounded(Math.Min(100 * penalty, 1))), SearchParameter.Plain(penalty), options.Regularizer is null),
            (SearchParameter.Choice("batch-size", "16", "32", "64", "128"), rows < 2_000 ? "32" : rows < 20_000 ? "64" : "128", options.BatchSize is null),
            (SearchParameter.LogInteger("epochs", 20, 400), "200", options.Epochs is null && !choosesEpoch),
        ];
        (SearchParameter Parameter, string Usual, bool IsOpen)[] open = [.. all.Where(one => one.IsOpen)];
        if (open.Length == 0)
        {
            throw new ArgumentException("The options set everything that the default search space would try. Give a search space, or leave some of them open.", nameof(options));
        }

        SearchSpace space = SearchSpace.Create([.. open.Select(one => one.Parameter)]);
        return (space, ParameterValues.Parse(space, open.ToDictionary(one => one.Parameter.Name, one => one.Usual, StringComparer.Ordinal)));
    }

    // One digit says enough about a bound.
    private static double Rounded(double value) => double.Parse(value.ToString("E0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>
    /// Creates the search space for recipes: that of <c>realmlp</c> and <c>tabm</c> with the options that matter most in the papers, and of <c>mlp</c>, <c>perceptron</c> and <c>linear</c>, which are often good on small tables.
    /// </summary>
    /// <returns>The search space, and the values of the first trials: the recipes of the normal effort, and larger ones.</returns>
    /// <remarks>
    /// The ranges are those of the authors as far as a trial of seconds allows: Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024; Gorishniy, Kotelnikov and Babenko, "TabM", 2025. Their networks are up
    /// to four times as wide.
    /// </remarks>
    public static (SearchSpace Space, IReadOnlyList<ParameterValues> First) Recipes()
    {
        SearchSpace space = SearchSpace.Create(
        [
            SearchParameter.Choice(TableParameters.Recipe, "realmlp", "tabm", "mlp", "perceptron", "linear"),
            .. Of("realmlp", SearchParameter.LogInteger("units", 32, 256), SearchParameter.LogInteger("epochs", 32, 256), SearchParameter.Number("dropout", 0, 0.4, 0.05), SearchParameter.LogNumber("learning-rate-factor", 0.1, 2), SearchParameter.Number("weight-decay", 0, 0.04, 0.005), SearchParameter.LogNumber("frequency-deviation", 0.05, 0.5)),
            .. Of("tabm", SearchParameter.Integer("members", 4, 16), SearchParameter.LogInteger("units", 32, 256), SearchParameter.LogInteger("bins", 8, 64), SearchParameter.LogInteger("embedding-width", 4, 16), SearchParameter.Integer("layers", 1, 3), SearchParameter.Number("dropout", 0, 0.4, 0.05), SearchParameter.LogNumber("learning-rate", 5e-4, 5e-3)),
            .. Of("mlp", SearchParameter.LogInteger("units", 32, 256), SearchParameter.Number("dropout", 0, 0.5, 0.05)),
            .. Of("perceptron", SearchParameter.LogInteger("units", 16, 128)),
        ]);
        Recipe[] first = [new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe(), new TabMRecipe(8), new RealMlpRecipe(128, 128), new TabMRecipe(16, 128, 32)];
        return (space, [.. first.Select(recipe => ValuesOf(space, recipe))]);

        static IEnumerable<SearchParameter> Of(string recipe, params SearchParameter[] parameters) => parameters.Select(parameter => (parameter with { Name = $"{recipe}.{parameter.Name}" }).When(TableParameters.Recipe, recipe));
    }

    /// <summary>The values of a space that give a recipe.</summary>
    private static ParameterValues ValuesOf(SearchSpace space, Recipe recipe)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal) { [TableParameters.Recipe] = recipe.Name };
        foreach (SearchParameter parameter in space.Where(parameter => parameter.Condition?.Values.Contains(recipe.Name, StringComparer.Ordinal) == true))
        {
            string option = TableParameters.OptionOf(parameter.Name);
            texts.Add(parameter.Name, new CatalogueEntry(recipe.Name, recipe).Options.First(own => own.Name == option).Default);
        }

        return ParameterValues.Parse(space, texts);
    }

    // Without hidden layers there is no activation to choose.
    private static SearchParameter Activations(bool hasShape)
    {
        SearchParameter activation = SearchParameter.Choice("activation", "relu", "swish", "tanh", "selu");
        return hasShape ? activation.When("hidden-layers", s_hidden) : activation;
    }
}
