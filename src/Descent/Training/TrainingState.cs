namespace Descent;

/// <summary>Where training stands, as a <see cref="TrainingCallback"/> sees it.</summary>
public abstract class TrainingState
{
    private protected TrainingState()
    {
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Updates made so far, of all epochs.</summary>
    public long Steps { get; internal set; }

    /// <summary>The loss of the last batch, before its update; penalties not included.</summary>
    public double Loss { get; internal set; }

    /// <summary>The learning rate of the last update.</summary>
    public double LearningRate { get; internal set; }

    internal bool IsStopped { get; private set; }

    /// <summary>The norm <c>‖g‖₂</c> of all gradients of the last update together, after clipping; computed when asked for.</summary>
    /// <returns>The norm.</returns>
    public abstract double GradientNorm();

    /// <summary>A copy of a parameter as it is now, in double.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <returns>The numbers, row after row.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter.</exception>
    public abstract double[] GetParameter(string name);

    /// <summary>A copy of the gradient of a parameter at the last update, after clipping, in double; zeros for what is frozen or does not train.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <returns>The numbers, row after row.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter.</exception>
    public abstract double[] GetGradient(string name);

    /// <summary>Ends training after this call: as if it had been cancelled, the best weights so far are the result.</summary>
    public void Stop() => IsStopped = true;
}
