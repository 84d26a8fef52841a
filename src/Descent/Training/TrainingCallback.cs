namespace Descent;

/// <summary>Observes the training of a model, and may stop it. Methods that are not overridden have a negligible cost.</summary>
/// <remarks>All methods are called on the training thread, one after the other. An exception ends training; the model gets the last good weights.</remarks>
/// <example>
/// <code>
/// sealed class StopAtSmallGradients : TrainingCallback
/// {
///     public override void OnStep(TrainingState state)
///     {
///         if (state.GradientNorm() &lt; 1e-4)
///         {
///             state.Stop();
///         }
///     }
/// }
/// </code>
/// </example>
public abstract class TrainingCallback
{
    /// <summary>Whether the callback can be told what it needs, so that the training may run in another process.</summary>
    internal virtual bool CanFollow => false;

    /// <summary>Called after every update.</summary>
    /// <param name="state">The state of training; valid until the method returns.</param>
    public virtual void OnStep(TrainingState state)
    {
    }

    /// <summary>Called after every finished epoch, when its losses are known.</summary>
    /// <param name="state">The state of training; valid until the method returns.</param>
    /// <param name="record">The results of the epoch.</param>
    public virtual void OnEpoch(TrainingState state, EpochRecord record)
    {
    }

    /// <summary>Called when training has ended and the model has its weights, unless training failed.</summary>
    /// <param name="history">The history of training.</param>
    public virtual void OnEnd(History history)
    {
    }
}
