using System.Numerics;
using System.Text.Json.Serialization;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// An optimizer that uses all training rows for every update: an epoch is one iteration, which may compute the loss several times. It minimizes one fixed
/// function of the weights, the loss over all rows plus the penalty.
/// </summary>
/// <remarks>
/// <para>It is used with <see cref="Trainer.Fit{T}(Model{T}, Descent.Data.Dataset, TrainingOptions, CancellationToken)"/>. <see cref="TrainingOptions.BatchSize"/> and
/// <see cref="TrainingOptions.Shuffle"/> have no effect. The loss of an epoch is that of the weights after its iteration. Training ends with
/// <see cref="StopReason.Converged"/> when an iteration finds no lower loss, or when the gradient is small enough.</para>
/// <para>Whatever would change the function between two iterations is rejected: layers that use chance or statistics of a batch (<see cref="Dropout"/>,
/// <see cref="GaussianNoise"/>, <see cref="BatchNormalization"/>), a penalty that follows a schedule, augmentations that draw rows in every epoch. So are absolute
/// penalties, limits of norms and bounds of parameters, clipping, and factors of the learning rate.</para>
/// </remarks>
public abstract record FullBatchOptimizer : Optimizer
{
    private static readonly ConstantSchedule s_whole = new(1);

    private protected FullBatchOptimizer()
        : base(learningRate: null)
    {
    }

    /// <summary>Always 1: the optimizer computes whole steps, so there is no rate to choose.</summary>
    /// <exception cref="ArgumentException">If it is set.</exception>
    [JsonIgnore]
    public override Schedule LearningRate
    {
        get => s_whole;
        init => throw new ArgumentException($"{GetType().Name} has no learning rate, because it determines the length of every step itself. Leave the learning rate out.", nameof(LearningRate));
    }

    /// <summary>The bytes of the optimizer's own state and matrices.</summary>
    /// <param name="weights">The number of trained weights.</param>
    internal abstract long Bytes(long weights);

    /// <summary>The most bytes of its state in a checkpoint.</summary>
    /// <param name="weights">The number of trained weights.</param>
    internal abstract long StateBytes(long weights);

    internal sealed override Updater<T> Compile<T, V>() => new NoUpdater<T>();

    /// <summary>In place of a rule for single batches, of which there are none.</summary>
    private sealed class NoUpdater<T> : Updater<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override int Slots => 0;

        public override void Prepare(in TrainingPosition position) => throw new NotSupportedException();

        public override void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute, bool decays) => throw new NotSupportedException();
    }
}
