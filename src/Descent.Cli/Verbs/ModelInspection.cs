using System.Globalization;
using Descent.Cli.Documents;
using Descent.Cli.Reports;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Shows a model: its network and weights, its preprocessing, and the run that made it.</summary>
internal static class ModelInspection
{
    public static void Write(Screen screen, TableModel model, string name, bool full)
    {
        screen.Line(name, Ink.Bold);
        if (model.Members.Count > 1)
        {
            WriteMembers(screen, model);
            WritePreprocessing(screen, model);
            WriteRun(screen, model);
            return;
        }

        if (model.Members[0] is { Recipe: { } recipe } member)
        {
            screen.Line($"trained by the recipe {recipe}{(member.Fold is { } fold ? string.Create(CultureInfo.InvariantCulture, $"; fold {fold + 1} chose its epoch") : "")}; it takes numbers {Words.Of(member.Coding?.Numbers ?? NumberCoding.Standard)}");
        }

        screen.Lines(NetworkDrawing.Text(NetworkShape.Columns(model.Model), screen.Width).Split('\n'));

        screen.Heading("Network");
        Decisions.WriteNetwork(screen, model.Model);
        WriteAdjustment(screen, "predictions", model.Adjustment);
        WritePreprocessing(screen, model);
        WriteRun(screen, model);
        if (!full)
        {
            screen.Line();
            screen.Line("Every weight: --full");
            return;
        }

        foreach (Parameter parameter in model.Model.Parameters)
        {
            screen.Heading($"{parameter.Name} [{string.Join(" × ", parameter.Shape)}]");
            foreach (string line in MatrixText.Lines(model.Model.GetParameter(parameter.Name), parameter.Rows, parameter.Columns))
            {
                screen.Writer.WriteLine(line);
            }
        }
    }

