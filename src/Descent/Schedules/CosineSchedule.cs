namespace Descent;

/// <summary>Cosine decay: <c>Final + ½·(Initial − Final)·(1 + cos(π·epoch / Epochs))</c>, and Final afterwards.</summary>
/// <remarks>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017; Keras's CosineDecay, PyTorch's CosineAnnealingLR (which rises again after its end).</remarks>
/// <param name="Initial">The value at the start.</param>
/// <param name="Epochs">The number of epochs until the final value, above 0; default the epochs of the run, or 100 outside a run.</param>
/// <param name="Final">The final value; default 0.</param>
public sealed record CosineSchedule([Option] double Initial, [Option("those of the run", Above = 0)] double? Epochs = null, [Option] double Final = 0) : Schedule
{
    /// <summary>The value at the start.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>The number of epochs until the final value.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <summary>The final value.</summary>
    public double Final { get; init => field = Check.Finite(value, nameof(Final)); } = Check.Finite(Final);

    /// <inheritdoc/>
    public override double At(TrainingPosition position) => Between(Initial, Final, Math.Min(1, position.Epoch / LengthAt(Epochs, position)));

    /// <summary>Half a cosine wave from one value to another; <paramref name="share"/> is in [0, 1].</summary>
    internal static double Between(double from, double to, double share) => to + (0.5 * (from - to) * (1 + Math.Cos(Math.PI * share)));
}
