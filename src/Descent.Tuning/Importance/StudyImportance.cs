using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>The importance of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fraction">The fraction of the variance of the objective that the parameter alone explains, from 0 to 1: the variance of the mean over all other parameters. The mean of all trees.</param>
/// <param name="Deviation">The standard deviation of the fraction among the trees.</param>
public sealed record ParameterImportance(string Name, double Fraction, double Deviation);

/// <summary>The importance of the interaction of two parameters.</summary>
/// <param name="First">The name of one.</param>
/// <param name="Second">The name of the other.</param>
/// <param name="Fraction">The fraction of the variance of the objective that both explain together beyond what each explains alone, from 0 to 1. The mean of all trees.</param>
/// <param name="Deviation">The standard deviation of the fraction among the trees.</param>
public sealed record PairImportance(string First, string Second, double Fraction, double Deviation);

/// <summary>
/// How much of the variance of an objective each parameter explains, over the whole search space, by functional analysis of variance:
/// Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML 2014.
/// </summary>
/// <remarks>
/// A random forest of 64 regression trees learns the objective from the completed trials. The parts of a tree are computed exactly from its
/// leaves. Every value of a parameter counts equally: a logarithmic parameter by its logarithm, a choice as a category. The fractions of
/// single parameters, of pairs and of larger groups add up to 1.
/// </remarks>
public sealed class StudyImportance
{
    private const int TreeCount = 64;

    private readonly RegressionTree[] trees;
    private readonly SearchParameter[] parameters;
    private readonly double center, scale;

    private StudyImportance(SearchParameter[] parameters, double[][] points, double[] values, ulong seed)
    {
        this.parameters = parameters;

        // Scaled before they are added: a sum of huge values may be infinite. Fractions have no scale.
        double largest = values.Max(Math.Abs);
        double mean = values.Average(value => value / largest);
        double[] scaled = [.. values.Select(value => (value / largest) - mean)];
        (center, scale, Trials) = (mean * largest, largest, values.Length);
        int[] choices = [.. parameters.Select(parameter => (parameter as ChoiceParameter)?.Choices.Count ?? 0)];
        (double Sum, int Count)[] unseen = new (double, int)[values.Length];
        trees = new RegressionTree[TreeCount];
        for (int tree = 0; tree < TreeCount; tree++)
        {
            CounterRandom draws = new(seed, Streams.Tuning | ((ulong)Purpose.Rows << 32) | (uint)tree);
            int[] rows = [.. Enumerable.Range(0, values.Length).Select(i => draws.Below((ulong)i, values.Length))];
            trees[tree] = RegressionTree.Fit(choices, points, scaled, rows, new CounterRandom(seed, Streams.Tuning | ((ulong)Purpose.Splits << 32) | (uint)tree));
            foreach (int row in Enumerable.Range(0, values.Length).Except(rows))
            {
                unseen[row] = (unseen[row].Sum + trees[tree].Predict(points[row]), unseen[row].Count + 1);
            }
        }

        int[] judged = [.. Enumerable.Range(0, values.Length).Where(row => unseen[row].Count > 0)];
        double error = judged.Sum(row => Math.Pow(scaled[row] - (unseen[row].Sum / unseen[row].Count), 2)), average = judged.Select(row => scaled[row]).DefaultIfEmpty(double.NaN).Average();
        R2 = 1 - (error / judged.Sum(row => Math.Pow(scaled[row] - average, 2)));

        double[][,] fractions = [.. trees.Select(tree => tree.Variances()).Where(variance => variance.Total > 0).Select(variance => Divided(variance.Parts, variance.Total))];
        Parameters =
        [
            .. parameters.Select((parameter, i) => (parameter.Name, Spread: Spread(i, i))).OrderByDescending(entry => entry.Spread.Mean)
                .Select(entry => new ParameterImportance(entry.Name, entry.Spread.Mean, entry.Spread.Deviation)),
        ];
        Pairs =
        [
            .. Enumerable.Range(0, parameters.Length).SelectMany(i => Enumerable.Range(i + 1, parameters.Length - i - 1).Select(j => (First: i, Second: j, Spread: Spread(i, j))))
                .OrderByDescending(entry => entry.Spread.Mean)
                .Select(entry => new PairImportance(parameters[entry.First].Name, parameters[entry.Second].Name, entry.Spread.Mean, entry.Spread.Deviation)),
        ];

        (double Mean, double Deviation) Spread(int i, int j)
        {
            double[] each = [.. fractions.Select(fraction => fraction[i, j])];
            double middle = each.DefaultIfEmpty(0).Average();
            return (middle, Math.Sqrt(each.Select(fraction => Math.Pow(fraction - middle, 2)).DefaultIfEmpty(0).Average()));
        }
    }

