namespace Descent;

/// <summary>The Shapley values of rows: the contribution of each column to the difference between a prediction and the mean prediction of the background rows.</summary>
/// <remarks>For each row and output, <see cref="Base"/> plus the values of all columns is <see cref="Output"/>, up to rounding.</remarks>
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

    /// <summary>The names of the columns, as in the training table.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The names of the outputs: the positive label or all labels, whose probabilities are explained, or the targets, in their units.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>The number of explained rows.</summary>
    public int Rows => outputs.Length / OutputNames.Count;

    /// <summary>Whether all subsets of the columns were used; otherwise random orders were.</summary>
    public bool IsExact { get; }

    /// <summary>The number of background rows.</summary>
    public int BackgroundRows { get; }

    /// <summary>The number of random orders of the columns; 0 if all subsets were used.</summary>
    public int Orders { get; }

    /// <summary>The largest standard error of all values.</summary>
    public double LargestError => errors.Where(error => !double.IsNaN(error)).DefaultIfEmpty(double.NaN).Max();

    /// <summary>Gets the mean prediction of the background rows.</summary>
    /// <param name="output">The index of the output, from 0; default the first.</param>
    /// <returns>A probability, or a number in the target's unit.</returns>
    public double Base(int output = 0) => bases[output];

    /// <summary>Gets the prediction of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="output">The index of the output, from 0; default the first.</param>
    /// <returns>A probability, or a number in the target's unit.</returns>
    public double Output(int row, int output = 0) => outputs[(row * OutputNames.Count) + output];

    /// <summary>Gets the contribution of a column to the prediction of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The index of the column in <see cref="Columns"/>.</param>
    /// <param name="output">The index of the output, from 0; default the first.</param>
    /// <returns>The Shapley value, in the unit of the prediction.</returns>
    public double Value(int row, int column, int output = 0) => values[Place(row, column, output)];

    /// <summary>
    /// Gets the standard error of a value over the choice of background rows and, if random orders were used, of orders; NaN for a single
    /// background row.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The index of the column in <see cref="Columns"/>.</param>
    /// <param name="output">The index of the output, from 0; default the first.</param>
    /// <returns>The standard error, in the unit of the prediction.</returns>
    public double StandardError(int row, int column, int output = 0) => errors[Place(row, column, output)];

    private int Place(int row, int column, int output) => (((row * Columns.Count) + column) * OutputNames.Count) + output;
}
