namespace Descent;

/// <summary>The piecewise-linear encoding of the first rows of the input: for each of them, as many values as there are bins.</summary>
internal sealed record PiecewiseLinearStep(int Layer, Value Input, Value Output, Parameter Edges) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Edges];

    /// <inheritdoc/>
    public override bool TakesNumbersOnly => true;
}

/// <summary><c>y = (v·x + b) + W·p</c> for each of the first rows x of the input, where p is the piecewise-linear encoding of x.</summary>
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
/// An affine map of periodic functions of each of the first rows x of the input: <c>y = W·(cos 2πfx, sin 2πfx) + c</c>, or with phases <c>y = W·cos(2πfx + p) + c</c>. The results
/// of a row can end with x itself.
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

/// <summary>Appends to the numbers the encoding of the code of each category column: a row of its table, or a one-hot vector if it has no table.</summary>
/// <param name="Layer">The index of the layer that it belongs to.</param>
/// <param name="Input">The numbers, in its first rows.</param>
/// <param name="Numbers">The count of the numbers.</param>
/// <param name="Codes">The inputs of the network, which have the codes in their last rows.</param>
/// <param name="Columns">The encoding of each category column.</param>
/// <param name="Output">The result.</param>
internal sealed record LookUpStep(int Layer, Value Input, int Numbers, Value Codes, IReadOnlyList<LookUpColumn> Columns, Value Output) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Value> Inputs => Input == Codes ? [Input] : [Input, Codes];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. Columns.Select(column => column.Table).OfType<Parameter>()];

    /// <inheritdoc/>
    public override bool TakesNumbersOnly => true;
}

/// <summary>The encoding of a category column: a row of its table; or, without a table, a one-hot vector or a single number, 1, −1 or 0.</summary>
/// <param name="Values">The number of values of the column.</param>
/// <param name="Table">The table, or null.</param>
/// <param name="Signed">Whether the encoding is a single number.</param>
internal sealed record LookUpColumn(int Values, Parameter? Table, bool Signed)
{
    /// <summary>The number of outputs of the column.</summary>
    public int Width => Table?.Columns ?? (Signed ? 1 : Values);
}
