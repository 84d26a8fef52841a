namespace Descent;

/// <summary>Piecewise-linear encoding of the first rows of its input: for each of them as many numbers as it has bins.</summary>
internal sealed record PiecewiseLinearStep(int Layer, Value Input, Value Output, Parameter Edges) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Edges];

    /// <inheritdoc/>
    public override bool TakesNumbersOnly => true;
}

/// <summary><c>y = (v·x + b) + W·p</c> for each of the first rows x of its input, p being the piecewise-linear encoding of x.</summary>
internal sealed record PiecewiseAffineStep(int Layer, Value Input, Value Output, Parameter Edges, Parameter Linear, Parameter Bias, Parameter Weight) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Linear, Bias, Edges, Weight];

    /// <inheritdoc/>
    public override long MultiplyAdds => 2L * Linear.Count;

    /// <inheritdoc/>
    public override bool TakesNumbersOnly => true;
}

/// <summary>
/// For each of the first rows x of its input an affine map of periodic functions, <c>y = W·(cos 2πfx, sin 2πfx) + c</c>, or with phases <c>y = W·cos(2πfx + p) + c</c>; the results
/// of a row may end with x itself.
/// </summary>
internal sealed record PeriodicAffineStep(
    int Layer, Value Input, Value Output, int Features, Parameter Frequency, Parameter? Phase, Parameter Weight, Parameter Bias, bool Raw) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => Phase is null ? [Frequency, Weight, Bias] : [Frequency, Phase, Weight, Bias];

    /// <inheritdoc/>
    public override long MultiplyAdds => Frequency.Count + Weight.Count;

    /// <inheritdoc/>
    public override bool TakesNumbersOnly => true;
}

/// <summary>The numbers so far, and behind them what stands for the code of each category column: a row of its table, or without one ones and zeros.</summary>
/// <param name="Layer">Index of the layer that it came from.</param>
/// <param name="Input">The numbers so far, in its first rows.</param>
/// <param name="Numbers">How many.</param>
/// <param name="Codes">What has the codes, in its last rows: the inputs of the network.</param>
/// <param name="Columns">What stands for each category column.</param>
/// <param name="Output">What it gives.</param>
internal sealed record LookUpStep(int Layer, Value Input, int Numbers, Value Codes, IReadOnlyList<LookUpColumn> Columns, Value Output) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Value> Inputs => Input == Codes ? [Input] : [Input, Codes];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. Columns.Select(column => column.Table).OfType<Parameter>()];

    /// <inheritdoc/>
    public override bool TakesNumbersOnly => true;
}

/// <summary>What stands for a category column: a row of its table, or without one ones and zeros, or one number, 1, −1 or 0.</summary>
/// <param name="Values">How many values the column has.</param>
/// <param name="Table">Its table, or null.</param>
/// <param name="Signed">Whether it is one number.</param>
internal sealed record LookUpColumn(int Values, Parameter? Table, bool Signed)
{
    /// <summary>Numbers that stand for a value.</summary>
    public int Width => Table?.Columns ?? (Signed ? 1 : Values);
}
