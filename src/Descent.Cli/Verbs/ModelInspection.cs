namespace Descent.Cli.Verbs;

/// <summary>Shows a model: its network and weights, its preprocessing, and the run that trained it.</summary>
internal static class ModelInspection
{
    public static void Write(Screen screen, TableModel model, string name, bool full)
    {
        screen.Line(name, Ink.Bold);
        bool isOne = model.Members.Count == 1;
        if (isOne)
        {
            WriteNetwork(screen, model);
        }
        else
        {
            WriteMembers(screen, model);
        }

        WritePreprocessing(screen, model);
        WriteRun(screen, model);
        if (isOne && !full)
        {
            screen.Line();
            screen.Line("Every weight: --full");
        }

        foreach (Parameter parameter in isOne && full ? model.Model.Parameters : [])
        {
            screen.Heading($"{parameter.Name} [{string.Join(" × ", parameter.Shape)}]");
            foreach (string line in MatrixText.Lines(model.Model.GetParameter(parameter.Name), parameter.Rows, parameter.Columns))
            {
                screen.Writer.WriteLine(line);
            }
        }
    }

    private static void WriteNetwork(Screen screen, TableModel model)
    {
        screen.Line(model.Members[0] is { Recipe: { } recipe } member
            ? $"trained by the recipe {recipe}{(member.Fold is { } fold ? $"; fold {fold + 1} chose its epoch" : "")}; it takes numbers {Words.Of(member.Coding?.Numbers ?? NumberCoding.Standard)}"
            : null);
        screen.Lines(NetworkDrawing.Text(NetworkShape.Columns(model.Model), screen.Width).Split('\n'));
        screen.Heading("Network");
        Decisions.WriteNetwork(screen, model.Model);
        screen.Fact("combination", Words.Of(model.Combination));
        WriteAdjustment(screen, "predictions", model.Adjustment);
    }

    private static void WriteMembers(Screen screen, TableModel model)
    {
        screen.Heading($"Networks whose predictions are {(model.Combination is null ? "averaged" : "combined")} (--member N for one of them)");
        // In a stack, the linear model weighs recipes instead of networks.
        StackCombination? stack = model.Combination as StackCombination;
        int[]? trials = RunDetails.NumbersOf(model, RunDetails.MemberTrials), epochs = RunDetails.NumbersOf(model, RunDetails.MemberEpochs);
        bool hasRecipes = model.Members[0].Recipe is not null;
        string[] heads = [hasRecipes ? "members" : "member", .. trials is null ? Array.Empty<string>() : ["trial"], .. stack is null ? ["weight"] : Array.Empty<string>(), .. epochs is null ? Array.Empty<string>() : ["epochs"], "parameters"];
        IEnumerable<string[]> rows = Alike(model, trials).Select(range =>
        {
            (int first, int count) = range;
            TableMember[] own = [.. model.Members.Skip(first).Take(count)];
            return (string[])
            [
                count == 1 ? $"{first + 1}" : $"{first + 1}–{first + count}", .. trials is null ? Array.Empty<string>() : [$"{trials[first]}"],
                .. stack is null ? [$"{own.Sum(member => member.Weight):0.000}"] : Array.Empty<string>(),
                .. epochs is null ? Array.Empty<string>() : [Range(epochs[first..(first + count)])], $"{own.Sum(member => member.Model.ParameterCount):#,0}", .. hasRecipes ? [own[0].Recipe ?? ""] : Array.Empty<string>(),
            ];
        });
        screen.Table([.. heads, .. hasRecipes ? ["recipe"] : Array.Empty<string>()], rows, 0..heads.Length, wrapLast: hasRecipes);
        screen.Line(hasRecipes
            ? $"The networks of a recipe learned from different folds{(stack is null ? "; weight and parameters are those" : ". Their mean is an input of the linear model; parameters are those")} of all of them together{(epochs is null ? "" : ", epochs those whose weights they have")}."
            : null, indent: 2);
        screen.Fact("numbers", string.Join("; ", model.Members.GroupBy(member => member.Coding?.Numbers ?? NumberCoding.Standard)
            .Select(group => $"{Words.Of(group.Key)}{(group.Count() == model.Members.Count ? "" : $" ({string.Join(", ", group.Select(member => (member.Recipe ?? "").Split(' ')[0]).Distinct(StringComparer.Ordinal))})")}")));
        screen.Fact("combination", Words.Of(model.Combination));
        if (stack is not null)
        {
            WriteStack(screen, model, stack);
        }

        WriteAdjustment(screen, model.Combination is null ? "their mean" : "predictions", model.Adjustment);
    }

