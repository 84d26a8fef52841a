using System.Numerics;

namespace Descent.Data;

/// <summary>
/// Three tasks with four inputs and three outputs: yes-or-no rules, boxes and polynomials. The targets are computed from the clean
/// inputs; then uniform noise in ±noise is added to the inputs, so that even a perfect network makes some mistakes.
/// </summary>
/// <remarks>Row r of seed s is always the same, regardless of the number of rows; use another seed for test data.</remarks>
public static class FormulaTasks
{
    private static readonly string[] s_inputs = ["i1", "i2", "i3", "i4"];
    private static readonly string[] s_outputs = ["o1", "o2", "o3"];

    private static readonly (double Low, double High)[][] s_boxes =
    [
        [(2, 5), (1, 5), (0, 4), (3, 5)],
        [(1, 4), (1, 3), (3, 6), (1, 5)],
        [(0, 3), (2, 6), (0, 5), (0, 2)],
    ];

    /// <summary>
    /// Three rules at once, with i1 … i4 uniform in [−6, 6): o1 = [i1·i4 − 5·i2 &lt; 2·i1·i3 − i4],
    /// o2 = [4·i1 − 2·i2·i3 + 0.4·i4·i2/i1 &lt; −3·i3], o3 = [−i1/i4 + 0.3·i2 − 8·i2²/i3 &lt; 2·i4]. Each is true for half of all
    /// inputs.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="noise">Half the width of the input noise; 0.2 by default.</param>
    /// <returns>Inputs i1 … i4, and targets o1 … o3 that are 0 or 1.</returns>
    /// <exception cref="DataException">If there are no rows or the noise is negative.</exception>
    public static SyntheticData<T> Multilabel<T>(int rows, ulong seed, double noise = 0.2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Draws draws = new(seed);
        return SyntheticRows.Make<T>(TaskKind.Multilabel, s_inputs, s_outputs, rows, noise, (row, x, y) =>
        {
            FillUniform(draws, row, x, 6);
            double i1 = x[0], i2 = x[1], i3 = x[2], i4 = x[3];
            y[0] = (i1 * i4) - (5 * i2) < (2 * i1 * i3) - i4 ? 1 : 0;
            y[1] = (4 * i1) - (2 * i2 * i3) + (0.4 * i4 * i2 / i1) < -3 * i3 ? 1 : 0;
            y[2] = (-i1 / i4) + (0.3 * i2) - (8 * i2 * i2 / i3) < 2 * i4 ? 1 : 0;
            AddNoise(draws, row, x, noise);
        });
    }

    /// <summary>
    /// Three classes of equal probability, with inputs uniform in the box of the class:
    /// 0: [2,5)·[1,5)·[0,4)·[3,5), 1: [1,4)·[1,3)·[3,6)·[1,5), 2: [0,3)·[2,6)·[0,5)·[0,2).
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="noise">Half the width of the input noise; 0.2 by default.</param>
    /// <returns>Inputs i1 … i4, one-hot targets o1 … o3.</returns>
    /// <exception cref="DataException">If there are no rows or the noise is negative.</exception>
    public static SyntheticData<T> Multiclass<T>(int rows, ulong seed, double noise = 0.2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Draws draws = new(seed);
        return SyntheticRows.Make<T>(TaskKind.Multiclass, s_inputs, s_outputs, rows, noise, (row, x, y) =>
        {
            int label = draws.Class(row, s_boxes.Length);
            for (int i = 0; i < x.Length; i++)
            {
                (double low, double high) = s_boxes[label][i];
                x[i] = draws.Uniform(row, i, low, high);
            }

            y[label] = 1;
            AddNoise(draws, row, x, noise);
        });
    }

    /// <summary>
    /// Three polynomials, with i1 … i4 uniform in [−3, 3): o1 = i1·i4 + 5·i2 + 2·i1·i3 + i4,
    /// o2 = 4·i1 + 2·i2·i3 + 0.4·i4·i2 + 3·i3, o3 = i1 + 0.3·i2 + 2·i3·i2 + 2·i4.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="noise">Half the width of the input noise; 0.2 by default.</param>
    /// <returns>Inputs i1 … i4, targets o1 … o3 in their own units.</returns>
    /// <exception cref="DataException">If there are no rows or the noise is negative.</exception>
    public static SyntheticData<T> Regression<T>(int rows, ulong seed, double noise = 0.2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Draws draws = new(seed);
        return SyntheticRows.Make<T>(TaskKind.Regression, s_inputs, s_outputs, rows, noise, (row, x, y) =>
        {
            FillUniform(draws, row, x, 3);
            double i1 = x[0], i2 = x[1], i3 = x[2], i4 = x[3];
            y[0] = (i1 * i4) + (5 * i2) + (2 * i1 * i3) + i4;
            y[1] = (4 * i1) + (2 * i2 * i3) + (0.4 * i4 * i2) + (3 * i3);
            y[2] = i1 + (0.3 * i2) + (2 * i3 * i2) + (2 * i4);
            AddNoise(draws, row, x, noise);
        });
    }

    private static void FillUniform(Draws draws, int row, Span<double> inputs, double reach)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = draws.Uniform(row, i, -reach, reach);
        }
    }

    private static void AddNoise(Draws draws, int row, Span<double> inputs, double noise)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] += draws.Noise(row, i, noise);
        }
    }
}
