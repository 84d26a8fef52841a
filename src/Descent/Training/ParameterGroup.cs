using System.IO.Enumeration;

namespace Descent;

/// <summary>A group of parameters that are trained differently from the others: at another rate, with or without weight decay, or not at all.</summary>
/// <remarks>
/// Groups correspond to PyTorch's parameter groups and Keras's <c>trainable = False</c>. If several groups name a parameter, the first one applies. A frozen parameter
/// keeps the value that it has in the model, with a warm start or without. It has no gradient and no optimizer state, and the backward pass
/// ends at the first parameter that is trained. If all trainable parameters of a layer are frozen, its bin edges and running statistics are frozen as well, with
/// a warm start or without. A batch normalization whose scale and shift are both frozen normalizes by its running statistics, as in Keras. Running statistics of a layer that
/// is only frozen for some epochs follow the batches from the beginning.
/// </remarks>
/// <example><c>Groups = [new ParameterGroup("layers.0.*", Frozen: true), new ParameterGroup("*.bias", LearningRateFactor: 2)]</c></example>
/// <param name="Names">The parameters by name, with <c>*</c> for any characters and <c>?</c> for one: <c>layers.0.*</c> is a layer, <c>*.bias</c> all biases.</param>
/// <param name="LearningRateFactor">The factor of the optimizer's learning rate, above 0; default 1.</param>
/// <param name="Decays">Whether penalties and weight decay apply; by default they apply to weights, but not to parameters such as biases and slopes.</param>
/// <param name="Frozen">Whether the parameters keep their values; default no. Bin edges, which are not trained, can be frozen separately.</param>
/// <param name="DecayFactor">The factor of penalties and weight decay, if they apply, at least 0; default 1. Decoupled decay is proportional to the learning rate, so it is multiplied by both factors.</param>
/// <param name="FrozenEpochs">The number of epochs for which the parameters keep the values that they have in the model, with a warm start or without, before they are trained; default 0. The optimizer counts their steps from then on.</param>
public sealed record ParameterGroup(string Names, double LearningRateFactor = 1, bool? Decays = null, bool Frozen = false, double DecayFactor = 1, int FrozenEpochs = 0)
{
    /// <summary>The parameters by name.</summary>
    public string Names { get; init => field = Given(value); } = Given(Names);

    /// <summary>The factor of the optimizer's learning rate.</summary>
    public double LearningRateFactor { get; init => field = Check.Positive(value, nameof(LearningRateFactor)); } = Check.Positive(LearningRateFactor);

    /// <summary>The factor of penalties and weight decay, if they apply.</summary>
    public double DecayFactor { get; init => field = Check.AtLeast(value, 0.0, nameof(DecayFactor)); } = Check.AtLeast(DecayFactor, 0.0);

    /// <summary>The number of epochs before the parameters are trained.</summary>
    public int FrozenEpochs { get; init => field = Check.AtLeast(value, 0, nameof(FrozenEpochs)); } = Check.AtLeast(FrozenEpochs, 0);

    /// <summary>Whether the group includes a parameter.</summary>
    internal bool Has(Parameter parameter) => FileSystemName.MatchesSimpleExpression(Names, parameter.Name, ignoreCase: false);

    private static string Given(string names)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(names, nameof(Names));
        return names;
    }
}
