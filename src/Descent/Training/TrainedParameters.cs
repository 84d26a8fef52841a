using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>The parameters of a network that training changes, with the settings that <see cref="TrainingOptions.Groups"/> give each of them.</summary>
internal sealed class TrainedParameters
{
    private readonly Dictionary<Parameter, ParameterGroup> groups = [];
    private readonly Dictionary<Parameter, int> slots = [];
    private readonly HashSet<Parameter> keptStates = [];

    private TrainedParameters(ParameterTable table, IReadOnlyList<ParameterGroup> groups, int alignment)
    {
        foreach (Parameter parameter in table.InOrder)
        {
            if (groups.FirstOrDefault(group => group.Has(parameter)) is { } own)
            {
                this.groups.Add(parameter, own);
            }
        }

        // Running statistics and bin edges of a layer fit its weights, so they are kept if all of its weights are frozen.
        foreach (IGrouping<string, Parameter> layer in table.InOrder.GroupBy(LayerOf, StringComparer.Ordinal).Where(layer => layer.Any(parameter => parameter.Trains) && layer.All(parameter => !parameter.Trains || IsFrozen(parameter))))
        {
            keptStates.UnionWith(layer.Where(parameter => !parameter.Trains));
        }

        InOrder = [.. table.InOrder.Where(parameter => parameter.Trains && !IsFrozen(parameter))];
        Factors = [.. InOrder.Select(FactorsOf).Append(GroupFactors.None).Distinct().Order()];
        LastThaw = Factors.Max(factors => factors.FrozenEpochs);
        IsPlain = groups.Count == 0;
        SlotLength = table.Length;
        if (!IsPlain)
        {
            int length = 0;
            foreach (Parameter parameter in InOrder)
            {
                slots.Add(parameter, length);
                length += (parameter.Count + alignment - 1) / alignment * alignment;
            }

            SlotLength = length;
        }
    }

    /// <summary>Whether there are no groups, so that all parameters can be processed in two runs.</summary>
    public bool IsPlain { get; }

    /// <summary>The parameters that are trained, in the order of the layers.</summary>
    public Parameter[] InOrder { get; }

    /// <summary>The distinct factors of learning rate and decay, in ascending order, including those of parameters in no group.</summary>
    public GroupFactors[] Factors { get; }

    /// <summary>The number of values in each slot of the optimizer.</summary>
    public int SlotLength { get; }

    /// <summary>Determines the trained parameters of a network.</summary>
    /// <exception cref="ArgumentException">If a group names no parameter that could be trained, or all parameters are frozen.</exception>
    public static TrainedParameters Of<T>(ParameterTable table, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ParameterGroup group in options.Groups ?? [])
        {
            if (!table.InOrder.Any(parameter => CanHave(group, parameter)))
            {
                if (table.InOrder.FirstOrDefault(group.Has) is { } state)
                {
                    throw new ArgumentException(IsEdges(state)
                        ? $"{state.Name} is not trained: bin edges are quantiles of the training rows. A group can only freeze them, with Frozen: true."
                        : $"{state.Name} is not trained: running statistics follow the batches unless scale and shift are frozen. To freeze them, freeze {LayerOf(state)}.scale and {LayerOf(state)}.shift.", nameof(options));
                }

                throw new ArgumentException($"No parameter is named '{group.Names}'. The parameters are: {string.Join(", ", table.InOrder.Where(p => p.Trains).Select(p => p.Name))}.", nameof(options));
            }

            if (!table.InOrder.Any(parameter => CanHave(group, parameter) && ReferenceEquals(options.Groups!.FirstOrDefault(first => first.Has(parameter)), group)))
            {
                throw new ArgumentException($"The group '{group.Names}' applies to no parameter, because groups before it include all parameters that it names and the first group applies. Move it before them, or remove it.", nameof(options));
            }

            if (group.FrozenEpochs > 0 && options.Optimizer is Hypergradient)
            {
                throw new ArgumentException($"Hypergradient learns one learning rate from all parameters, but those of the group '{group.Names}' are not trained from the beginning. Remove FrozenEpochs, or use another optimizer, such as Adam.", nameof(options));
            }

            if ((group.LearningRateFactor != 1 || group.DecayFactor != 1) && options.Optimizer is Hypergradient)
            {
                throw new ArgumentException($"Hypergradient uses one learning rate and one decay for all parameters, but the group '{group.Names}' has its own factor. Remove one of the two.", nameof(options));
            }
        }

        TrainedParameters trained = new(table, options.Groups ?? [], AlignedBlock<T>.PerAlignment);

