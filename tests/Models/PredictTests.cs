namespace Descent.Tests.Models;

/// <summary>Predicting takes what it says it takes: matrices at their own price, and spans wherever they lie.</summary>
public class PredictTests
{
    private const int Inputs = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(700)]
    public void AMatrixIsPredictedLikeItsRows(int rows)
    {
        Model<float> model = Model(2);
        float[,] inputs = new float[rows, Inputs];
        float[] flat = Numbers(rows * Inputs);
        Buffer.BlockCopy(flat, 0, inputs, 0, flat.Length * sizeof(float));
        float[] expected = model.Predict(flat.AsSpan());
        long before = GC.GetAllocatedBytesForCurrentThread();
        float[,] outputs = model.Predict(inputs);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (outputs.Length * sizeof(float)) + 200);
        Assert.Equal(expected, outputs.Cast<float>());
    }

    [Fact]
    public void AMatrixWithoutRowsHasNoOutputs() => Assert.Equal((0, 2), (Model(2).Predict(new float[0, Inputs]).GetLength(0), Model(2).Predict(new float[0, Inputs]).GetLength(1)));

    // Shifted both ways, in place, with more and with fewer outputs than inputs, for a few samples, a chunk and several.
    [Theory]
    [InlineData(10)]
    [InlineData(256)]
    [InlineData(700)]
    public void OutputsMayOverlapInputs(int rows)
    {
        foreach (int outputs in (int[])[1, 3, 5])
        {
            Model<float> model = Model(outputs);
            float[] inputs = Numbers(rows * Inputs), expected = model.Predict(inputs.AsSpan());
            foreach (int shift in (int[])[-40, -1, 0, 1, 40])
            {
                float[] memory = new float[100 + (rows * 5)];
                inputs.CopyTo(memory.AsSpan(50));
                model.Predict(memory.AsSpan(50, inputs.Length), memory.AsSpan(50 + shift, expected.Length));
                Assert.Equal(expected, memory[(50 + shift)..(50 + shift + expected.Length)]);
            }
        }
    }

    private static Model<float> Model(int outputs)
    {
        Network network = [new Dense(7, new Tanh()), new Dense(outputs)];
        return network.Build<float>(Inputs, seed: 2);
    }

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i))];
}