    /// <summary>The first and the number of consecutive networks of the same recipe and trial; a network without a recipe is alone.</summary>
    private static IEnumerable<(int First, int Count)> Alike(TableModel model, int[]? trials)
    {
        for (int first = 0, next; first < model.Members.Count; first = next)
        {
            next = first + 1;
            while (next < model.Members.Count && model.Members[first].Recipe is { } recipe && model.Members[next].Recipe == recipe && trials?[next] == trials?[first])
            {
                next++;
            }

            yield return (first, next - first);
        }
    }

    private static string Range(int[] numbers) => numbers.Min() == numbers.Max() ? $"{numbers[0]}" : $"{numbers.Min()}–{numbers.Max()}";

    /// <summary>The weights of the linear model: for each output, one for each output of each recipe.</summary>
    public static void WriteStack(Screen screen, TableModel model, StackCombination stack)
    {
        int width = stack.Weights.Count, first = 0;
        string[] outputs = width == 1 ? ["weight"] : [.. Enumerable.Range(0, width).Select(output => model.Preprocessor.OutputNames.ElementAtOrDefault(output) is { } name ? $"for {name}" : $"for output {output + 1}")];
        TextTable weights = new(["recipe", .. width == 1 ? Array.Empty<string>() : ["its output"], .. outputs]) { Numbers = Enumerable.Range(width == 1 ? 1 : 2, width).ToHashSet() };
        for (int group = 0; group < stack.Sizes.Count; first += stack.Sizes[group++])
        {
            for (int input = 0; input < width; input++)
            {
                weights.Add([model.Members[first].Recipe ?? $"{group + 1}", .. width == 1 ? Array.Empty<string>() : [outputs[input][4..]], .. stack.Weights.Select(row => Fixed.Places(row[(group * width) + input]))]);
            }
        }

        weights.Add(["constant", .. width == 1 ? Array.Empty<string>() : [""], .. stack.Intercepts.Select(value => Fixed.Places(value))]);
        screen.Heading("Weights of the linear model");
        screen.Table(weights);
    }

    private static void WriteAdjustment(Screen screen, string what, OutputAdjustment? adjustment) => screen.Fact(what, adjustment switch
    {
        null => null,
        { Ranges: not null } => "kept within the range of the training targets",
        { Curves: { } curves } => $"probabilities by isotonic regression, as rows of other folds suggest: {(curves.Count == 1 ? "a curve" : $"{curves.Count} curves, divided by their sum,")} with {Wording.Count(curves.Sum(curve => curve.Inputs.Count), "point")} from {Fixed.Text(curves.Min(curve => curve.Outputs[0]))} to {Fixed.Text(curves.Max(curve => curve.Outputs[^1]))}",
        _ => $"probabilities to the power of 1/{adjustment.Temperature:0.###}, as rows of other folds suggest",
    });

