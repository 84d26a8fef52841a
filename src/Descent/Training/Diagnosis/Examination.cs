using Descent.Data;

namespace Descent;

/// <summary>Everything that a doctor looks at: the layers of a network at some updates, the rows, and the fit at the end.</summary>
internal sealed record Examination
{
    /// <summary>The training options.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The history; of a run that goes on, so far.</summary>
    public required History History { get; init; }

    /// <summary>The measurements, in the order of their steps; at least one.</summary>
    public required IReadOnlyList<LayerMeasurement> Measurements { get; init; }

    /// <summary>The training rows in double.</summary>
    public required Dataset<double> Rows { get; init; }

    /// <summary>The names of the input columns; null if they have none.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>The range of the outputs.</summary>
    public required OutputRange Range { get; init; }

    /// <summary>How targets are interpreted.</summary>
    public required OutcomeForm Form { get; init; }

    /// <summary>The verdict on the fit.</summary>
    public required FitDiagnosis Fit { get; init; }

    /// <summary>The skill on training rows; NaN if it is not known.</summary>
    public double Skill { get; init; } = double.NaN;

    /// <summary>The targets and outputs of some training rows, in the end.</summary>
    public required Outcome Trained { get; init; }

    /// <summary>The measurement before the first update.</summary>
    public LayerMeasurement First => Measurements[0];

    /// <summary>The measurement of the last weights.</summary>
    public LayerMeasurement Last => Measurements[^1];

    /// <summary>Whether the network learned little: the gate of findings that are harmless if it learned well.</summary>
    public bool LearnedLittle => Fit.Verdict is FitVerdict.Underfitting or FitVerdict.Diverging || !(Skill >= FitDiagnosis.LittleSkill);

    /// <summary>Where gradients first grew in a run that failed; null in others.</summary>
    public (long Step, string Parameter, double Growth)? Growth { get; init; }

    /// <summary>The name of an input column.</summary>
    public string NameOf(int column) => InputNames is { } names && column < names.Count ? $"\"{names[column]}\"" : $"{column}";

    /// <summary>The course of a number of each weight matrix.</summary>
    public IReadOnlyList<LayerCourse> CoursesOf(string name, Func<MatrixMeasure, double> value) =>
        [.. First.Matrices.Select((matrix, i) => new LayerCourse(name, $"layer {matrix.Layer}", [.. Measurements.Select(measurement => measurement.Step)], [.. Measurements.Select(measurement => value(measurement.Matrices[i]))]))];

    /// <summary>The course of a number of each hidden layer's outputs.</summary>
    public IReadOnlyList<LayerCourse> CoursesOf(string name, Func<UnitMeasure, double> value) =>
        [.. First.Units.Select((units, i) => (units, i)).Where(pair => !double.IsNaN(value(pair.units))).Select(pair => new LayerCourse(name, $"layer {pair.units.Layer} ({pair.units.Name})", [.. Measurements.Select(measurement => measurement.Step)], [.. Measurements.Select(measurement => value(measurement.Units[pair.i]))]))];
}

/// <summary>The layers before an update.</summary>
/// <param name="Step">The number of updates before it.</param>
/// <param name="Matrices">The weight matrices, in the order of the layers.</param>
/// <param name="Units">The outputs of the hidden layers.</param>
internal sealed record LayerMeasurement(long Step, IReadOnlyList<MatrixMeasure> Matrices, IReadOnlyList<UnitMeasure> Units);

/// <summary>A weight matrix before an update.</summary>
/// <param name="Layer">Its layer.</param>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Weight">The root mean square of its weights.</param>
/// <param name="Gradient">That of their gradients, over the examined rows.</param>
/// <param name="Signal">That of the derivatives with respect to the layer's sums: the gradient divided by the size of the layer's inputs.</param>
/// <param name="Step">The length of the update relative to that of the weights, or of the initial ones if they were larger; NaN if it was not recorded.</param>
/// <param name="Moved">The distance from the initial weights, relative to their size.</param>
/// <param name="IsSymmetric">Whether all neurons have the same weights.</param>
internal sealed record MatrixMeasure(int Layer, string Name, double Weight, double Gradient, double Signal, double Step, double Moved, bool IsSymmetric);

/// <summary>The outputs of a hidden layer for the examined rows.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Name">The name of its type.</param>
/// <param name="Size">The root mean square of the outputs.</param>
/// <param name="Dead">The share of neurons that output 0 for every row; NaN if the layer is no ReLU.</param>
/// <param name="Saturated">The share of outputs in the flat part of a sigmoid or tanh; NaN for other layers.</param>
internal sealed record UnitMeasure(int Layer, string Name, double Size, double Dead, double Saturated);
