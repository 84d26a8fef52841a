using System.Text;
using Descent.Data;

namespace Descent;

/// <summary>The beginning of training from a trained model: whether the table fits it, and what is taken from it.</summary>
internal sealed class TransferStart
{
    private readonly TransferOptions options;

    private TransferStart(TransferOptions options, Schema schema) => (this.options, Schema) = (options, schema);

    /// <summary>The schema of the table, in which columns have the roles that they have in the model.</summary>
    public Schema Schema { get; }

    private TableModel Source => options.Source;

    /// <summary>Rejects options that describe another network, or other inputs.</summary>
    public static void RequireAlone(TableOptions options)
    {
        (string Name, bool IsSet)[] others =
        [
            (nameof(options.Layers), options.Layers is not null), (nameof(options.HiddenLayers), options.HiddenLayers is not null), (nameof(options.Activation), options.Activation is not null),
            (nameof(options.Initializer), options.Initializer is not null), (nameof(options.Recipe), options.Recipe is not null), (nameof(options.Time), options.Time is not null), (nameof(options.Plan), options.Plan is not null),
            (nameof(options.Effort), options.Effort is not (null or Effort.Quick)), (nameof(options.Quantiles), options.Quantiles is not null), (nameof(options.Ensemble), options.Ensemble is not null),
        ];
        if (others.FirstOrDefault(other => other.IsSet).Name is { } name)
        {
            throw new DataException("Training that starts from a model trains its network, so no other one can be described. Remove one of the two.", new Remedy(name == nameof(options.Layers) ? nameof(options.HiddenLayers) : name), new Remedy(nameof(TableOptions.Transfer)));
        }

        (bool many, bool few) = (options.Preprocessing.MaximumCategories != new PreprocessorOptions().MaximumCategories, options.Preprocessing.MinimumCategoryRows is not null);
        if (many || few)
        {
            throw new DataException("Training that starts from a model encodes the inputs as the model does, so its categories cannot be chosen. Remove one of the two.", new Remedy(many ? nameof(PreprocessorOptions.MaximumCategories) : nameof(PreprocessorOptions.MinimumCategoryRows)), new Remedy(nameof(TableOptions.Transfer)));
        }
    }

    /// <summary>Compares a table with the model.</summary>
    /// <param name="table">The table.</param>
    /// <param name="own">The schema that it would have without the model.</param>
    /// <param name="options">The model, and what is taken from it.</param>
    /// <param name="chosen">The kinds of columns that the caller has chosen.</param>
    /// <exception cref="DataException">If the model is not a single network, or the table does not fit it; the message names every difference.</exception>
    public static TransferStart Of(Table table, Schema own, TransferOptions options, IReadOnlyDictionary<string, ColumnKind> chosen)
    {
        TableModel source = options.Source;
        RequireSingle(source);
        Schema old = source.Preprocessor.Schema;
        string[] differences = [.. Inputs(table, own, old, chosen)];
        if (differences.Length > 0)
        {
            throw new DataException($"{table.Source} does not have the inputs of the model from which training starts: {string.Join("; ", differences)}.");
        }

        if (!options.NewHead && Outputs(table, own, old).ToArray() is { Length: > 0 } outputs)
        {
            throw new DataException($"{table.Source} has other outputs than the model from which training starts: {string.Join("; ", outputs)}. A new head can learn them.", new Remedy(nameof(TransferOptions.NewHead)));
        }

        int layers = source.Model.WeightLayerCount();
        if (options.FrozenLayers >= layers)
        {
            throw new DataException($"{Amount.Of(options.FrozenLayers, "layer")} cannot be frozen, because the network has {layers} with weights and the last one must be trained. Freeze at most {layers - 1}.", new Remedy(nameof(TransferOptions.FrozenLayers)));
        }

        return new TransferStart(options, Merged(own, old, options.NewHead));
    }

