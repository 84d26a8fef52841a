using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>An elementwise function, from which any backend can get the kernel.</summary>
internal interface IElementwiseFunction
{
    /// <summary>The range of its values.</summary>
    OutputRange Range { get; }

    /// <summary>Passes the kernel for a lane type to a visitor.</summary>
    /// <exception cref="ArgumentException">If the element type cannot represent one of its constants.</exception>
    TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;
}

/// <summary>Receives the kernel of an elementwise activation with its concrete type, so that a backend can compile a loop for it.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <typeparam name="TResult">The result of the visitor.</typeparam>
public interface IElementwiseVisitor<V, TResult>
    where V : struct, ILane<V>
{
    /// <summary>Receives the kernel.</summary>
    /// <typeparam name="K">The type of the kernel.</typeparam>
    /// <param name="kernel">The function with its constants.</param>
    /// <returns>The result.</returns>
    TResult Visit<K>(K kernel)
        where K : struct, IElementwise<V>;
}

/// <summary>An elementwise function with one learnable parameter per neuron.</summary>
internal interface IPerNeuronFunction
{
    /// <summary>Passes the kernel for a lane type to a visitor.</summary>
    TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;
}

/// <summary>Receives the kernel of an activation with one learnable parameter per neuron with its concrete type, so that a backend can compile loops for it.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <typeparam name="TResult">The result of the visitor.</typeparam>
public interface IPerNeuronVisitor<V, TResult>
    where V : struct, ILane<V>
{
    /// <summary>Receives the kernel.</summary>
    /// <typeparam name="K">The type of the kernel.</typeparam>
    /// <param name="kernel">The function with its constants.</param>
    /// <returns>The result.</returns>
    TResult Visit<K>(K kernel)
        where K : struct, IPerNeuron<V>;
}

/// <summary>The loss from the viewpoint of a backend: elementwise or over whole samples, alone or fused with the last activation.</summary>
internal interface ILossFunction
{
    /// <summary>The factor of each sample's weight.</summary>
    double Scale(int samples, int outputs);

    /// <summary>Passes the kernel to a visitor.</summary>
    /// <param name="takesOver">Whether the loss is fused with the last activation and receives the input of that activation.</param>
    /// <param name="visitor">Receives the kernel.</param>
    TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>;
}

/// <summary>Receives the kernel of an <see cref="ILossFunction"/>.</summary>
internal interface ILossVisitor<T, V, TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>Receives a loss that is computed for each output separately.</summary>
    TResult Elementwise<K>(K kernel)
        where K : struct, IElementLoss<V>;

    /// <summary>Receives a loss that is computed from all outputs of a sample together; it is called once for each part of a batch.</summary>
    TResult Samplewise(SampleLoss<T> kernel);
}

/// <summary>Computes the losses and gradients of some samples, each of which is a column.</summary>
internal delegate void SampleLoss<T>(Matrix<T> output, Matrix<T> target, Matrix<T> weights, Matrix<T> delta, Matrix<T> losses)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Receives the kernel of an elementwise loss with its concrete type, so that a backend can compile a loop for it.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <typeparam name="TResult">The result of the visitor.</typeparam>
public interface IElementLossVisitor<V, TResult>
    where V : struct, ILane<V>
{
    /// <summary>Receives the kernel.</summary>
    /// <typeparam name="K">The type of the kernel.</typeparam>
    /// <param name="kernel">The loss with its constants.</param>
    /// <returns>The result.</returns>
    TResult Visit<K>(K kernel)
        where K : struct, IElementLoss<V>;
}

/// <summary>Receives the kernel of a loss over whole samples with its concrete type, so that a backend can compile a loop for it.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <typeparam name="TResult">The result of the visitor.</typeparam>
public interface ISampleLossVisitor<V, TResult>
    where V : struct, ILane<V>
{
    /// <summary>Receives the kernel.</summary>
    /// <typeparam name="K">The type of the kernel.</typeparam>
    /// <param name="kernel">The loss with its constants.</param>
    /// <returns>The result.</returns>
    TResult Visit<K>(K kernel)
        where K : struct, ISampleLoss<V>;
}
