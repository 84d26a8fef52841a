using System.Numerics;

namespace Descent;

/// <summary>One update of a recorded run, with the numbers from which it was computed.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Step">The number of the update, from 1: it leads from the weights after <c>Step − 1</c> updates to those after <c>Step</c>.</param>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="Loss">The loss of its batch, before the update; penalties are not included.</param>
/// <param name="Rows">The numbers of the rows of its batch: of the training rows, or of those that the <see cref="Resampling"/> has produced from them.</param>
/// <param name="Parameters">The parameters in the order of the layers.</param>
public sealed record RecordedStep<T>(long Step, int Epoch, double Loss, IReadOnlyList<int> Rows, IReadOnlyList<RecordedParameter<T>> Parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Gets a parameter by its name.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter; the message lists the existing ones.</exception>
    public RecordedParameter<T> this[string name] => Parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new ArgumentException($"There is no parameter '{name}'. The parameters are: {string.Join(", ", Parameters.Select(parameter => parameter.Name))}.", nameof(name));
}

/// <summary>One parameter in an update: what it was, what changed it, and what it became.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Name">Its name, such as <c>layers.0.weight</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Before">Its values before the update, row by row. Before the first update of an epoch, initializers such as <see cref="Randomized"/> have acted.</param>
/// <param name="Gradient">The gradient of the loss, after clipping; empty if the parameter is frozen or not trained, or with a <see cref="FullBatchOptimizer"/>.</param>
/// <param name="After">Its values after the update.</param>
/// <param name="State">The state of the optimizer for this parameter; empty if it has none.</param>
public sealed record RecordedParameter<T>(string Name, IReadOnlyList<int> Shape, T[] Before, T[] Gradient, T[] After, IReadOnlyList<RecordedState<T>> State)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Its learning rate η in this update, with the factor of its group.</summary>
    public double LearningRate { get; init; }

    /// <summary>The number t of updates, with this one, that the optimizer's averages contain: the exponent of its correction <c>1 − βᵗ</c>.</summary>
    public long Updates { get; init; }

    /// <summary>The factor a of a quadratic penalty: the update uses the gradient <c>g + a·θ + b·sign(θ)</c>.</summary>
    public double QuadraticPenalty { get; init; }

    /// <summary>The factor b of an absolute penalty; 0 if <see cref="Gradient"/> contains it, because the penalty stops weights at zero.</summary>
    public double AbsolutePenalty { get; init; }
}

/// <summary>A kind of number that an optimizer keeps per parameter.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Name">Its name in the formula of the optimizer, such as <c>m</c>.</param>
/// <param name="Before">The values before the update.</param>
/// <param name="After">The values after the update.</param>
public sealed record RecordedState<T>(string Name, T[] Before, T[] After)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
