using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Which parameters of a network a training changes, and how: what <see cref="TrainingOptions.Groups"/> say of each.</summary>
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

        // What a layer takes from the rows, running statistics or edges of bins, fits its weights: it is kept where they all are.
        foreach (IGrouping<string, Parameter> layer in table.InOrder.GroupBy(LayerOf, StringComparer.Ordinal).Where(layer => layer.Any(parameter => parameter.Trains) && layer.All(parameter => !parameter.Trains || IsFrozen(parameter))))
        {
            keptStates.UnionWith(layer.Where(parameter => !parameter.Trains));
        }

        InOrder = [.. table.InOrder.Where(parameter => parameter.Trains && !IsFrozen(parameter))];
        Factors = [.. InOrder.Select(FactorsOf).Append(GroupFactors.None).Distinct().Order()];
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

    /// <summary>Whether there are no groups, so that all parameters lie in two runs.</summary>
    public bool IsPlain { get; }

    /// <summary>The parameters that are trained, in the order of the layers.</summary>
    public Parameter[] InOrder { get; }

    /// <summary>The different factors of rates and decay, rising; those of no group are among them.</summary>
    public GroupFactors[] Factors { get; }

    /// <summary>How many numbers the optimizer remembers in each of its slots.</summary>
    public int SlotLength { get; }

    /// <summary>The trained parameters of a network.</summary>
    /// <exception cref="ArgumentException">If a group names no parameter that could be trained, or all are frozen.</exception>
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
                        ? $"{state.Name} is not trained: the edges of bins are quantiles of the training rows. A group can only keep them as they are, with Frozen: true."
                        : $"{state.Name} is not trained: running statistics follow the batches, unless scale and shift are frozen. Freeze {LayerOf(state)}.scale and {LayerOf(state)}.shift, and the statistics stay as they are too.", nameof(options));
                }

                throw new ArgumentException($"No parameter is called '{group.Names}'. There are: {string.Join(", ", table.InOrder.Where(p => p.Trains).Select(p => p.Name))}.", nameof(options));
            }

            if (!table.InOrder.Any(parameter => CanHave(group, parameter) && ReferenceEquals(options.Groups!.FirstOrDefault(first => first.Has(parameter)), group)))
            {
                throw new ArgumentException($"The group '{group.Names}' holds for no parameter: groups before it have all that it names, and the first one holds. Put it before them, or leave it out.", nameof(options));
            }

            if ((group.LearningRateFactor != 1 || group.DecayFactor != 1) && options.Optimizer is Hypergradient)
            {
                throw new ArgumentException($"Hypergradient learns one rate for all parameters, and they decay alike, but the group '{group.Names}' has a factor of its own. Leave one of them out.", nameof(options));
            }
        }

        TrainedParameters trained = new(table, options.Groups ?? [], AlignedBlock<T>.PerAlignment);

        // A network without anything to learn is refused as such, whatever the groups say.
        return trained.InOrder.Length > 0 || !table.InOrder.Any(parameter => parameter.Trains) ? trained : throw new ArgumentException("The groups freeze every parameter; nothing is left to learn.", nameof(options));
    }

    /// <summary>The weights that a training begins with: those of the model with a warm start, otherwise fresh ones, except where they are frozen.</summary>
    public AlignedBlock<T> Begin<T>(Model<T> model, TrainingOptions options, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (options.WarmStart)
        {
            return model.Block.Copy();
        }

        AlignedBlock<T> fresh = model.Steps.Parameters.Initialize<T>(seed);
        foreach (Parameter frozen in model.Parameters.Where(IsFrozen))
        {
            model.Block.Span.Slice(frozen.Offset, frozen.Count).CopyTo(fresh.Span[frozen.Offset..]);
        }

        return fresh;
    }

    /// <summary>Whether a parameter stays as it is.</summary>
    public bool IsFrozen(Parameter parameter) => keptStates.Contains(parameter) || ((parameter.Trains || IsEdges(parameter)) && groups.GetValueOrDefault(parameter) is { Frozen: true });

    /// <summary>Whether penalties apply to a parameter.</summary>
    public bool Decays(Parameter parameter) => groups.GetValueOrDefault(parameter)?.Decays ?? parameter.Decays;

    /// <summary>Which of <see cref="Factors"/> is a parameter's.</summary>
    public int FactorIndex(Parameter parameter) => Array.IndexOf(Factors, FactorsOf(parameter));

    /// <summary>By what a parameter's penalties are multiplied.</summary>
    public double DecayFactor(Parameter parameter) => FactorsOf(parameter).Decay;

    /// <summary>Where a parameter begins in each slot of the optimizer.</summary>
    public int SlotOffset(Parameter parameter) => IsPlain ? parameter.Offset : slots[parameter];

    /// <summary>Zeroes what lies between the parameters in every slot of the optimizer.</summary>
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
        groups.GetValueOrDefault(parameter) is { } group ? new GroupFactors(group.LearningRateFactor, group.DecayFactor) : GroupFactors.None;
}

/// <summary>What a group multiplies.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Decay">Penalties and decay.</param>
internal readonly record struct GroupFactors(double Rate, double Decay) : IComparable<GroupFactors>
{
    /// <summary>Those of parameters in no group.</summary>
    public static GroupFactors None => new(1, 1);

    /// <inheritdoc/>
    public int CompareTo(GroupFactors other) => (Rate, Decay).CompareTo((other.Rate, other.Decay));
}
