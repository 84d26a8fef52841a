namespace Descent;

/// <summary>
/// Layer normalization: <c>y = γ·(x − μ)/√(σ² + ε) + β</c> with mean μ and (biased) variance σ² over the neurons of each sample.
/// It needs no batch: the same in training and in use, for one row as for many.
/// </summary>
/// <remarks>
/// Ba, Kiros and Hinton, "Layer normalization", 2016. γ (<c>scale</c>, at first 1) and β (<c>shift</c>, at first 0) are learned, one
/// per neuron; weight penalties and decay leave them alone by default. A network with fewer than 2 neurons before it is refused when it is built.
/// </remarks>
/// <example><c>Network network = [new Dense(64), new LayerNormalization(), new Relu(), new Dense(1)];</c></example>
/// <param name="Epsilon">ε &gt; 0; default 1e−5 as in PyTorch (Keras: 1e−3).</param>
public sealed record LayerNormalization(double Epsilon = 1e-5) : Layer
{
    /// <summary>ε.</summary>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = Check.Positive(Epsilon);

    internal override bool IsSeenThrough => true;

    internal override void Write(StepBuilder steps) => steps.LayerNormalization(Epsilon);
}
