namespace Descent;

/// <summary>
/// Layer normalization: <c>y = γ·(x − μ)/√(σ² + ε) + β</c> with the mean μ and the (biased) variance σ² over the neurons of each sample.
/// It does not depend on the batch: training and inference are the same, for one row and for many.
/// </summary>
/// <remarks>
/// Ba, Kiros and Hinton, "Layer normalization", 2016. γ (<c>scale</c>, initially 1) and β (<c>shift</c>, initially 0) are learned, one of each
/// per neuron; weight penalties and decay do not apply to them by default. Building a network with fewer than 2 neurons before this layer throws an exception.
/// </remarks>
/// <example><c>Network network = [new Dense(64), new LayerNormalization(), new Relu(), new Dense(1)];</c></example>
/// <param name="Epsilon">ε &gt; 0; default 1e−5 as in PyTorch (Keras: 1e−3).</param>
public sealed record LayerNormalization([Option(Above = 0)] double Epsilon = 1e-5) : Layer
{
    /// <summary>ε.</summary>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = Check.Positive(Epsilon);

    internal override bool IsSkippedByInitialization => true;

    internal override void Write(StepBuilder steps) => steps.LayerNormalization(Epsilon);
}