    /// <summary>Creates the preprocessor: the inputs are encoded as in the model, and the targets as well unless there is a new head.</summary>
    public Preprocessor Preprocessor(Table table, int[] rows, LabelCoding labels) =>
        options.NewHead ? Source.Preprocessor.For(Schema, table, rows, labels) : Source.Preprocessor.For(Schema);

    /// <summary>Creates the model with its initial weights.</summary>
    /// <param name="last">The last activation, which the loss requires.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="seed">The seed of a new head and of training.</param>
    public Model<float> Model(Activation last, int outputs, ulong seed)
    {
        if (options.NewHead)
        {
            return Source.Model.WithHead([new Dense(outputs, last)], seed);
        }

        return Source.Model.Network[^1] is Dense { Activation: var own } && !Equals(own ?? new Linear(), last)
            ? throw new DataException($"The network ends in {(own ?? new Linear()).GetType().Name}, but the loss needs {last.GetType().Name}. Only a new head can be trained with this loss.", new Remedy(nameof(TableOptions.Loss)), new Remedy(nameof(TransferOptions.NewHead)))
            : Source.Model.Copy();
    }

    /// <summary>Adds frozen layers and rates by layer to training options.</summary>
    public TrainingOptions With(TrainingOptions training, Model<float> model) => training with
    {
        WarmStart = true,
        Groups = model.LayerGroups(options.FrozenLayers, options.RateFactor, options.FrozenLayers > 0 ? options.UnfreezeEvery : null) is { Count: > 0 } groups ? groups : null,
    };

