namespace Descent.Cli.Learning.Lessons;

/// <summary>What dense networks cannot do: they do not know which inputs are neighbors; and what they do at the end of those that know it.</summary>
internal sealed class Limits() : Lesson("limits", "What dense networks cannot do", "images and sequences, and the dense head of the networks that are made for them",
    ["convolution", "recurrence", "dense-head", "dense"])
{
    private const int Length = 24, Rows = 1000, Unseen = 1000, Epochs = 60;
    private const double Noise = 0.35;

    private static readonly double[] s_pattern = [1, -1, 1, 1];

    private static readonly int[] s_all = [.. Enumerable.Range(0, Length - s_pattern.Length + 1)], s_early = [.. s_all.Take(s_all.Length / 2)], s_late = [.. s_all.Skip(s_all.Length / 2)];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        Dataset<double> early = Sequences(Rows, s_early, settings.Seed, 0), earlyUnseen = Sequences(Unseen, s_early, settings.Seed, 1), late = Sequences(Unseen, s_late, settings.Seed, 2);
        int[] order = [.. Enumerable.Range(0, Length)];
        new CounterRandom(settings.Seed, Streams.Shuffle).Shuffle<int>(order);
        Network dense = [new Dense(32, new Relu()), new Dense(1, new Sigmoid())], head = [new Dense(8, new Tanh()), new Dense(1, new Sigmoid())];
        double[] plain = Of(dense, rows => rows), shuffled = Of(dense, rows => Reordered(rows, order)), features = Of(head, Strongest);
        return new LessonResult(
            [Figure.Series("dense", plain), Figure.Series("shuffled", shuffled), Figure.Series("features", features)],
            new("Inputs without neighbors",
                new Paragraph("To a dense network the inputs are a list of numbers in no particular order. That the pixels 5 and 6 of an image lie side by side, or that the word before matters more than the one a hundred before, it can only learn from rows, and for every place anew. A table has no such order, which is why dense networks suit tables.")),
            new("An experiment",
                new Paragraph($"Sequences of {Length} noisy numbers; in half of them the pattern {string.Join(" ", s_pattern)} is hidden somewhere. Is it there? In the {Rows:N0} training rows the pattern always lies in the first half. The accuracy on unseen rows with the pattern in the first half, and with the pattern in the second half:"),
                new Grid(["network", "first half", "second half"],
                [
                    ["dense, on the numbers", .. plain.Select(Percent)], ["dense, on the numbers in another order", .. shuffled.Select(Percent)], ["dense head, on features", .. features.Select(Percent)],
                ]),
                new Paragraph("First line: what was learned for one place is not known for another; a shifted pattern is found hardly more often than by guessing. Second line: all sequences were reordered in the same random way, which would make an image unrecognizable for you; for the dense network it is the same task.")),
            new("The dense head",
                new Paragraph($"Third line: before the network, every window of {s_pattern.Length} neighbors is compared with the pattern, and only the best match of all windows is passed on, with the strength of the noise. That is a convolution with a filter, followed by a maximum. It finds the pattern wherever it is, and a small dense network decides from what match on to say yes."),
                new Paragraph("Convolutional networks learn their filters, recurrent networks and transformers a state or an attention over a sequence. All of them end in dense layers, the head, which turn features into answers. Convolution, recurrence and attention are not part of this library; the head is: compute the features elsewhere, write them into a table, and train on it."),
                new Commands(new("explain convolution", "In short:"), new("explain dense-head", "The last layers:"))));

        // Accuracies on unseen rows with early and with late patterns, after training on early ones.
        double[] Of(Network network, Func<Dataset<double>, Dataset<double>> seenAs)
        {
            TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.005), Regularizer = new L2(0.001), Epochs = Epochs };
            Model<double> model = Train(network, seenAs(early), options, settings.Seed, cancellation).Model;
            return [Accuracy(model, seenAs(earlyUnseen)), Accuracy(model, seenAs(late))];
        }
    }

    private static Dataset<double> Sequences(int rows, int[] places, ulong seed, uint part)
    {
        CounterRandom noise = new(seed, Streams.Synthetic + (2 * part)), choice = new(seed, Streams.Synthetic + (2 * part) + 1);
        double[] inputs = [.. Enumerable.Range(0, rows * Length).Select(i => Noise * noise.Normal((ulong)i))], targets = [.. Enumerable.Range(0, rows).Select(row => (double)(row % 2))];
        for (int row = 1; row < rows; row += 2)
        {
            int place = places[(int)(choice.Uniform((ulong)row) * places.Length)];
            for (int i = 0; i < s_pattern.Length; i++)
            {
                inputs[(row * Length) + place + i] += s_pattern[i];
            }
        }

        return Dataset.Create<double>(inputs, Length, targets, 1);
    }

    private static Dataset<double> Reordered(Dataset<double> rows, int[] order) =>
        Dataset.Create<double>((double[])[.. rows.Inputs.ToArray().Chunk(Length).SelectMany(row => order.Select(i => row[i]))], Length, rows.Targets.ToArray(), 1);

    /// <summary>The best match of the pattern over all windows, and the size of the numbers.</summary>
    private static Dataset<double> Strongest(Dataset<double> rows) => Dataset.Create<double>(
        (double[])[.. rows.Inputs.ToArray().Chunk(Length).SelectMany(row => (double[])
            [s_all.Max(place => s_pattern.Select((p, i) => p * row[place + i]).Sum()), Math.Sqrt(row.Average(x => x * x))])],
        2, rows.Targets.ToArray(), 1);
}
