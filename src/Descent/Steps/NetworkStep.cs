namespace Descent;

/// <summary>
/// One thing that a network computes, free of element types, registers and memory: summaries, checks and backends read the same list.
/// </summary>
/// <param name="Layer">Index of the layer that it came from.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Output">What it gives.</param>
internal abstract record NetworkStep(int Layer, Value Input, Value Output)
{
    /// <summary>Everything that it reads.</summary>
    public virtual IReadOnlyList<Value> Inputs => [Input];

    /// <summary>The parameters that it uses.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Whether it leaves codes of categories among its inputs alone, or looks them up.</summary>
    public virtual bool TakesNumbersOnly => false;

    /// <summary>How many rows of the output belong to each input of the network, in order; null where they are mixed.</summary>
    public IReadOnlyList<int>? Chunks { get; init; }

    /// <summary>What is known of the output.</summary>
    public virtual OutputRange Range => OutputRange.Unbounded;

    /// <summary>Multiply-adds of its matrices per sample.</summary>
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

/// <summary>A function of every number on its own.</summary>
internal sealed record ElementwiseStep(int Layer, Value Input, Value Output, string Name, IElementwiseFunction Function) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override OutputRange Range => Function.Range;
}

/// <summary>A function of every number and one learnable parameter per neuron.</summary>
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

/// <summary>Normalization of every neuron over the batch, or by running statistics in use.</summary>
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

/// <summary>Inverted dropout; nothing in use.</summary>
internal sealed record DropoutStep(int Layer, Value Input, Value Output, Schedule Rate, bool PerBatch) : NetworkStep(Layer, Input, Output);

/// <summary>Normal noise; nothing in use.</summary>
internal sealed record NoiseStep(int Layer, Value Input, Value Output, Schedule StandardDeviation) : NetworkStep(Layer, Input, Output);

/// <summary>The sum of two results of the same width.</summary>
internal sealed record AddStep(int Layer, Value Input, Value Other, Value Output) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Value> Inputs => [Input, Other];
}

/// <summary>Several results one after the other.</summary>
/// <param name="Layer">Index of the layer that it came from.</param>
/// <param name="Parts">The results, at least one.</param>
/// <param name="Output">What it gives: as many numbers as all parts together.</param>
/// <param name="Common">What is known of all parts alike.</param>
internal sealed record ConcatenateStep(int Layer, IReadOnlyList<Value> Parts, Value Output, OutputRange Common) : NetworkStep(Layer, Parts[0], Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Value> Inputs => Parts;

    /// <inheritdoc/>
    public override OutputRange Range => Common;
}