    private static void WriteMembers(Screen screen, TableModel model)
    {
        screen.Heading($"Networks whose predictions are averaged (--member N for one of them)");
        TextTable members = new("member", "recipe", "fold", "weight", "parameters", "numbers") { Numbers = new HashSet<int> { 0, 2, 3, 4 } };
        foreach ((int i, TableMember member) in model.Members.Index())
        {
            members.Add(
                Number(i + 1), member.Recipe ?? "", member.Fold is { } fold ? Number(fold + 1) : "", member.Weight.ToString("0.000", CultureInfo.InvariantCulture),
                member.Model.ParameterCount.ToString("#,0", CultureInfo.InvariantCulture), Words.Of(member.Coding?.Numbers ?? NumberCoding.Standard));
        }

        screen.Table(members);
        WriteAdjustment(screen, "their mean", model.Adjustment);

        static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private static void WriteAdjustment(Screen screen, string what, OutputAdjustment? adjustment)
    {
        if (adjustment is not null)
        {
            screen.Fact(what, adjustment.Ranges is not null ? "kept within the range of the training targets"
                : adjustment.Curves is not { } curves ? string.Create(CultureInfo.InvariantCulture, $"probabilities to the power of 1/{adjustment.Temperature:0.###}, as rows of other folds suggest")
                : string.Create(CultureInfo.InvariantCulture, $"probabilities by isotonic regression, as rows of other folds suggest: {(curves.Count == 1 ? "a curve" : $"{curves.Count} curves, divided by their sum,")} with {Wording.Count(curves.Sum(curve => curve.Inputs.Count), "point")} from {Fixed.Text(curves.Min(curve => curve.Outputs[0]))} to {Fixed.Text(curves.Max(curve => curve.Outputs[^1]))}"));
        }
    }

    private static void WritePreprocessing(Screen screen, TableModel model)
    {
        screen.Heading("Preprocessing");
        screen.Fact("task", $"{Words.Of(model.Preprocessor.Task)} of {string.Join(", ", model.Preprocessor.Schema.TargetNames)}");
        if (model.Quantiles.Count > 0)
        {
            screen.Fact("quantiles", string.Join(", ", model.Quantiles.Select(level => level.ToString(CultureInfo.InvariantCulture))));
            WriteShifts(screen, model);
        }

        if (model.Preprocessor.Labels.Count > 0)
        {
            screen.Fact("labels", Wording.Names(model.Preprocessor.Labels));
        }

        if (model.Decision is { } decision && model.Preprocessor.Labels.Count > 0)
        {
            screen.Fact("positive class", model.GivesProbabilities
                ? string.Create(CultureInfo.InvariantCulture, $"{decision.PositiveLabel}, predicted from a probability of {decision.Threshold} on")
                : decision.PositiveLabel);
        }

        screen.Fact("inputs", Wording.Names(model.Preprocessor.InputNames));
        screen.Fact("no value", $"an empty cell, and {MissingWords(model.Preprocessor.Schema.MissingWords)}");
        foreach (ColumnSchema column in model.Preprocessor.Schema.Columns.Where(column => column.MissingWords is not null))
        {
            screen.Fact($"no value in {column.Name}", $"an empty cell, and {MissingWords(column.MissingWords!)}");
        }

        WriteColumns(screen, model.Preprocessor);
    }

    /// <summary>By how much quantiles are shifted, in the target's unit.</summary>
    private static void WriteShifts(Screen screen, TableModel model)
    {
        if (ModelDocument.ShiftsOf(model) is not { } shifts)
        {
            return;
        }

        foreach ((string name, double[] own) in model.Preprocessor.OutputNames.Zip(shifts.Chunk(model.Quantiles.Count)))
        {
            IEnumerable<string> moved = model.Quantiles.Zip(own).Where(pair => pair.Second != 0).Select(pair => $"{pair.First.ToString(CultureInfo.InvariantCulture)} by {Fixed.Text(pair.Second)}");
            screen.Fact($"shifted{(model.Preprocessor.OutputNames.Count == 1 ? "" : $", {name}")}", $"{string.Join(", ", moved)}, so that as many answers of other folds lie between them as should");
        }
    }

    private static void WriteColumns(Screen screen, Preprocessor preprocessor)
    {
        screen.Line();
        Dictionary<string, EncodedColumn> features = preprocessor.Features.ToDictionary(feature => feature.Name, StringComparer.Ordinal);
        TextTable columns = new("column", "kind", "without a value", "values in training") { WrapLast = true };
        (IEnumerable<ColumnSchema> shown, string? rest) = Listing.Of(preprocessor.Schema.Columns, column => Words.Of(column.Kind));
        foreach (ColumnSchema column in shown)
        {
            string values = column.Minimum is { } minimum && column.Labels.Count == 0 ? string.Create(CultureInfo.InvariantCulture, $"{minimum:G6} … {column.Maximum:G6}")
                : column.Labels.Count > 0 ? Wording.Names(column.Labels) : column.Reason;
            columns.Add(features.TryGetValue(column.Name, out EncodedColumn? feature)
                ? [column.Name, Words.Of(column.Kind), feature.WithoutValue, feature.Values]
                : [column.Name, Words.Of(column.Kind), "", values]);
        }

        screen.Table(columns);
        if (rest is not null)
        {
            screen.Line(rest);
        }
    }

    /// <summary>The usual words are many: only what differs from them is listed.</summary>
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
        screen.Fact("epochs", details.TryGetValue(RunDetails.Epochs, out string? epochs)
            ? string.Create(CultureInfo.InvariantCulture, $"{epochs}{(options is null ? "" : $" of at most {options.Epochs}")}; the weights are those of epoch {details.GetValueOrDefault(RunDetails.BestEpoch, epochs)}{(details.GetValueOrDefault(RunDetails.BestEpoch, epochs) == epochs ? " (the last)" : "")}") : null);
        screen.Fact("cancelled", details.TryGetValue(RunDetails.Cancelled, out string? cancelled) ? $"before the plan was finished{(cancelled == "yes" ? "" : $", with {cancelled} tried")}" : null);
        if (options is not null)
        {
            screen.Fact("loss", Catalogue.ToText(options.Loss));
            screen.Fact("optimizer", Words.Of(options.Optimizer));
            screen.Fact("penalty", Words.Of(options.Regularizer));
            screen.Fact("augmentation", options.Augmentations is { Count: > 0 } augmentations ? string.Join(", ", augmentations.Select(Catalogue.ToText)) : null);
            screen.Fact("batch size", Data.Wording.Count(options.BatchSize, "row"));
        }

        screen.Fact("recipes", details.GetValueOrDefault(RunDetails.Recipes));
        screen.Fact("seed", model.Members[0].Model.Seed.ToString(CultureInfo.InvariantCulture));
        screen.Fact("version", details.GetValueOrDefault(RunDetails.Version));
        foreach ((string name, string value) in details.Where(detail => !RunDetails.Known.Contains(detail.Key) && !detail.Key.StartsWith(RunDetails.ScorePrefix, StringComparison.Ordinal) && !detail.Key.StartsWith(RunDetails.BaselinePrefix, StringComparison.Ordinal)).OrderBy(detail => detail.Key, StringComparer.Ordinal))
        {
            screen.Fact(name, value);
        }

        WriteScores(screen, details, model.Preprocessor.Task);
    }

    private static void WriteScores(Screen screen, IReadOnlyDictionary<string, string> details, TaskKind task)
    {
        string[] order = [.. StandardMetrics.For(TableEvaluation.FormOf(task)).Select(StandardMetrics.Key)];
        string[] names = [.. details.Keys.Where(key => key.StartsWith(RunDetails.ScorePrefix, StringComparison.Ordinal)).Select(key => key[RunDetails.ScorePrefix.Length..])
            .OrderBy(name => name.Contains('[', StringComparison.Ordinal)).ThenBy(name => Array.IndexOf(order, name.Split('[')[0])).ThenBy(name => name, StringComparer.Ordinal)];
        string[] baselines = [.. details.Keys.Where(key => key.StartsWith(RunDetails.BaselinePrefix, StringComparison.Ordinal)).Select(key => key.Split('.')[1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length > 0)
        {
            TextTable scores = new(["score", "value", .. baselines.Select(Words.OfBaseline)]) { Numbers = Enumerable.Range(1, 1 + baselines.Length).ToHashSet() };
            foreach (string name in names)
            {
                scores.Add([StandardMetrics.NameOf(name), Score(RunDetails.ScorePrefix + name), .. baselines.Select(baseline => Score($"{RunDetails.BaselinePrefix}{baseline}.{name}"))]);
            }

            screen.Heading("Scores after training, on its test rows");
            screen.Table(scores);
        }

        if (details.TryGetValue(RunDetails.Verdict, out string? verdict))
        {
            screen.Line();
            screen.Fact("Fit", verdict);
        }

        string Score(string key) => !details.TryGetValue(key, out string? value) ? "" : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? Fixed.Text(number) : value;
    }

    // What a file of another version says about its training may not be read any more; the model itself is.
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
