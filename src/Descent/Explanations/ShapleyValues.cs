namespace Descent;

/// <summary>Why rows got their predictions: what each column adds to, or takes from, the mean prediction of the background rows.</summary>
/// <remarks>Of each row and output, <see cref="Base"/> plus the values of all columns is <see cref="Output"/>, but for rounding.</remarks>
public sealed class ShapleyValues
{
    private readonly double[] bases, outputs, values, errors;

    internal ShapleyValues(ShapleyExplainer explainer, double[] bases, double[] outputs, double[] values, double[] errors)
    {
        (this.bases, this.outputs, this.values, this.errors) = (bases, outputs, values, errors);
        Columns = explainer.Columns;
        OutputNames = explainer.OutputNames;
        IsExact = explainer.IsExact;
        BackgroundRows = explainer.BackgroundRows;
        Orders = explainer.Orders;
    }

    /// <summary>The columns, as in the table of the training.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>What is predicted: the positive label or all labels, whose probabilities are explained, or the targets, in their units.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>How many rows are explained.</summary>
    public int Rows => outputs.Length / OutputNames.Count;

    /// <summary>Whether all subsets of the columns were tried; otherwise orders of the columns were drawn.</summary>
    public bool IsExact { get; }

    /// <summary>Rows that were compared with.</summary>
    public int BackgroundRows { get; }

    /// <summary>How many orders of the columns were drawn; 0 where all subsets were tried.</summary>
    public int Orders { get; }

    /// <summary>The largest standard error of all values.</summary>
    public double LargestError => errors.Where(error => !double.IsNaN(error)).DefaultIfEmpty(double.NaN).Max();

    /// <summary>The mean prediction of the background rows.</summary>
    /// <param name="output">Which output, from 0.</param>
    /// <returns>A probability, or a number in the target's unit.</returns>
    public double Base(int output = 0) => bases[output];

    /// <summary>The prediction of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <returns>A probability, or a number in the target's unit.</returns>
    public double Output(int row, int output = 0) => outputs[(row * OutputNames.Count) + output];

    /// <summary>What a column adds to the prediction of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column's place in <see cref="Columns"/>.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <returns>The Shapley value, in the unit of the prediction.</returns>
    public double Value(int row, int column, int output = 0) => values[Place(row, column, output)];

    /// <summary>
    /// The standard error of that value, over what other background rows, and other orders where orders were drawn, would change; NaN of a single
    /// background row.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column's place in <see cref="Columns"/>.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <returns>The standard error, in the unit of the prediction.</returns>
    public double StandardError(int row, int column, int output = 0) => errors[Place(row, column, output)];

    private int Place(int row, int column, int output) => (((row * Columns.Count) + column) * OutputNames.Count) + output;
}