    private static void WritePreprocessing(Screen screen, TableModel model)
    {
        Preprocessor preprocessor = model.Preprocessor;
        screen.Heading("Preprocessing");
        screen.Fact("task", $"{Words.Of(preprocessor.Task)} of {string.Join(", ", preprocessor.Schema.TargetNames)}");
        screen.Fact("quantiles", model.Quantiles.Count > 0 ? string.Join(", ", model.Quantiles) : null);
        foreach ((string name, double[] own) in ModelDocument.ShiftsOf(model) is { } shifts ? preprocessor.OutputNames.Zip(shifts.Chunk(model.Quantiles.Count)) : [])
        {
            string moved = string.Join(", ", model.Quantiles.Zip(own).Where(pair => pair.Second != 0).Select(pair => $"{pair.First} by {Fixed.Text(pair.Second)}"));
            screen.Fact($"shifted{(preprocessor.OutputNames.Count == 1 ? "" : $", {name}")}", $"{moved}, so that as many answers of other folds lie between them as should");
        }

        screen.Fact("labels", preprocessor.Labels.Count > 0 ? Wording.Names(preprocessor.Labels) : null);
        screen.Fact("positive class", model.Decision is not { } decision || preprocessor.Labels.Count == 0 ? null
            : model.GivesProbabilities ? $"{decision.PositiveLabel}, predicted from a probability of {Fixed.Number(decision.Threshold, 6)} on"
            : decision.PositiveLabel);
        screen.Fact("inputs", Wording.Names(preprocessor.InputNames));
        screen.Fact("no value", $"an empty cell, and {MissingWords(preprocessor.Schema.MissingWords)}");
        foreach (ColumnSchema column in preprocessor.Schema.Columns.Where(column => column.MissingWords is not null))
        {
            screen.Fact($"no value in {column.Name}", $"an empty cell, and {MissingWords(column.MissingWords!)}");
        }

        screen.Line();
        (IEnumerable<ColumnSchema> shown, string? rest) = Listing.Of(preprocessor.Schema.Columns, column => Words.Of(column.Kind));
        screen.Table(
            ["column", "kind", "without a value", "values in training"],
            shown.Select(column => (string[])
            [
                column.Name, Words.Of(column.Kind),
                .. preprocessor.Features.FirstOrDefault(feature => feature.Name == column.Name) is { } feature ? [feature.WithoutValue, feature.Values] : (string[])["", Values(column)],
            ]),
            wrapLast: true);
        screen.Line(rest);
    }

    private static string Values(ColumnSchema column) => column.Labels.Count > 0 ? Wording.Names(column.Labels)
        : column.Minimum is { } minimum ? $"{minimum:G6} … {column.Maximum:G6}"
        : column.Reason;

    /// <summary>The words that mean "no value"; instead of the many usual ones, the differences from them.</summary>
    private static string MissingWords(IReadOnlyList<string> words)
    {
        string[] others = [.. words.Except(SchemaOptions.UsualMissingWords, StringComparer.Ordinal)], without = [.. SchemaOptions.UsualMissingWords.Except(words, StringComparer.Ordinal)];
        return words.Count == 0 ? "no word"
            : without.Length > words.Count ? string.Join(", ", words)
            : $"the usual words (NA, null, ?, #N/A and the like){(without.Length == 0 ? "" : $" without {string.Join(", ", without)}")}{(others.Length == 0 ? "" : $", and {string.Join(", ", others)}")}";
    }

