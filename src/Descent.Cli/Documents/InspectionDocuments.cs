using System.Text.Json.Serialization;
using static System.Text.Json.Serialization.JsonIgnoreCondition;

namespace Descent.Cli.Documents;

/// <summary>A model: one network with its arrays, or several members.</summary>
internal sealed record ModelDocument(string Task, IReadOnlyList<string> Targets, IReadOnlyList<string> Labels, IReadOnlyList<string> Inputs, string? PositiveClass, double? Threshold, int Features, int Outputs, IReadOnlyList<double>? Quantiles, long Parameters, ulong Seed)
{
    public IEnumerable<MemberDocument>? Members { get; init; }

    /// <summary>How the outputs of the members are combined, if not by their mean.</summary>
    public string? Combination { get; init; }

    /// <summary>The linear model of a stack, which weighs recipes instead of members.</summary>
    public StackDocument? Stack { get; init; }

    public double? Temperature { get; init; }

    /// <summary>The isotonic curves of the probabilities, one per output.</summary>
    public IEnumerable<IsotonicDocument>? Isotonic { get; init; }

    /// <summary>By how much each quantile is shifted, in the target's unit.</summary>
    public IReadOnlyList<double>? QuantileShifts { get; init; }

    public JsonElement? Network { get; init; }

    public IEnumerable<ArrayDocument>? Arrays { get; init; }

    public required IReadOnlyDictionary<string, object> Training { get; init; }

    public static ModelDocument Of(TableModel model)
    {
        Preprocessor preprocessor = model.Preprocessor;
        bool isOne = model.Members.Count == 1;
        int[]? trials = RunDetails.NumbersOf(model, RunDetails.MemberTrials), epochs = RunDetails.NumbersOf(model, RunDetails.MemberEpochs);
        StackCombination? stack = model.Combination as StackCombination;
        return new(
            Words.Of(preprocessor.Task), preprocessor.Schema.TargetNames, preprocessor.Labels, preprocessor.InputNames, model.Decision?.PositiveLabel, model.Decision?.Threshold, preprocessor.InputNames.Count, model.Members[0].Model.Outputs,
            model.Quantiles.Count > 0 ? model.Quantiles : null, model.ParameterCount, model.Members[0].Model.Seed)
        {
            Combination = Words.Of(model.Combination),
            Members = isOne ? null : model.Members.Select((member, i) => new MemberDocument(member.Recipe, stack is null ? member.Weight : null, trials?[i], epochs?[i], member.Model.ParameterCount, JsonElement.Parse(Catalogue.ToJson(member.Model.Network)))),
            Stack = stack is null ? null : StackDocument.Of(model, stack),
            Temperature = isOne && model.Adjustment is null ? null : model.Adjustment?.Temperature ?? 1,
            Isotonic = model.Adjustment?.Curves?.Select(curve => new IsotonicDocument(curve.Inputs, curve.Outputs)),
            QuantileShifts = ShiftsOf(model),
            Network = isOne ? JsonElement.Parse(Catalogue.ToJson(model.Model.Network)) : null,
            Arrays = isOne ? model.Model.Parameters.Select(parameter => new ArrayDocument(parameter.Name, parameter.Shape)) : null,
            Training = JsonText.Map(model.Details.Where(detail => detail.Key is not (RunDetails.MemberEpochs or RunDetails.MemberTrials)).OrderBy(detail => detail.Key, StringComparer.Ordinal).Select(detail => (detail.Key, Detail(detail.Key, detail.Value)))),
        };
    }

    /// <summary>By how much each quantile is shifted, in the target's unit: all levels of the first target, then those of the next; null if none is.</summary>
    public static double[]? ShiftsOf(TableModel model)
    {
        Preprocessor preprocessor = model.Preprocessor;
        return model.Adjustment?.Shifts is { } shifts ? [.. shifts.Select((shift, i) => preprocessor.Unscale(i / model.Quantiles.Count, shift) - preprocessor.Unscale(i / model.Quantiles.Count, 0))] : null;
    }

    private static object Detail(string name, string value) => name switch
    {
        RunDetails.Version or RunDetails.Data => value,
        RunDetails.Options when Parsed(value) is { } options => options,
        _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : value,
    };

    // A file may contain anything under this name; what is not JSON is shown as text.
    private static JsonElement? Parsed(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A network; without a weight in a stack, and with a trial if it was trained by one.</summary>
internal sealed record MemberDocument([property: JsonIgnore(Condition = Never)] string? Recipe, double? Weight, int? Trial, int? Epoch, long Parameters, JsonElement Network);

/// <summary>The linear model of a stack: for each output, a weight for each output of each recipe, recipe by recipe, and a constant.</summary>
internal sealed record StackDocument(IEnumerable<string> Recipes, IReadOnlyList<int> Networks, IEnumerable<IReadOnlyList<float>> Weights, IEnumerable<float> Constants)
{
    public static StackDocument Of(TableModel model, StackCombination stack) => new(
        stack.Sizes.Select((_, group) => model.Members[stack.Sizes.Take(group).Sum()].Recipe ?? $"{group + 1}"), stack.Sizes, stack.Weights, stack.Intercepts);
}

internal sealed record IsotonicDocument(IReadOnlyList<float> Inputs, IReadOnlyList<float> Outputs);

internal sealed record ArrayDocument(string Name, IReadOnlyList<int> Shape);

/// <summary>The columns of a table; the task only where targets were named.</summary>
internal sealed record TableDocument(string Data, int Rows, int RepeatedRows, string? Task, string? TaskReason, IReadOnlyList<string>? Targets, IEnumerable<ColumnDocument> Columns)
{
    public static TableDocument Of(Table table, TableSummary summary) => new(
        table.Source, table.Rows, summary.RepeatedRows, summary.Schema is { } schema ? Words.Of(schema.Task) : null, summary.Schema?.TaskReason, summary.Schema?.TargetNames,
        summary.Columns.Select(column => new ColumnDocument(column.Name, Words.OfColumn(column.Kind), column.Missing, column.Distinct, column.Minimum, column.Maximum, column.Examples, column.Reason)));
}

internal sealed record ColumnDocument(string Name, string Kind, int Missing, int Distinct, [property: JsonIgnore(Condition = Never)] double? Minimum, [property: JsonIgnore(Condition = Never)] double? Maximum, IReadOnlyList<string> Examples, string Reason);
