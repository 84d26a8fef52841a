namespace Descent.Cli.Reproductions;

/// <summary>Where the optimized network of the note "What is a neural network?" differs from the usual, and from the text around it.</summary>
[Flags]
internal enum Quirks
{
    /// <summary>None of them: Adam, dropout and L2 as usual.</summary>
    None = 0,

    /// <summary>Adam's means are divided by 1 − β at every step, not by 1 − βᵗ at step t.</summary>
    CorrectionPower = 1,

    /// <summary>Biases take plain gradient steps; only weights use Adam.</summary>
    PlainBiases = 2,

    /// <summary>The dropout mask is applied in the forward pass, but not to the gradient in the backward pass.</summary>
    UnmaskedGradient = 4,

    /// <summary>The penalty's gradient is λ/m·W with m rows, not λ·W: it weakens with every additional row. Descent has it as a form of L2.</summary>
    DividedDecay = 8,

    /// <summary>As the note's program runs.</summary>
    All = CorrectionPower | PlainBiases | UnmaskedGradient | DividedDecay,
}

/// <summary>
/// The optimized network of the second source note: 3 inputs → 3 relu with inverted dropout → 1 sigmoid, Adam with η = 0.01, λ = 0.01,
/// three houses at once. It is written out here because the library lacks most of the <see cref="Quirks"/> and draws its dropout masks from counters.
/// </summary>
internal sealed class OptimizedNetwork
{
    private const double LearningRate = 0.01, Lambda = 0.01, InitialScale = 0.01;
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
    private const int Size = 3, OutputWeights = Size * (Size + 1), Count = OutputWeights + Size + 1;

    private readonly NumpyRandom random = new(HousePrices.Seed);
    private readonly Quirks quirks;
    private readonly double dropoutRate;
    private readonly double[] parameters = new double[Count], means = new double[Count], squares = new double[Count];
    private int step;

    /// <summary>Draws the initial weights.</summary>
    public OptimizedNetwork(Quirks quirks = Quirks.All, double dropoutRate = 0.2)
    {
        this.quirks = quirks;
        this.dropoutRate = dropoutRate;
        for (int i = 0; i < Count; i++)
        {
            parameters[i] = IsBias(i) ? 0 : InitialScale * random.Normal();
        }
    }

    /// <summary>The current parameters: hidden weights, a row per neuron, and biases; output weights and bias.</summary>
    public IReadOnlyList<double> Parameters => parameters;

    /// <summary>One step on all houses.</summary>
    /// <returns>The mean squared error before it, of the outputs with dropout; the loss that is minimized is the cross-entropy.</returns>
    public double Step()
    {
        step++;
        double[] gradient = new double[Count], draws = random.Uniform(Size * HousePrices.Count);
        double squaredErrors = 0;
        for (int house = 0; house < HousePrices.Count; house++)
        {
            double[] mask = [.. Enumerable.Range(0, Size).Select(neuron => draws[(neuron * HousePrices.Count) + house] > dropoutRate ? 1 / (1 - dropoutRate) : 0)];
            double error = Backward(HousePrices.Inputs.AsSpan(house * Size, Size), HousePrices.Targets[house], mask, gradient);
            squaredErrors += error * error;
        }

        for (int i = 0; i < Count; i++)
        {
            double decay = IsBias(i) ? 0 : Has(Quirks.DividedDecay) ? Lambda / HousePrices.Count : Lambda;
            Update(i, (gradient[i] / HousePrices.Count) + (decay * parameters[i]));
        }

        return squaredErrors / HousePrices.Count;
    }

    /// <summary>Adds the gradient for one house.</summary>
    /// <returns>Output minus target.</returns>
    private double Backward(ReadOnlySpan<double> inputs, double target, double[] mask, double[] gradient)
    {
        double[] hidden = new double[Size];
        double sum = parameters[^1];
        for (int neuron = 0; neuron < Size; neuron++)
        {
            double own = parameters[(Size * Size) + neuron];
            for (int i = 0; i < Size; i++)
            {
                own += parameters[(neuron * Size) + i] * inputs[i];
            }

            hidden[neuron] = Math.Max(0, own);
            sum += parameters[OutputWeights + neuron] * hidden[neuron] * mask[neuron];
        }

        double error = (1 / (1 + Math.Exp(-sum))) - target;
        gradient[^1] += error;
        for (int neuron = 0; neuron < Size; neuron++)
        {
            gradient[OutputWeights + neuron] += error * hidden[neuron] * mask[neuron];
            double delta = hidden[neuron] > 0 ? parameters[OutputWeights + neuron] * error * (Has(Quirks.UnmaskedGradient) ? 1 : mask[neuron]) : 0;
            gradient[(Size * Size) + neuron] += delta;
            for (int i = 0; i < Size; i++)
            {
                gradient[(neuron * Size) + i] += delta * inputs[i];
            }
        }

        return error;
    }

    private void Update(int i, double slope)
    {
        if (IsBias(i) && Has(Quirks.PlainBiases))
        {
            parameters[i] -= LearningRate * slope;
            return;
        }

        int power = Has(Quirks.CorrectionPower) ? 1 : step;
        means[i] = (Beta1 * means[i]) + ((1 - Beta1) * slope);
        squares[i] = (Beta2 * squares[i]) + ((1 - Beta2) * slope * slope);
        parameters[i] -= LearningRate * means[i] / (1 - Math.Pow(Beta1, power)) / (Math.Sqrt(squares[i] / (1 - Math.Pow(Beta2, power))) + Epsilon);
    }

    private static bool IsBias(int i) => i is >= Size * Size and < OutputWeights or Count - 1;

    private bool Has(Quirks quirk) => quirks.HasFlag(quirk);
}
