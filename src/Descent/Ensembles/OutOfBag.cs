namespace Descent;

/// <summary>Predicts each training row by the networks for which it was not drawn.</summary>
internal static class OutOfBag
{
    /// <summary>Computes the outputs; null if every row was drawn for every network.</summary>
    /// <param name="trained">The networks.</param>
    /// <param name="bags">The rows drawn for each of them.</param>
    /// <param name="source">The training rows.</param>
    public static HeldRows? Of(TrainedEnsemble trained, int[][] bags, MemberSource source)
    {
        TableModel model = source.ModelOf(trained.Members, trained.Combination);
        float[][] outputs = model.MemberOutputs(source.Train.Inputs.Span);
        int rows = source.Train.Rows, width = outputs[0].Length / rows;
        double[] sums = new double[outputs[0].Length];
        int[] counts = new int[rows];
        for (int number = 0; number < bags.Length; number++)
        {
            bool[] isDrawn = new bool[rows];
            foreach (int row in bags[number])
            {
                isDrawn[row] = true;
            }

            for (int row = 0; row < rows; row++)
            {
                if (isDrawn[row])
                {
                    continue;
                }

                counts[row]++;
                for (int i = row * width; i < (row + 1) * width; i++)
                {
                    sums[i] += outputs[number][i];
                }
            }
        }

        int[] held = [.. Enumerable.Range(0, rows).Where(row => counts[row] > 0)];
        float[] means = [.. held.SelectMany(row => Enumerable.Range(row * width, width).Select(i => (float)(sums[i] / counts[row])))];
        return held.Length == 0 ? null : new HeldRows(source.Train.Select(held), model.Finished(means));
    }
}
