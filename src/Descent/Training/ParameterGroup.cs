using System.IO.Enumeration;

namespace Descent;

/// <summary>Parameters that are trained differently from the others: at another rate, with or without weight decay, or not at all.</summary>
/// <remarks>
/// PyTorch's parameter groups and Keras's <c>trainable = False</c>. Of several groups that name a parameter the first one holds. A frozen parameter
/// keeps the value that it has in the model, with a warm start or without; it has no gradient and no place in the optimizer, and nothing is
/// computed backwards below the first parameter that is trained. Where all that a layer learns is frozen, what it takes from the rows stays as it is, too, with
/// a warm start or without: edges of bins, and running statistics. A batch normalization whose scale and shift are both frozen normalizes by these, as in Keras.
/// </remarks>
/// <example><c>Groups = [new ParameterGroup("layers.0.*", Frozen: true), new ParameterGroup("*.bias", LearningRateFactor: 2)]</c></example>
/// <param name="Names">The parameters by name, with <c>*</c> for any characters and <c>?</c> for one: <c>layers.0.*</c> is a layer, <c>*.bias</c> all biases.</param>
/// <param name="LearningRateFactor">By what the optimizer's learning rate is multiplied, above 0; default 1.</param>
/// <param name="Decays">Whether penalties and weight decay apply; default as usual: to weights, not to biases, slopes and the like.</param>
/// <param name="Frozen">Whether they stay as they are; default no. Edges of bins, which are not trained, can be frozen on their own.</param>
/// <param name="DecayFactor">By what penalties and weight decay are multiplied where they apply, at least 0; default 1. A decoupled decay follows the learning rate, so that it is multiplied by both factors.</param>
public sealed record ParameterGroup(string Names, double LearningRateFactor = 1, bool? Decays = null, bool Frozen = false, double DecayFactor = 1)
{
    /// <summary>The parameters by name.</summary>
    public string Names { get; init => field = Given(value); } = Given(Names);

    /// <summary>By what the optimizer's learning rate is multiplied.</summary>
    public double LearningRateFactor { get; init => field = Check.Positive(value, nameof(LearningRateFactor)); } = Check.Positive(LearningRateFactor);

    /// <summary>By what penalties and weight decay are multiplied where they apply.</summary>
    public double DecayFactor { get; init => field = Check.AtLeast(value, 0.0, nameof(DecayFactor)); } = Check.AtLeast(DecayFactor, 0.0);

    /// <summary>Whether it names a parameter.</summary>
    internal bool Has(Parameter parameter) => FileSystemName.MatchesSimpleExpression(Names, parameter.Name, ignoreCase: false);

    private static string Given(string names)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(names, nameof(Names));
        return names;
    }
}