    private static void WriteRun(Screen screen, TableModel model)
    {
        IReadOnlyDictionary<string, string> details = model.Details;
        if (details.Count == 0)
        {
            return;
        }

        screen.Heading("Training");
        screen.Fact("data", details.GetValueOrDefault(RunDetails.Data));
        screen.Fact("rows", details.TryGetValue(RunDetails.TrainRows, out string? rows)
            ? $"{rows} train, {details.GetValueOrDefault(RunDetails.ValidationRows, "0")} validation, {details.GetValueOrDefault(RunDetails.TestRows, "0")} test" : null);
        TrainingOptions? options = Options(details);
        if (details.TryGetValue(RunDetails.Epochs, out string? epochs))
        {
            string best = details.GetValueOrDefault(RunDetails.BestEpoch, epochs);
            screen.Fact("epochs", $"{epochs}{(options is null ? "" : $" of at most {options.Epochs}")}; the weights are those of epoch {best}{(best == epochs ? " (the last)" : "")}");
        }

        screen.Fact("canceled", details.TryGetValue(RunDetails.Cancelled, out string? cancelled) ? $"before the plan was finished{(cancelled == "yes" ? "" : $", with {cancelled} tried")}" : null);
        if (options is not null)
        {
            screen.Fact("loss", Catalogue.ToText(options.Loss));
            screen.Fact("optimizer", Words.Of(options.Optimizer));
            screen.Fact("precision", details.TryGetValue(RunDetails.Precision, out string? precision) ? $"{precision} in training; the weights are rounded to single precision" : null);
            screen.Fact("penalty", Words.Of(options.Regularizer));
            screen.Fact("augmentation", options.Augmentations is { Count: > 0 } augmentations ? string.Join(", ", augmentations.Select(Catalogue.ToText)) : null);
            screen.Fact("batch size", Wording.Count(options.BatchSize, "row"));
        }

        screen.Fact("recipes", details.TryGetValue(RunDetails.Recipes, out string? recipes) && RunDetails.RecipesOf(recipes) is { } tried ? $"{tried} tried; those in the table above have a weight (--json lists all)" : recipes);
        screen.Fact("ensemble", details.GetValueOrDefault(RunDetails.Ensemble));
        screen.Fact("left out", details.GetValueOrDefault(RunDetails.LeftOut));
        screen.Fact("seed", $"{model.Members[0].Model.Seed}");
        screen.Fact("version", details.GetValueOrDefault(RunDetails.Version));
        foreach ((string name, string value) in details.Where(detail => !RunDetails.IsKnown(detail.Key)).OrderBy(detail => detail.Key, StringComparer.Ordinal))
        {
            screen.Fact(name, value);
        }

        WriteScores(screen, details, model.Preprocessor.Task);
        if (details.TryGetValue(RunDetails.Verdict, out string? verdict))
        {
            screen.Line();
            screen.Fact("Fit", verdict);
        }
    }

    private static void WriteScores(Screen screen, IReadOnlyDictionary<string, string> details, TaskKind task)
    {
        string[] order = [.. StandardMetrics.For(TableEvaluation.FormOf(task)).Select(StandardMetrics.Key)];
        string[] names = [.. details.Keys.Where(key => key.StartsWith(RunDetails.ScorePrefix, StringComparison.Ordinal)).Select(key => key[RunDetails.ScorePrefix.Length..])
            .OrderBy(name => name.Contains('[', StringComparison.Ordinal)).ThenBy(name => Array.IndexOf(order, name.Split('[')[0])).ThenBy(name => name, StringComparer.Ordinal)];
        string[] baselines = [.. details.Keys.Where(key => key.StartsWith(RunDetails.BaselinePrefix, StringComparison.Ordinal))
            .Select(key => key.Split('.')[1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length > 0)
        {
            screen.Heading("Scores after training, on its test rows");
            screen.Table(
                ["score", "value", .. baselines.Select(Words.OfBaseline)],
                names.Select(name => (string[])
                    [StandardMetrics.NameOf(name), Score(RunDetails.ScorePrefix + name), .. baselines.Select(baseline => Score($"{RunDetails.BaselinePrefix}{baseline}.{name}"))]),
                1..);
        }

        string Score(string key) => !details.TryGetValue(key, out string? value) ? ""
            : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? Fixed.Text(number)
            : value;
    }

    // The training options of a file from another version may not be readable, although the model is.
    private static TrainingOptions? Options(IReadOnlyDictionary<string, string> details)
    {
        try
        {
            return details.TryGetValue(RunDetails.Options, out string? text) ? Catalogue.FromJson<TrainingOptions>(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
