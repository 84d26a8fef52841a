namespace Descent;

/// <summary>
/// A step of a network's computation, independent of element types, registers and memory. Summaries, checks and backends use the same list of steps.
/// </summary>
/// <param name="Layer">The index of the layer that it belongs to.</param>
/// <param name="Input">The input.</param>
/// <param name="Output">The result.</param>
internal abstract record NetworkStep(int Layer, Value Input, Value Output)
{
    /// <summary>All inputs.</summary>
    public virtual IReadOnlyList<Value> Inputs => [Input];

    /// <summary>The parameters that it uses.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Whether it ignores category codes among its inputs, or looks them up in a table.</summary>
    public virtual bool TakesNumbersOnly => false;

    /// <summary>The number of rows of the output that belong to each input of the network, in order; null if they are mixed.</summary>
    public IReadOnlyList<int>? Chunks { get; init; }

    /// <summary>The range of the output.</summary>
    public virtual OutputRange Range => OutputRange.Unbounded;

    /// <summary>The multiply-adds of its matrices per sample.</summary>
    public virtual long MultiplyAdds => 0;
}

/// <summary><c>y = W·x + b</c>.</summary>
internal sealed record AffineStep(int Layer, Value Input, Value Output, Parameter Weight, Parameter? Bias) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => Bias is null ? [Weight] : [Weight, Bias];

    /// <inheritdoc/>
    public override long MultiplyAdds => Weight.Count;
}

/// <summary>An elementwise function.</summary>
internal sealed record ElementwiseStep(int Layer, Value Input, Value Output, string Name, IElementwiseFunction Function) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override OutputRange Range => Function.Range;
}

/// <summary>An elementwise function with one learnable parameter per neuron.</summary>
internal sealed record PerNeuronStep(int Layer, Value Input, Value Output, string Name, IPerNeuronFunction Function, Parameter Parameter) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Parameter];
}

/// <summary>Softmax over the layer, or its logarithm.</summary>
internal sealed record SoftmaxStep(int Layer, Value Input, Value Output, bool IsLogarithm) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override OutputRange Range => IsLogarithm ? OutputRange.LogDistribution : OutputRange.Distribution;
}

/// <summary>Normalization of every neuron over the batch, or by running statistics in inference.</summary>
internal sealed record BatchNormalizationStep(
    int Layer, Value Input, Value Output, Schedule Momentum, double Epsilon, Parameter Scale, Parameter Shift, Parameter RunningMean, Parameter RunningVariance) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Scale, Shift, RunningMean, RunningVariance];
}

/// <summary>Normalization of every sample over the layer.</summary>
internal sealed record LayerNormalizationStep(int Layer, Value Input, Value Output, double Epsilon, Parameter Scale, Parameter Shift) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Scale, Shift];
}

/// <summary>Inverted dropout; the identity in inference.</summary>
internal sealed record DropoutStep(int Layer, Value Input, Value Output, Schedule Rate, bool PerBatch) : NetworkStep(Layer, Input, Output);

/// <summary>Normal noise; the identity in inference.</summary>
internal sealed record NoiseStep(int Layer, Value Input, Value Output, Schedule StandardDeviation) : NetworkStep(Layer, Input, Output);

/// <summary>The sum of two results of the same width.</summary>
internal sealed record AddStep(int Layer, Value Input, Value Other, Value Output) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Value> Inputs => [Input, Other];
}

/// <summary>The concatenation of several results.</summary>
/// <param name="Layer">The index of the layer that it belongs to.</param>
/// <param name="Parts">The results, at least one.</param>
/// <param name="Output">The result, which is as wide as all parts together.</param>
/// <param name="Common">The range that all parts have in common.</param>
internal sealed record ConcatenateStep(int Layer, IReadOnlyList<Value> Parts, Value Output, OutputRange Common) : NetworkStep(Layer, Parts[0], Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Value> Inputs => Parts;

    /// <inheritdoc/>
    public override OutputRange Range => Common;
}
