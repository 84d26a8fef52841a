namespace Descent;

/// <summary>
/// Batch normalization: <c>y = γ·(x − μ)/√(σ² + ε) + β</c> for every neuron. In training mode, μ and σ² are the mean and the (biased)
/// variance of the batch, and the gradient includes both; in inference, they are the running averages from training.
/// </summary>
/// <remarks>
/// <para>Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift", 2015.
/// Its position in the list decides what is normalized: before the activation as in the paper (Z),
/// <c>[new Dense(64), new BatchNormalization(), new Relu()]</c>, or after it. A bias right before it has no effect:
/// <c>new Dense(64) { UseBias = false }</c> omits it.</para>
/// <para>γ (<c>scale</c>, initially 1) and β (<c>shift</c>, initially 0) are learned, one of each per neuron; weight penalties and
/// decay do not apply to them by default. <c>running_mean</c> (initially 0) and <c>running_variance</c> (initially 1) are saved with the model
/// but not trained; the running variance averages the unbiased variance, as in PyTorch.</para>
/// <para>A batch of one row has no variance. PyTorch rejects it; here it is normalized by the running statistics, which it does not change,
/// because the last batch of an epoch may have a single row. All parameters are still trained on it. Row weights do not affect the statistics.</para>
/// </remarks>
/// <example><c>Network network = [new Dense(64), new BatchNormalization(), new Relu(), new Dense(1)];</c></example>
/// <param name="Momentum">The fraction of the newest batch in the running averages, a number in (0, 1] or a schedule; default 0.1 as in PyTorch. Keras uses the complement: its 0.99 is 0.01 here.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−5 as in PyTorch (Keras: 1e−3).</param>
public sealed record BatchNormalization([Option(Above = 0, AtMost = 1)] Schedule? Momentum = null, [Option(Above = 0)] double Epsilon = 1e-5) : Layer
{
    /// <summary>The fraction of the newest batch in the running averages.</summary>
    public Schedule Momentum { get; init => field = NumberRange.PositiveFraction.Of(value); } = NumberRange.PositiveFraction.Of(Momentum ?? 0.1);

    /// <summary>ε.</summary>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = Check.Positive(Epsilon);

    internal override bool IsSkippedByInitialization => true;

    internal override void Write(StepBuilder steps) => steps.BatchNormalization(Momentum, Epsilon);
}
