using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>A function of single numbers, which any backend can ask for its kernel.</summary>
internal interface IElementwiseFunction
{
    /// <summary>Where its values lie.</summary>
    OutputRange Range { get; }

    /// <summary>Hands the kernel for a lane type to a visitor.</summary>
    /// <exception cref="ArgumentException">If the element type cannot hold one of its constants.</exception>
    TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;
}

/// <summary>Receives the kernel of an elementwise activation with its own type, so that a backend can compile a loop for it.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <typeparam name="TResult">What the receiver makes of it.</typeparam>
public interface IElementwiseVisitor<V, TResult>
    where V : struct, ILane<V>
{
    /// <summary>Receives the kernel.</summary>
    /// <typeparam name="K">Its type.</typeparam>
    /// <param name="kernel">The function with its constants.</param>
    /// <returns>What is made of it.</returns>
    TResult Visit<K>(K kernel)
        where K : struct, IElementwise<V>;
}

/// <summary>A function of single numbers with one learnable parameter per neuron.</summary>
internal interface IPerNeuronFunction
{
    /// <summary>Hands the kernel for a lane type to a visitor.</summary>
    TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;
}

/// <summary>Receives the kernel of an activation with one learnable parameter per neuron with its own type, so that a backend can compile loops for it.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <typeparam name="TResult">What the receiver makes of it.</typeparam>
public interface IPerNeuronVisitor<V, TResult>
    where V : struct, ILane<V>
{
    /// <summary>Receives the kernel.</summary>
    /// <typeparam name="K">Its type.</typeparam>
    /// <param name="kernel">The function with its constants.</param>
    /// <returns>What is made of it.</returns>
    TResult Visit<K>(K kernel)
        where K : struct, IPerNeuron<V>;
}

/// <summary>What training makes small, as a backend sees it: elementwise or over whole samples, alone or together with the last activation.</summary>
internal interface ILossFunction
{
    /// <summary>By what each sample's weight is multiplied.</summary>
    double Scale(int samples, int outputs);

    /// <summary>Hands its kernel to a visitor.</summary>
    /// <param name="takesOver">Whether it gets what goes into the last activation.</param>
    /// <param name="visitor">Receives it.</param>
    TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>;
}

/// <summary>Receives the kernel of an <see cref="ILossFunction"/>.</summary>
internal interface ILossVisitor<T, V, TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>Receives a loss that works output by output.</summary>
    TResult Elementwise<K>(K kernel)
        where K : struct, IElementLoss<V>;

    /// <summary>Receives a loss that takes all outputs of a sample together; it is called once per share of a batch.</summary>
    TResult Samplewise(SampleLoss<T> kernel);
}

/// <summary>Fills losses and gradients of some samples, each a column.</summary>
internal delegate void SampleLoss<T>(Matrix<T> output, Matrix<T> target, Matrix<T> weights, Matrix<T> delta, Matrix<T> losses)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Receives the kernel of an elementwise loss with its own type, so that a backend can compile a loop for it.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <typeparam name="TResult">What the receiver makes of it.</typeparam>
public interface IElementLossVisitor<V, TResult>
    where V : struct, ILane<V>
{
    /// <summary>Receives the kernel.</summary>
    /// <typeparam name="K">Its type.</typeparam>
    /// <param name="kernel">The loss with its constants.</param>
    /// <returns>What is made of it.</returns>
    TResult Visit<K>(K kernel)
        where K : struct, IElementLoss<V>;
}

/// <summary>Receives the kernel of a loss over whole samples with its own type, so that a backend can compile a loop for it.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <typeparam name="TResult">What the receiver makes of it.</typeparam>
public interface ISampleLossVisitor<V, TResult>
    where V : struct, ILane<V>
{
    /// <summary>Receives the kernel.</summary>
    /// <typeparam name="K">Its type.</typeparam>
    /// <param name="kernel">The loss with its constants.</param>
    /// <returns>What is made of it.</returns>
    TResult Visit<K>(K kernel)
        where K : struct, ISampleLoss<V>;
}
