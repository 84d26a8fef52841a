using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Rosenblatt's perceptron and its learning rule: neurons <c>ŷ = step(w·x + b)</c>, trained one row at a time. For every misclassified
/// row <c>w ← w + η·t·x</c> and <c>b ← b + η·t</c> with t = 1 or −1, which for targets 0 and 1 is η·(y − ŷ)·x.
/// </summary>
/// <remarks>
/// Rosenblatt, "The perceptron", 1958; scikit-learn's Perceptron. The rule needs no derivative. If a line (or plane, and so on) separates the two
/// classes, it is found after at most (R/γ)² corrections, R being the length of the longest row (x, 1) and γ the widest gap to
/// a separating plane of weights of length 1 (Novikoff 1962). If none does, as for XOR, the rule never converges. Weights begin at
/// zero, so η only scales them. Several outputs are several perceptrons side by side.
/// </remarks>
/// <param name="LearningRate">η &gt; 0; default 1.</param>
/// <param name="Epochs">The maximum number of passes over the rows, at least 1; default 1000. An epoch without a correction is the last.</param>
/// <param name="Form">Whether targets and outputs are 0 and 1 (default) or −1 and 1.</param>
/// <param name="Margin">
/// Which rows are corrected. Null (default): rows that are misclassified, where a sum of 0 counts as the low value. A number θ ≥ 0: all rows with
/// t·(w·x + b) ≤ θ, including those that are only just right; 0 is scikit-learn's rule, θ is Fausett's undecided band.
/// </param>
/// <param name="ShuffleSeed">The seed of a new random order of rows in every epoch; null, the default, to keep the given order.</param>
/// <param name="UseBias">Whether there is a bias b; default yes.</param>
/// <example><c>Model&lt;double&gt; model = new Perceptron().Fit(data).Model;</c></example>
public sealed record Perceptron([Option(Above = 0)] double LearningRate = 1, [Option(AtLeast = 1)] int Epochs = 1000, StepForm Form = StepForm.Unipolar, [Option("only misclassified rows are corrected", AtLeast = 0)] double? Margin = null, [Option("rows in order", AtLeast = 0)] ulong? ShuffleSeed = null, bool UseBias = true)
{
    /// <summary>The learning rate η.</summary>
    public double LearningRate { get; init => field = Check.Positive(value, nameof(LearningRate)); } = Check.Positive(LearningRate);

    /// <summary>The maximum number of passes over the rows.</summary>
    public int Epochs { get; init => field = Check.AtLeast(value, 1, nameof(Epochs)); } = Check.AtLeast(Epochs, 1);

    /// <summary>The margin θ, or null.</summary>
    public double? Margin { get; init => field = Usable(value); } = Usable(Margin);

    private double Low => Form == StepForm.Bipolar ? -1 : 0;

    /// <summary>Trains a perceptron.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="data">Rows with targets of 0 and 1, or −1 and 1 for the bipolar form; a row's weight multiplies its corrections.</param>
    /// <param name="cancellation">Ends training within one epoch.</param>
    /// <returns>The perceptron as a model, and whether the rows could be separated.</returns>
    /// <exception cref="ArgumentException">If there are no rows, or a target is neither of the two values.</exception>
    /// <exception cref="TrainingFailedException">If the weights became infinite, which happens only with enormous inputs.</exception>
    /// <exception cref="OperationCanceledException">If training was canceled.</exception>
    public PerceptronTraining<T> Fit<T>(Dataset<T> data, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckTargets(data);
        int inputs = data.InputColumns, outputs = data.TargetColumns;
        T[] weights = new T[outputs * inputs], bias = new T[outputs], oldWeights = new T[weights.Length], oldBias = new T[outputs];
        int[] order = [.. Enumerable.Range(0, data.Rows)];
        long[] perOutput = new long[outputs];
        List<long> corrections = [];
        PerceptronOutcome outcome = PerceptronOutcome.Undecided;
        Stopwatch clock = Stopwatch.StartNew();
        for (int epoch = 1; epoch <= Epochs && outcome == PerceptronOutcome.Undecided; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            Shuffle(order, epoch);
            long before = perOutput.Sum();
            foreach (int row in order)
            {
                Learn(data, row, weights, bias, perOutput);
            }

            corrections.Add(perOutput.Sum() - before);
            CheckFinite(weights, bias, epoch);
            bool same = ShuffleSeed is null && weights.AsSpan().SequenceEqual(oldWeights) && bias.AsSpan().SequenceEqual(oldBias);
            outcome = corrections[^1] == 0 ? PerceptronOutcome.Separated : same ? PerceptronOutcome.Cycling : outcome;

            // Brent's method to detect a cycle of any length: compare with the weights after the last power of two.
            if (BitOperations.IsPow2(epoch))
            {
                weights.CopyTo(oldWeights, 0);
                bias.CopyTo(oldBias, 0);
            }
        }

        Network network = [new Dense(outputs, new Step(Form: Form)) { UseBias = UseBias }];
        Model<T> model = network.Build<T>(inputs);
        model.SetParameter("layers.0.weight", weights);
        if (UseBias)
        {
            model.SetParameter("layers.0.bias", bias);
        }

        return new PerceptronTraining<T>(model, outcome, corrections, perOutput, clock.Elapsed.TotalSeconds);
    }