        // A network without trainable parameters is rejected elsewhere, whatever the groups are.
        return trained.InOrder.Length > 0 || !table.InOrder.Any(parameter => parameter.Trains) ? trained : throw new ArgumentException("The groups freeze every parameter, so there is nothing to train.", nameof(options));
    }

    /// <summary>Creates the initial weights: those of the model with a warm start, otherwise newly drawn ones, except for parameters that are frozen, forever or for some epochs.</summary>
    public AlignedBlock<T> Begin<T>(Model<T> model, TrainingOptions options, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (options.WarmStart)
        {
            return model.Block.Copy();
        }

        AlignedBlock<T> fresh = model.Steps.Parameters.Initialize<T>(seed);
        foreach (Parameter frozen in model.Parameters.Where(KeepsStart))
        {
            model.Block.Span.Slice(frozen.Offset, frozen.Count).CopyTo(fresh.Span[frozen.Offset..]);
        }

        return fresh;
    }

    /// <summary>Whether a parameter keeps its value.</summary>
    public bool IsFrozen(Parameter parameter) => keptStates.Contains(parameter) || ((parameter.Trains || IsEdges(parameter)) && groups.GetValueOrDefault(parameter) is { Frozen: true });

    /// <summary>Whether a parameter begins with the value that it has in the model, because it is frozen forever or for some epochs.</summary>
    public bool KeepsStart(Parameter parameter) => IsFrozen(parameter) || FrozenEpochs(parameter) > 0;

    /// <summary>Gets the number of epochs before a parameter is trained.</summary>
    public int FrozenEpochs(Parameter parameter) => FactorsOf(parameter).FrozenEpochs;

    /// <summary>The number of epochs after which all of <see cref="InOrder"/> are trained.</summary>
    public int LastThaw { get; }

    /// <summary>Whether a parameter is trained in an epoch.</summary>
    /// <param name="parameter">The parameter, one of <see cref="InOrder"/>.</param>
    /// <param name="finished">The number of finished epochs.</param>
    public bool TrainsAfter(Parameter parameter, int finished) => finished >= FrozenEpochs(parameter);

    /// <summary>Whether penalties apply to a parameter.</summary>
    public bool Decays(Parameter parameter) => groups.GetValueOrDefault(parameter)?.Decays ?? parameter.Decays;

    /// <summary>Gets the index of a parameter's factors in <see cref="Factors"/>.</summary>
    public int FactorIndex(Parameter parameter) => Array.IndexOf(Factors, FactorsOf(parameter));

    /// <summary>Gets the factor of a parameter's penalties.</summary>
    public double DecayFactor(Parameter parameter) => FactorsOf(parameter).Decay;

    /// <summary>Gets the offset of a parameter in each slot of the optimizer.</summary>
    public int SlotOffset(Parameter parameter) => IsPlain ? parameter.Offset : slots[parameter];

    /// <summary>Sets the padding between the parameters in every slot of the optimizer to zero.</summary>
    public void ClearPadding<T>(Span<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < block.Length; start += SlotLength)
        {
            Span<T> slot = block.Slice(start, SlotLength);
            int end = 0;
            foreach (Parameter parameter in InOrder.OrderBy(SlotOffset))
            {
                slot[end..SlotOffset(parameter)].Clear();
                end = SlotOffset(parameter) + parameter.Count;
            }

            slot[end..].Clear();
        }
    }

    private static bool CanHave(ParameterGroup group, Parameter parameter) => group.Has(parameter) && (parameter.Trains || (group.Frozen && IsEdges(parameter)));

    private static bool IsEdges(Parameter parameter) => !parameter.Trains && parameter.Name.EndsWith(".edges", StringComparison.Ordinal);

    private static string LayerOf(Parameter parameter) => parameter.Name[..parameter.Name.LastIndexOf('.')];

    private GroupFactors FactorsOf(Parameter parameter) =>
        groups.GetValueOrDefault(parameter) is { } group ? new GroupFactors(group.LearningRateFactor, group.DecayFactor, parameter.Trains ? group.FrozenEpochs : 0) : GroupFactors.None;
}

/// <summary>The factors of a group.</summary>
/// <param name="Rate">The factor of the learning rate.</param>
/// <param name="Decay">The factor of penalties and weight decay.</param>
/// <param name="FrozenEpochs">The number of epochs before the parameters are trained.</param>
internal readonly record struct GroupFactors(double Rate, double Decay, int FrozenEpochs = 0) : IComparable<GroupFactors>
{
    /// <summary>The factors of parameters in no group.</summary>
    public static GroupFactors None => new(1, 1);

    /// <inheritdoc/>
    public int CompareTo(GroupFactors other) => (Rate, Decay, FrozenEpochs).CompareTo((other.Rate, other.Decay, other.FrozenEpochs));
}