    /// <summary>Creates the notice about what is taken from the model.</summary>
    public Notice Notice(Model<float> model)
    {
        int layers = model.WeightLayerCount();
        string frozen = options.FrozenLayers == 0 ? "all layers are trained"
            : options.UnfreezeEvery is { } every ? $"the first {options.FrozenLayers} of {layers} layers begin frozen, and one more is trained after every {Amount.Of(every, "epoch")}"
            : options.FrozenLayers == 1 ? $"the first of {layers} layers stays as it is"
            : $"the first {options.FrozenLayers} of {layers} layers stay as they are";
        return Data.Notice.Information(
            $"Training starts from a trained model: its preprocessing, and the weights of {(options.NewHead ? "all layers but the last, which is new" : "all layers")}; {frozen}{(options.RateFactor < 1 ? $"; the learning rate of a layer is {options.RateFactor:0.###} times that of the next one" : "")}.", new Remedy(nameof(TableOptions.Transfer)));
    }

    private static void RequireSingle(TableModel source)
    {
        if (source.Members.Count > 1)
        {
            bool isUsable = source.Quantiles.Count == 0 && source.Members.Any(member => member.Coding is null);
            throw new DataException($"Training can start from a model of a single network, trained with the quick effort and without a recipe or quantiles, but the model combines {source.Members.Count} networks. {(isUsable ? "Choose one of its networks" : "Train such a model first")}.", new Remedy(isUsable ? nameof(TableModel.Member) : nameof(TableOptions.Transfer)));
        }

        string? reason = source.Members[0].Coding is not null ? "has a network whose recipe codes the inputs in its own way"
            : source.Quantiles.Count > 0 ? "predicts quantiles"
            : null;
        if (reason is not null)
        {
            throw new DataException($"Training can start from a model of a single network, trained with the quick effort and without a recipe or quantiles, but the model {reason}. Train such a model first.", new Remedy(nameof(TableOptions.Transfer)));
        }

        try
        {
            _ = source.Model.Network.WithoutHead();
        }
        catch (InvalidOperationException fault)
        {
            throw new DataException($"Training cannot start from this model. {fault.Message}", fault);
        }
    }

    private static IEnumerable<string> Inputs(Table table, Schema own, Schema old, IReadOnlyDictionary<string, ColumnKind> chosen)
    {
        string[] missing = [.. old.Features.Select(column => column.Name).Where(name => table.IndexOf(name) < 0)];
        if (missing.Length > 0)
        {
            yield return $"it lacks {NameList.Of([.. missing.Select(name => $"\"{name}\"")])}{(ClosestNames.Hint(missing[0], table.Columns) is { Length: > 0 } hint ? $" ({hint.TrimEnd('.')})" : "")}";
        }

        foreach (ColumnSchema input in old.Features.Where(input => chosen.GetValueOrDefault(input.Name, input.Kind) == ColumnKind.Ignored))
        {
            yield return $"\"{input.Name}\" is an input of the model, so it cannot be ignored";
        }

        foreach ((ColumnSchema before, ColumnSchema now) in old.Features.Join(own.Columns, column => column.Name, column => column.Name, (before, now) => (before, now), StringComparer.Ordinal))
        {
            if (now.Kind is ColumnKind.Target or ColumnKind.Weight)
            {
                yield return $"\"{before.Name}\" is an input of the model, but {(now.Kind == ColumnKind.Target ? "a target" : "the weight of the rows")} here";
            }
            else if ((before.Kind, now.Kind) is (ColumnKind.Numeric, ColumnKind.Categorical or ColumnKind.Date) or (ColumnKind.Date, ColumnKind.Categorical or ColumnKind.Numeric))
            {
                yield return $"\"{before.Name}\" holds {Content(before.Kind)} in the model, but {Content(now.Kind)} here";
            }
        }
    }

    private static string Content(ColumnKind kind) => kind switch { ColumnKind.Numeric => "numbers", ColumnKind.Date => "dates", _ => "text" };

    private static IEnumerable<string> Outputs(Table table, Schema own, Schema old)
    {
        if (!own.TargetNames.Order(StringComparer.Ordinal).SequenceEqual(old.TargetNames.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            yield return $"the model predicts {NameList.Of([.. old.TargetNames.Select(name => $"\"{name}\"")])}, not {NameList.Of([.. own.TargetNames.Select(name => $"\"{name}\"")])}";
            yield break;
        }

        if (IsOfNumbers(own) != IsOfNumbers(old))
        {
            yield return $"the model has a {old.Task} task, and here it is a {own.Task} task";
            yield break;
        }

        foreach ((ColumnSchema before, ColumnSchema now) in old.Targets.Join(own.Targets, column => column.Name, column => column.Name, (before, now) => (before, now), StringComparer.Ordinal))
        {
            TextLookup known = new(before.Labels);
            string[] added = [.. now.Labels.Where(label => known.Find(Encoding.UTF8.GetBytes(label), table) < 0)];
            if (added.Length > 0)
            {
                yield return $"the model does not know the {(added.Length == 1 ? "label" : "labels")} {NameList.Of([.. added.Select(label => $"\"{label}\"")])} of \"{now.Name}\"";
            }
        }
    }

    private static bool IsOfNumbers(Schema schema) => schema.Task is TaskKind.Regression or TaskKind.Counts;

    private static Schema Merged(Schema own, Schema old, bool newHead)
    {
        IReadOnlyList<ColumnSchema> inputs = old.Features;
        HashSet<string> names = new(inputs.Select(column => column.Name), StringComparer.Ordinal);
        bool sameWords = own.MissingWords.SequenceEqual(old.MissingWords, StringComparer.Ordinal);
        IEnumerable<ColumnSchema> others = own.Columns.Where(column => !names.Contains(column.Name)).Select(column =>
            column.Kind == ColumnKind.Target && !newHead ? old.Targets.First(target => target.Name == column.Name)
            : column with
            {
                Kind = column.IsFeature ? ColumnKind.Ignored : column.Kind,
                Reason = column.IsFeature ? "the model from which training starts has no such input" : column.Reason,
                MissingWords = column.MissingWords ?? (sameWords ? null : own.MissingWords),
            });
        return own with
        {
            Columns = [.. inputs, .. others],
            TargetNames = newHead ? own.TargetNames : old.TargetNames,
            Task = newHead ? own.Task : old.Task,
            MissingWords = old.MissingWords,
        };
    }
}
