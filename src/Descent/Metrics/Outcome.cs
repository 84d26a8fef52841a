using System.Numerics;
using System.Numerics.Tensors;

namespace Descent;

/// <summary>Targets and outputs, in double precision: the data from which a <see cref="Metric"/> is computed.</summary>
/// <remarks>
/// Targets and outputs are rows × columns, row after row. Outputs are those of the network: probabilities
/// after a sigmoid or softmax, numbers after a linear layer. The memory is used in place, not copied.
/// </remarks>
public readonly struct Outcome
{
    /// <summary>The machine epsilon of double, 2⁻⁵².</summary>
    internal const double DoubleEpsilon = 1.0 / (1L << 52);

    /// <summary>Wraps double-precision targets and outputs.</summary>
    /// <param name="form">How the columns are interpreted.</param>
    /// <param name="targets">The targets: rows × <paramref name="columns"/> numbers.</param>
    /// <param name="outputs">The outputs: as many numbers as targets.</param>
    /// <param name="columns">The number of columns: exactly 1 for binary, at least 2 for multiclass, otherwise at least 1.</param>
    /// <param name="weights">Empty, or one weight ≥ 0 per row.</param>
    /// <exception cref="ArgumentException">If the lengths do not match each other or the form, or a weight is negative or not finite.</exception>
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

    /// <summary>How the columns are interpreted.</summary>
    public OutcomeForm Form { get; }

    /// <summary>The targets: rows × columns, row after row.</summary>
    public ReadOnlyMemory<double> Targets { get; }

    /// <summary>The outputs of the network: rows × columns, row after row.</summary>
    public ReadOnlyMemory<double> Outputs { get; }

    /// <summary>
    /// One weight per row, or empty if all rows have the same weight. Only their ratios matter: if the largest is beyond 2^±64, all are multiplied
    /// by the same power of two, so that their sums and products stay within the range of double.
    /// </summary>
    public ReadOnlyMemory<double> Weights { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The machine epsilon of the type in which the outputs were computed, at which <see cref="LogLoss"/> clips.</summary>
    public double Epsilon { get; }

    /// <summary>
    /// Whether the outputs of a classification are probabilities; default true. If not, they are scores: the prediction of a
    /// yes-or-no column changes at ½, and a multiclass outcome predicts the class with the greatest score; <see cref="StandardMetrics"/> omits the metrics that need probabilities.
    /// </summary>
    public bool HasProbabilities { get; init; } = true;

    /// <summary>Σ w over the rows; their number if they have no weights.</summary>
    public double TotalWeight { get; }

    /// <summary>Whether metrics can be computed: there is at least one row, a weight above 0, and all outputs are finite.</summary>
    public bool IsUsable => TotalWeight > 0 && HasFiniteOutputs;

    internal bool HasFiniteOutputs => TensorPrimitives.IsFiniteAll(Outputs.Span);

    /// <summary>Gets the weight of a row; 1 if the rows have no weights.</summary>
    /// <param name="row">The index of the row.</param>
    /// <returns>The weight.</returns>
    public double Weight(int row) => Weights.IsEmpty ? 1 : Weights.Span[row];

    /// <summary>Returns every column as a separate outcome; only for forms that allow one column.</summary>
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

    /// <summary>Converts targets and outputs of type <typeparamref name="T"/> to double, and keeps the machine epsilon of that type.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="form">How the columns are interpreted.</param>
    /// <param name="targets">The targets: rows × <paramref name="columns"/> numbers.</param>
    /// <param name="outputs">The outputs: as many numbers as targets.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="weights">Empty, or one weight ≥ 0 per row.</param>
    /// <returns>The outcome, which holds copies.</returns>
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
            throw new ArgumentException($"There are {targets} targets but {outputs} outputs. Both must be rows × {columns} numbers.", nameof(outputs));
        }

        if (targets % columns != 0)
        {
            throw new ArgumentException($"{targets} targets cannot be divided into rows of {columns}.", nameof(targets));
        }

        switch (form)
        {
            case OutcomeForm.Binary when columns != 1:
                throw new ArgumentException($"A binary outcome must have one column, but has {columns}. Use Multiclass for softmax columns and Multilabel for several sigmoid columns.", nameof(columns));
            case OutcomeForm.Multiclass when columns == 1:
                throw new ArgumentException("A multiclass outcome must have one column per class, at least 2. Use Binary for a single sigmoid column.", nameof(columns));
            case < OutcomeForm.Regression or > OutcomeForm.Counts:
                throw new ArgumentOutOfRangeException(nameof(form), form, "Form must be one of Regression, Binary, Multiclass, Multilabel, Counts.");
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
            throw new ArgumentException($"There are {weights.Length} weights for {rows} rows. Give one weight per row.", nameof(weights));
        }

        for (int i = 0; i < rows; i++)
        {
            if (!double.IsFinite(weights[i]) || weights[i] < 0)
            {
                throw new ArgumentException($"weights[{i}] is {weights[i]}, but a weight must be a finite number of at least 0.", nameof(weights));
            }
        }
    }
}