    /// <summary>The parameters, the most important first.</summary>
    public IReadOnlyList<ParameterImportance> Parameters { get; }

    /// <summary>All pairs of parameters, the strongest interaction first.</summary>
    public IReadOnlyList<PairImportance> Pairs { get; }

    /// <summary>The number of trials from which the forest has learned.</summary>
    public int Trials { get; }

    /// <summary>How well the forest predicts trials that its trees have not seen (R², out of bag): at most 1; around 0 or below, the fractions mean nothing. NaN if no tree has left out a trial.</summary>
    public double R2 { get; }

    /// <summary>The prediction of the forest for the objective at a value of a parameter, as the mean over all values of the others.</summary>
    /// <param name="name">The name of one of <see cref="Parameters"/>.</param>
    /// <param name="value">A value of it; the index of a choice.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter or it does not have the value.</exception>
    public double Mean(string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        return MeanAt((name, value));
    }

    /// <summary>The prediction of the forest for the objective at values of two parameters, as the mean over all values of the others.</summary>
    /// <param name="first">The name of one of <see cref="Parameters"/>.</param>
    /// <param name="firstValue">A value of it; the index of a choice.</param>
    /// <param name="second">The name of another.</param>
    /// <param name="secondValue">A value of it; the index of a choice.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter or it does not have the value.</exception>
    public double Mean(string first, double firstValue, string second, double secondValue)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return MeanAt((first, firstValue), (second, secondValue));
    }

    /// <summary>Shows the fractions.</summary>
    /// <returns>The text, such as <c>learning-rate 0.61, width 0.2</c>.</returns>
    public override string ToString() => string.Join(", ", Parameters.Select(parameter => FormattableString.Invariant($"{parameter.Name} {parameter.Fraction:0.##}")));

    /// <summary>Null if fewer than two trials have different values.</summary>
    internal static StudyImportance? Of(Study study, int objective, IReadOnlyList<string>? names)
    {
        Trial[] completed = [.. study.Trials.Where(trial => trial.State == TrialState.Completed && double.IsFinite(trial.Values[objective]))];
        SearchParameter[] chosen = names is null
            ? [.. study.Space.Where(parameter => completed.All(trial => trial.Parameters!.IsActive(parameter.Name)))]
            : [.. names.Distinct(StringComparer.Ordinal).Select(name => study.Space[name])];
        int[] indices = [.. chosen.Select(parameter => study.Space.IndexOf(parameter.Name))];
        Trial[] used = [.. completed.Where(trial => indices.All(index => !double.IsNaN(trial.Parameters![index])))];
        double[] values = [.. used.Select(trial => trial.Values[objective])];
        return values.Distinct().Count() < 2
            ? null
            : new(chosen, [.. used.Select(trial => indices.Select(index => Coordinate(study.Space[index], trial.Parameters![index])).ToArray())], values, study.Seed);
    }

    private static double Coordinate(SearchParameter parameter, double value) => parameter is ChoiceParameter ? value : parameter.ToUnit(value);

    private static double[,] Divided(double[,] parts, double total)
    {
        double[,] fractions = new double[parts.GetLength(0), parts.GetLength(1)];
        for (int i = 0; i < parts.GetLength(0); i++)
        {
            for (int j = 0; j < parts.GetLength(1); j++)
            {
                fractions[i, j] = parts[i, j] / total;
            }
        }

        return fractions;
    }

    private double MeanAt(params ReadOnlySpan<(string Name, double Value)> known)
    {
        double[] point = [.. parameters.Select(_ => double.NaN)];
        foreach ((string name, double value) in known)
        {
            int index = Array.FindIndex(parameters, parameter => parameter.Name == name);
            if (index < 0 || !parameters[index].Contains(value))
            {
                throw new ArgumentException(FormattableString.Invariant($"{name} = {value} is not a value of {(index < 0 ? string.Join(", ", parameters.Select(parameter => parameter.Name)) : parameters[index])}."), nameof(known));
            }

            point[index] = Coordinate(parameters[index], value);
        }

        return center + (scale * trees.Average(tree => tree.Mean(point)));
    }
}