    private static double? Usable(double? margin) => margin is { } value ? Check.NotNegative(value, nameof(Margin)) : null;

    private void Learn<T>(Dataset<T> data, int row, T[] weights, T[] bias, long[] perOutput)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = data.InputColumns;
        ReadOnlySpan<T> x = data.Inputs.Span.Slice(row * inputs, inputs);
        T weight = data.IsWeighted ? data.Weights.Span[row] : T.One;
        for (int output = 0; output < bias.Length && weight > T.Zero; output++)
        {
            Span<T> w = weights.AsSpan(output * inputs, inputs);
            T sum = T.Zero;
            for (int i = 0; i < inputs; i++)
            {
                sum += w[i] * x[i];
            }

            sum += bias[output];
            bool high = data.Targets.Span[(row * bias.Length) + output] == T.One;
            bool right = Margin is { } margin ? (high ? sum : -sum) > T.CreateTruncating(margin) : sum > T.Zero == high;
            if (right)
            {
                continue;
            }

            perOutput[output]++;
            T step = T.CreateTruncating(high ? LearningRate : -LearningRate) * weight;
            for (int i = 0; i < inputs; i++)
            {
                w[i] += step * x[i];
            }

            bias[output] += UseBias ? step : T.Zero;
        }
    }

    private void Shuffle(int[] order, int epoch)
    {
        if (ShuffleSeed is { } seed)
        {
            for (int i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }

            new CounterRandom(seed, Streams.Shuffle + (ulong)epoch).Shuffle<int>(order);
        }
    }

    private void CheckTargets<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (data.Rows == 0)
        {
            throw new ArgumentException("The training data has no rows.", nameof(data));
        }

        T low = T.CreateTruncating(Low);
        for (int i = 0; i < data.Targets.Length; i++)
        {
            T target = data.Targets.Span[i];
            if (target != low && target != T.One)
            {
                string other = Form == StepForm.Unipolar && target == -T.One ? " Use Form = StepForm.Bipolar for -1 and 1." : Form == StepForm.Bipolar && target == T.Zero ? " Use Form = StepForm.Unipolar for 0 and 1." : "";
                throw new ArgumentException($"The target in row {i / data.TargetColumns}, column {i % data.TargetColumns} of the training data must be {Low} or 1 for a {Form.ToString().ToLowerInvariant()} perceptron, but is {target}.{other}", nameof(data));
            }
        }
    }

    private static void CheckFinite<T>(T[] weights, T[] bias, int epoch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Array.TrueForAll(weights, T.IsFinite) || !Array.TrueForAll(bias, T.IsFinite))
        {
            throw new TrainingFailedException(string.Create(CultureInfo.InvariantCulture, $"The weights of the perceptron became infinite in epoch {epoch}. Scale the inputs down."), epoch, 0, "layer 0", double.PositiveInfinity, new History([], epoch - 1, 0, 0, 1, StopReason.Diverged));
        }
    }
}
