using System.Numerics;
using System.Numerics.Tensors;

namespace Descent;

/// <summary>What was wanted and what came: all that a <see cref="Metric"/> looks at, in double precision.</summary>
/// <remarks>
/// Targets and outputs are rows × columns, row after row, with the outputs as they leave the network: probabilities
/// after a sigmoid or softmax, plain numbers after a linear layer. The memory is used in place, not copied.
/// </remarks>
public readonly struct Outcome
{
    /// <summary>The machine epsilon of double, 2⁻⁵².</summary>
    internal const double DoubleEpsilon = 1.0 / (1L << 52);

    /// <summary>Wraps double-precision targets and outputs.</summary>
    /// <param name="form">How the columns are to be read.</param>
    /// <param name="targets">rows × <paramref name="columns"/> numbers.</param>
    /// <param name="outputs">As many numbers as targets.</param>
    /// <param name="columns">Numbers per row: exactly 1 for binary, at least 2 for multiclass, else at least 1.</param>
    /// <param name="weights">Nothing, or one weight ≥ 0 per row.</param>
    /// <exception cref="ArgumentException">If the lengths do not fit each other or the form, or a weight is negative or not finite.</exception>
    public Outcome(OutcomeForm form, ReadOnlyMemory<double> targets, ReadOnlyMemory<double> outputs, int columns, ReadOnlyMemory<double> weights = default)
        : this(form, targets, outputs, columns, weights, DoubleEpsilon)
    {
    }

    private Outcome(OutcomeForm form, ReadOnlyMemory<double> targets, ReadOnlyMemory<double> outputs, int columns, ReadOnlyMemory<double> weights, double epsilon)
    {
        RequireShapes(form, targets.Length, outputs.Length, columns);
        Form = form;
        Targets = targets;
        Outputs = outputs;
        Columns = columns;
        Rows = targets.Length / columns;
        RequireWeights(weights.Span, Rows);
        Weights = Ordinary(weights);
        Epsilon = epsilon;
        TotalWeight = weights.IsEmpty ? Rows : TensorPrimitives.Sum(Weights.Span);
    }

    /// <summary>How the columns are to be read.</summary>
    public OutcomeForm Form { get; }

    /// <summary>What was wanted: rows × columns, row after row.</summary>
    public ReadOnlyMemory<double> Targets { get; }

    /// <summary>What the network gave: rows × columns, row after row.</summary>
    public ReadOnlyMemory<double> Outputs { get; }

    /// <summary>
    /// One weight per row, or empty when all rows count alike. Only their ratios matter: where the largest is beyond 2^±64 all are multiplied
    /// by one power of two, so that their sums and products stay within the range of double.
    /// </summary>
    public ReadOnlyMemory<double> Weights { get; }

    /// <summary>Number of samples.</summary>
    public int Rows { get; }

    /// <summary>Numbers per sample.</summary>
    public int Columns { get; }

    /// <summary>The machine epsilon of the type in which the outputs were computed; <see cref="LogLoss"/> clips with it.</summary>
    public double Epsilon { get; }

    /// <summary>
    /// Whether the outputs of a classification are probabilities; yes unless said otherwise. If not, they are scores: ½ is where the answer of a
    /// yes-or-no column changes, and the greatest column of a multiclass outcome wins; <see cref="StandardMetrics"/> leaves out what needs probabilities.
    /// </summary>
    public bool HasProbabilities { get; init; } = true;

    /// <summary>Σ w over the rows; their number if they carry no weights.</summary>
    public double TotalWeight { get; }

    /// <summary>Whether there is anything to judge: at least one row, some weight, and only finite outputs.</summary>
    public bool IsUsable => TotalWeight > 0 && HasFiniteOutputs;

    internal bool HasFiniteOutputs => TensorPrimitives.IsFiniteAll(Outputs.Span);

    /// <summary>The weight of a row; 1 if rows carry none.</summary>
    /// <param name="row">The row's number.</param>
    /// <returns>The weight.</returns>
    public double Weight(int row) => Weights.IsEmpty ? 1 : Weights.Span[row];

    /// <summary>Every column as an outcome of its own; only for forms that may have one column.</summary>
    internal Outcome[] Split()
    {
        Outcome[] split = new Outcome[Columns];
        for (int column = 0; column < Columns; column++)
        {
            split[column] = new(Form, Column(Targets.Span, column), Column(Outputs.Span, column), 1, Weights, Epsilon);
        }

        return split;
    }

    private double[] Column(ReadOnlySpan<double> values, int column)
    {
        double[] own = new double[Rows];
        for (int row = 0; row < own.Length; row++)
        {
            own[row] = values[(row * Columns) + column];
        }

        return own;
    }

    /// <summary>Widens the numbers of a network that computes in <typeparamref name="T"/>, and remembers that precision.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="form">How the columns are to be read.</param>
    /// <param name="targets">rows × <paramref name="columns"/> numbers.</param>
    /// <param name="outputs">As many numbers as targets.</param>
    /// <param name="columns">Numbers per row.</param>
    /// <param name="weights">Nothing, or one weight ≥ 0 per row.</param>
    /// <returns>The outcome, over copies.</returns>
    /// <exception cref="ArgumentException">As for the constructor.</exception>
    public static Outcome From<T>(OutcomeForm form, ReadOnlySpan<T> targets, ReadOnlySpan<T> outputs, int columns, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(form, Widen(targets), Widen(outputs), columns, Widen(weights), double.CreateChecked(T.BitIncrement(T.One) - T.One));

    private static double[] Widen<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] widened = new double[values.Length];
        TensorPrimitives.ConvertTruncating(values, widened);
        return widened;
    }

    private static void RequireShapes(OutcomeForm form, int targets, int outputs, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (targets != outputs)
        {
            throw new ArgumentException($"There are {targets} targets but {outputs} outputs; both need rows × {columns} numbers.", nameof(outputs));
        }

        if (targets % columns != 0)
        {
            throw new ArgumentException($"{targets} targets are not a whole number of rows of {columns}.", nameof(targets));
        }

        switch (form)
        {
            case OutcomeForm.Binary when columns != 1:
                throw new ArgumentException($"A binary outcome has one column, not {columns}; use Multiclass for softmax columns and Multilabel for several sigmoid columns.", nameof(columns));
            case OutcomeForm.Multiclass when columns == 1:
                throw new ArgumentException("A multiclass outcome has one column per class, at least 2; use Binary for a single sigmoid column.", nameof(columns));
            case < OutcomeForm.Regression or > OutcomeForm.Counts:
                throw new ArgumentOutOfRangeException(nameof(form), form, "The form is none of Regression, Binary, Multiclass, Multilabel, Counts.");
        }
    }

    private static ReadOnlyMemory<double> Ordinary(ReadOnlyMemory<double> weights)
    {
        double largest = weights.IsEmpty ? 0 : TensorPrimitives.Max(weights.Span);
        if (largest == 0 || Math.Abs(Math.ILogB(largest)) <= 64)
        {
            return weights;
        }

        double[] scaled = new double[weights.Length];
        TensorPrimitives.Multiply(weights.Span, MeanSquare.FactorFor(largest), scaled);
        return scaled;
    }

    private static void RequireWeights(ReadOnlySpan<double> weights, int rows)
    {
        if (weights.IsEmpty)
        {
            return;
        }

        if (weights.Length != rows)
        {
            throw new ArgumentException($"There are {weights.Length} weights for {rows} rows; give one per row.", nameof(weights));
        }

        for (int i = 0; i < rows; i++)
        {
            if (!double.IsFinite(weights[i]) || weights[i] < 0)
            {
                throw new ArgumentException($"weights[{i}] is {weights[i]}; a weight is a finite number that is not negative.", nameof(weights));
            }
        }
    }
}
