namespace Descent;

/// <summary>The state of training that a <see cref="TrainingCallback"/> receives.</summary>
public abstract class TrainingState
{
    private protected TrainingState()
    {
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The number of updates made so far, in all epochs.</summary>
    public long Steps { get; internal set; }

    /// <summary>The loss of the last batch, before its update; with a <see cref="FullBatchOptimizer"/>, that of all rows after it. Penalties are not included.</summary>
    public double Loss { get; internal set; }

    /// <summary>The learning rate of the last update.</summary>
    public double LearningRate { get; internal set; }

    internal bool IsStopped { get; private set; }

    /// <summary>Computes the norm <c>‖g‖₂</c> of all gradients of the last update together, after clipping.</summary>
    /// <returns>The norm.</returns>
    public abstract double GradientNorm();

    /// <summary>Gets a copy of the current values of a parameter, in double.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <returns>The numbers, row after row.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter.</exception>
    public abstract double[] GetParameter(string name);

    /// <summary>Gets a copy of the gradient of a parameter at the last update, after clipping, in double; zeros if the parameter is frozen or not trained.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <returns>The numbers, row after row.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter.</exception>
    public abstract double[] GetGradient(string name);

    /// <summary>Ends training after this call. As after cancellation, the model gets the best weights so far.</summary>
    public void Stop() => IsStopped = true;
}
