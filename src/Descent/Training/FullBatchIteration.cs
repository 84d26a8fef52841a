using System.Numerics;

namespace Descent;

/// <summary>A <see cref="FullBatchOptimizer"/> at work: performs iterations, and has the state that they pass on.</summary>
internal abstract class FullBatchIteration<T>(FullBatchLoss<T> function, double tolerance) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private bool hasBegun;

    /// <summary>Begins the iterations of an optimizer.</summary>
    public static FullBatchIteration<T> Of(FullBatchOptimizer optimizer, FullBatchLoss<T> function) => optimizer switch
    {
        Lbfgs lbfgs => new LbfgsIteration<T>(lbfgs, function),
        LevenbergMarquardt marquardt => new LevenbergMarquardtIteration<T>(marquardt, function),
        _ => throw new ArgumentException($"{optimizer.GetType().Name} has no iterations.", nameof(optimizer)),
    };

    /// <summary>The loss before the first iteration of this run.</summary>
    public double InitialLoss { get; private set; }

    /// <summary>Whether the last iteration changed the weights.</summary>
    public bool HasMoved { get; private set; }

    /// <summary>Whether no further iteration can lower the loss.</summary>
    public bool HasConverged { get; private set; }

    /// <summary>The length of the last step, as a factor of the direction that was computed.</summary>
    public double StepLength { get; protected set; } = 1;

    /// <summary>The state that the next iteration needs beside the weights, for checkpoints.</summary>
    public abstract byte[] State();

    /// <summary>Continues with the state of a checkpoint.</summary>
    /// <exception cref="ArgumentException">If it is not the state of such an iteration.</exception>
    public abstract void Restore(ReadOnlySpan<byte> state);

    /// <summary>Ends the threads that it has started.</summary>
    public virtual void Dispose()
    {
    }

    /// <summary>The function that is minimized.</summary>
    protected FullBatchLoss<T> Function => function;

    /// <summary>The function at the present weights.</summary>
    protected double Value { get; set; }

    /// <summary>Its gradient.</summary>
    protected double[] Gradient { get; set; } = new double[function.Count];

    /// <summary>Performs one iteration.</summary>
    /// <returns>The loss of the weights after it, without the penalty. It is not finite only if that of the weights with which training began is not.</returns>
    public double Run()
    {
        if (!hasBegun)
        {
            hasBegun = true;
            Value = function.Evaluate(Gradient);
            Loss = InitialLoss = function.Loss;
        }

        if (double.IsFinite(Loss))
        {
            HasMoved = !IsFlat && Improve();
            HasConverged = !HasMoved || IsFlat;
        }

        return Loss;
    }

    /// <summary>The loss at the present weights, without the penalty.</summary>
    protected double Loss { get; set; }

    private bool IsFlat
    {
        get
        {
            foreach (double slope in Gradient)
            {
                if (!(Math.Abs(slope) <= tolerance))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Finds weights with a lower value, and sets <see cref="Value"/>, <see cref="Gradient"/> and <see cref="Loss"/> there; otherwise leaves the weights unchanged.</summary>
    /// <returns>Whether there are such weights.</returns>
    protected abstract bool Improve();
}
