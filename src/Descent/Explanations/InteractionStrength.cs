namespace Descent;

/// <summary>Measures interactions on a few rows, each combined with the values of each of the others.</summary>
internal sealed class InteractionStrength(TableModel model, ExplainedRows rows, ExplanationOptions options)
{
    /// <summary>The share of the effect below which a difference is a float rounding error.</summary>
    private const double Rounding = 1e-5;

    private readonly ExplainedRows few = rows.AtMost(options.InteractionRows ?? (int)Math.Sqrt(options.RowsFor(0.25, ExplainedRows.OperationsPerRow(model) * options.InteractionColumns * (options.InteractionColumns + 1) / 2, 400, 2500)));

    /// <summary>The number of rows on which interactions are measured.</summary>
    public int Rows => few.Count;

    /// <summary>Measures the interactions of all pairs of columns, the strongest first.</summary>
    public IReadOnlyList<ColumnInteraction> Among(IReadOnlyList<int> columns, IReadOnlyList<string> names)
    {
        int[][] sets = [.. columns.Select(column => new[] { column }), .. columns.SelectMany((first, i) => columns.Skip(i + 1).Select(second => new[] { first, second }))];
        double[][] effects = new double[sets.Length][];
        Parallel.For(0, sets.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount }, set => effects[set] = Effect(sets[set]));
        return [.. Enumerable.Range(columns.Count, sets.Length - columns.Count).Select(Pair).OrderByDescending(pair => pair.Strength)];

        ColumnInteraction Pair(int set)
        {
            double[] joint = effects[set], first = effects[Place(sets[set][0])], second = effects[Place(sets[set][1])];
            double more = 0, all = 0, parts = 0;
            for (int i = 0; i < joint.Length; i++)
            {
                double own = joint[i] - first[i] - second[i];
                more += own * own;
                all += joint[i] * joint[i];
                parts += (first[i] * first[i]) + (second[i] * second[i]);
            }

            bool isRounding = more <= Rounding * Rounding * Math.Max(all, parts);
            (int one, int other) = (Math.Min(sets[set][0], sets[set][1]), Math.Max(sets[set][0], sets[set][1]));
            return new ColumnInteraction(names[one], names[other], isRounding ? 0 : Math.Min(1, more / all), isRounding ? 0 : Math.Sqrt(more / few.Count));
        }

        int Place(int column) => columns.Index().First(own => own.Item == column).Index;
    }

    /// <summary>Computes the centered partial dependence on some columns at the values of each row: rows × outputs.</summary>
    private double[] Effect(int[] columns)
    {
        int n = few.Count, outputs = model.Preprocessor.OutputNames.Count;
        double[] effect = new double[n * outputs];
        // Several donors at a time, because a network predicts many rows at once faster than a few.
        int together = Math.Max(1, ExplainedRows.Batch / n), size = n * few.Width;
        for (int first = 0; first < n; first += together)
        {
            int count = Math.Min(together, n - first);
            float[] inputs = new float[count * size];
            for (int donor = 0; donor < count; donor++)
            {
                few.Data.Inputs.Span.CopyTo(inputs.AsSpan(donor * size));
                for (int row = 0; row < n; row++)
                {
                    foreach (int column in columns)
                    {
                        few.Copy(first + donor, inputs.AsSpan((donor * size) + (row * few.Width), few.Width), few.Ranges[column]);
                    }
                }
            }

            double[] answers = ExplainedRows.Answers(model, inputs);
            for (int i = 0; i < answers.Length; i++)
            {
                effect[((first + (i / (n * outputs))) * outputs) + (i % outputs)] += answers[i] / n;
            }
        }

        for (int output = 0; output < outputs; output++)
        {
            double mean = Enumerable.Range(0, n).Average(row => effect[(row * outputs) + output]);
            for (int row = 0; row < n; row++)
            {
                effect[(row * outputs) + output] -= mean;
            }
        }

        return effect;
    }
}
