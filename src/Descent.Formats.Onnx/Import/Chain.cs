namespace Descent.Formats.Onnx;

/// <summary>A value that depends on the input of the network: the layers from the input to it, the last one first.</summary>
/// <param name="Before">The layers before; null for the input.</param>
/// <param name="Width">The number of values per row; null while it is not known.</param>
/// <param name="Rank">The number of dimensions, rows included; null while it is not known.</param>
/// <param name="Node">The node that computed it, for messages.</param>
internal abstract record Chain(Chain? Before, int? Width, int? Rank, string Node)
{
    /// <summary>Compares by identity: the same operation on the same value.</summary>
    public virtual bool Equals(Chain? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>The input of the network.</summary>
internal sealed record InputChain(int? Width, int? Rank, string Node) : Chain(null, Width, Rank, Node);

/// <summary>The same values in the form of a matrix with a row per sample.</summary>
internal sealed record FlatChain(Chain Before, int? Width, string Node) : Chain(Before, Width, 2, Node);

/// <summary>A product with a matrix, units × inputs.</summary>
internal sealed record AffineChain(Chain Before, double[] Weights, int Inputs, int Units, string Node) : Chain(Before, Units, 2, Node);

/// <summary><c>x·scale + shift</c>, each with one number for all values or one for each.</summary>
internal sealed record DiagonalChain(Chain Before, double[] Scale, double[] Shift, int? Width, string Node) : Chain(Before, Width, Before.Rank, Node)
{
    /// <summary>Whether one number applies to all values.</summary>
    public bool IsUniform => Scale.Length == 1 && Shift.Length == 1;
}

/// <summary>A layer of the library, with its parameters by their names within the layer; a single value is repeated.</summary>
internal sealed record LayerChain(Chain Before, Layer Layer, IReadOnlyList<(string Name, double[] Values)> Parameters, string Node) : Chain(Before, Before.Width, Before.Rank, Node);

/// <summary>An operator that occurs only as a part of an activation.</summary>
internal sealed record PartChain(Chain Before, string Operation, string Node) : Chain(Before, Before.Width, Before.Rank, Node);

/// <summary>The probabilities 1 − p and p of two classes, from p.</summary>
internal sealed record PairChain(Chain Single, string Node) : Chain(Single.Before, 2, 2, Node);
