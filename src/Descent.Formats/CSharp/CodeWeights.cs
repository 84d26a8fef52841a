namespace Descent.Formats;

/// <summary>The weights of generated code: one row of numbers, in which every matrix and vector is padded so that whole registers can be read.</summary>
internal sealed class CodeWeights
{
    /// <summary>Sizes are multiples of this number, which is a multiple of the width of every register.</summary>
    public const int Lanes = 16;

    private readonly List<float> values = [];

    /// <summary>All numbers.</summary>
    public IReadOnlyList<float> Values => values;

    /// <summary>The next multiple of <see cref="Lanes"/>.</summary>
    public static int Pad(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>Adds a vector.</summary>
    /// <param name="vector">The numbers.</param>
    /// <param name="isSliced">Whether it is read from any place on, so that a register may reach over its end.</param>
    /// <returns>The code of the vector, from the weights <c>w</c>.</returns>
    public string Vector(IReadOnlyList<float> vector, bool isSliced = false)
    {
        int start = values.Count;
        values.AddRange(vector);
        Fill(start + Pad(vector.Count) + (isSliced ? Lanes : 0));
        return Slice(start);
    }

    /// <summary>Adds a matrix and its bias: first the bias, then for every input the weights of all outputs.</summary>
    /// <param name="weight">outputs × inputs.</param>
    /// <param name="bias">The bias, or empty.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <returns>The code of both.</returns>
    public string Matrix(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int outputs)
    {
        int start = values.Count, inputs = weight.Length / outputs, padded = Pad(outputs);
        values.AddRange(bias);
        Fill(start + padded);
        for (int input = 0; input < inputs; input++)
        {
            for (int output = 0; output < outputs; output++)
            {
                values.Add(weight[(output * inputs) + input]);
            }

            Fill(start + ((input + 2) * padded));
        }

        return Slice(start);
    }

    private string Slice(int start) => $"w.Slice({CodeText.Of(start)}, {CodeText.Of(values.Count - start)})";

    private void Fill(int count)
    {
        while (values.Count < count)
        {
            values.Add(0);
        }
    }
}
