namespace Descent;

/// <summary>Looks on while a model is trained, and may stop it. Methods that are not overridden cost nothing worth speaking of.</summary>
/// <remarks>All methods are called on the training thread, one after the other. An exception ends training with the last good weights in place.</remarks>
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
    /// <summary>After every update.</summary>
    /// <param name="state">The state of training; valid until the method returns.</param>
    public virtual void OnStep(TrainingState state)
    {
    }

    /// <summary>After every finished epoch, when its losses are known.</summary>
    /// <param name="state">The state of training; valid until the method returns.</param>
    /// <param name="record">What the epoch brought.</param>
    public virtual void OnEpoch(TrainingState state, EpochRecord record)
    {
    }

    /// <summary>When training has ended and the model has its weights, unless it failed.</summary>
    /// <param name="history">The course.</param>
    public virtual void OnEnd(History history)
    {
    }
}
