namespace Descent;

/// <summary>
/// Batch normalization: <c>y = γ·(x − μ)/√(σ² + ε) + β</c> for every neuron. In training μ and σ² are mean and (biased)
/// variance of the batch, and the gradient goes through both; in use they are running averages of what training saw.
/// </summary>
/// <remarks>
/// <para>Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift", 2015;
/// Its place in the list decides what is normalized: before the activation as in the paper (Z),
/// <c>[new Dense(64), new BatchNormalization(), new Relu()]</c>, or after it. A bias right before it has no effect:
/// <c>new Dense(64) { UseBias = false }</c> saves it.</para>
/// <para>As many numbers γ (<c>scale</c>, at first 1) and β (<c>shift</c>, at first 0) as neurons are learned; weight penalties and
/// decay leave them alone by default. <c>running_mean</c> (at first 0) and <c>running_variance</c> (at first 1) are saved with the model
/// but do not train; the variance that is averaged is the unbiased one, as in PyTorch.</para>
/// <para>A batch of one row has no variance. PyTorch refuses it; here, because the last batch of an epoch may be one, it is
/// normalized by the running statistics, which stay as they are, and everything learns from it. Row weights do not weight the statistics.</para>
/// </remarks>
/// <example><c>Network network = [new Dense(64), new BatchNormalization(), new Relu(), new Dense(1)];</c></example>
/// <param name="Momentum">The share of the newest batch in the running averages, in (0, 1], a schedule may change it; default 0.1 as in PyTorch. Keras counts the other way: its 0.99 is 0.01 here.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−5 as in PyTorch (Keras: 1e−3).</param>
public sealed record BatchNormalization(Schedule? Momentum = null, double Epsilon = 1e-5) : Layer
{
    /// <summary>The share of the newest batch in the running averages.</summary>
    public Schedule Momentum { get; init => field = NumberRange.Share.Of(value); } = NumberRange.Share.Of(Momentum ?? 0.1);

    /// <summary>ε.</summary>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = Check.Positive(Epsilon);

    internal override bool IsSeenThrough => true;

    internal override void Write(StepBuilder steps) => steps.BatchNormalization(Momentum, Epsilon);
}
