namespace Descent.Formats.Onnx;

/// <summary>How a model for tables is written as an ONNX file.</summary>
public sealed record OnnxOptions
{
    /// <summary>The versions of the standard operators that can be written.</summary>
    internal const int LeastOpset = 13, MostOpset = 21;

    /// <summary>The version of the standard operators, from 13 to 21; default 17. An older one is understood by more programs, a newer one has operators for more activations.</summary>
    /// <exception cref="ArgumentOutOfRangeException">If the version cannot be written.</exception>
    public int Opset { get; init => field = Checked(value); } = 17;

    /// <summary>
    /// Whether columns of numbers, and predicted numbers, are double, and networks add their products in double; default true. Otherwise all of this is float, which is faster and which
    /// runtimes without double can run, but a float has about 7 digits: not enough for numbers that vary little in comparison with their size, such as seconds since 1970.
    /// </summary>
    public bool DoubleNumbers { get; init; } = true;

    /// <summary>The probability of the intervals around predicted numbers, between 0 and 1; null, the default, for 0.9, or less if the training rows allow no more. A model without intervals is written without.</summary>
    public double? IntervalLevel { get; init => field = IntervalEnds.Checked(value, nameof(IntervalLevel)); }

    /// <summary>Checks a version of the operators.</summary>
    internal static int Checked(int opset) => opset is >= LeastOpset and <= MostOpset
        ? opset
        : throw new ArgumentOutOfRangeException(nameof(opset), opset, $"Opset must be from {LeastOpset} to {MostOpset}, the versions of the standard ONNX operators that can be written.");
}
