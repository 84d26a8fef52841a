using Descent.Data;

namespace Descent;

/// <summary>A loss as a function of scores, with its negative gradient, for gradient boosting.</summary>
/// <param name="Link">The link between scores and outputs, which determines the loss: half the squared error, a logistic loss, a cross-entropy, or that of Poisson counts.</param>
/// <param name="Rows">The rows.</param>
internal sealed record BoostedLoss(ScoreLink Link, Dataset<float> Rows)
{
    private readonly int width = Rows.TargetColumns;

    /// <summary>Gets the link for a loss.</summary>
    /// <exception cref="DataException">If the loss cannot be boosted.</exception>
    public static ScoreLink LinkOf(string method, LossFit fit) => (fit.Loss, fit.Last) switch
    {
        (MeanSquaredError, Linear) or (BinaryCrossEntropy, Sigmoid) or (CategoricalCrossEntropy, Softmax) or (Poisson, Exponential) => ScoreLinks.Of(fit.Last),
        _ => throw new DataException($"The method {method} needs the loss mean_squared_error, binary_cross_entropy, categorical_cross_entropy or poisson, but the loss is {fit.Loss.GetType().Name}. Use the default loss, or an average.", new Remedy(nameof(TableOptions.Loss)), new Remedy(nameof(TableOptions.Ensemble), value: "average")),
    };

    /// <summary>Computes the constant scores with the smallest loss: means, or their logits or logarithms.</summary>
    public double[] Start()
    {
        double[] sums = new double[width];
        double total = 0;
        for (int row = 0; row < Rows.Rows; row++)
        {
            double weight = Weight(row);
            total += weight;
            for (int i = 0; i < width; i++)
            {
                sums[i] += weight * Target(row, i);
            }
        }

        return [.. sums.Select(sum => Link.ScoreOf(sum / total))];
    }

    /// <summary>Computes the negative gradient of the loss of each row with respect to its scores: targets minus outputs.</summary>
    public float[] Residuals(double[] scores)
    {
        float[] residuals = new float[scores.Length];
        double[] outputs = new double[width];
        for (int row = 0; row < Rows.Rows; row++)
        {
            Outputs(scores, row, outputs);
            for (int i = 0; i < width; i++)
            {
                residuals[(row * width) + i] = (float)(Target(row, i) - outputs[i]);
            }
        }

        return residuals;
    }

    /// <summary>Computes the weighted mean of the losses of the rows.</summary>
    public double Value(double[] scores)
    {
        double sum = 0, total = 0;
        double[] outputs = new double[width];
        for (int row = 0; row < Rows.Rows; row++)
        {
            Outputs(scores, row, outputs);
            double own = 0;
            for (int i = 0; i < width; i++)
            {
                double score = scores[(row * width) + i], target = Target(row, i), output = outputs[i];
                own += Link switch
                {
                    ScoreLink.Logistic => Math.Max(score, 0) - (score * target) + Math.Log(1 + Math.Exp(-Math.Abs(score))),
                    ScoreLink.Softmax => target == 0 ? 0 : -target * Math.Log(Math.Max(output, double.Epsilon)),
                    ScoreLink.Exponential => output - (target * score),
                    _ => 0.5 * (score - target) * (score - target),
                };
            }

            sum += Weight(row) * own;
            total += Weight(row);
        }

        return sum / total;
    }

    /// <summary>Computes the factor of a direction by one step of Newton's method from 0, halved until the loss does not rise; for half the squared error, it is the factor with the smallest loss.</summary>
    /// <remarks>Further steps would follow rows that a network separates without an error to ever larger scores, which predict new rows with too much confidence. scikit-learn's gradient boosting takes a single step in the leaves of its trees, too.</remarks>
    /// <param name="scores">The scores.</param>
    /// <param name="direction">What is added to them, times the factor.</param>
    /// <returns>The factor; 0 if the loss does not fall in this direction.</returns>
    public double Step(double[] scores, float[] direction)
    {
        const int Halvings = 20;
        (double slope, double curvature) = Slopes(scores, direction);
        double factor = curvature > 0 ? -slope / curvature : 0, least = Value(scores);
        double[] moved = new double[scores.Length];
        for (int halving = 0; factor > 0 && double.IsFinite(factor) && halving <= Halvings; halving++)
        {
            Move(scores, direction, factor, moved);
            if (Value(moved) < least)
            {
                return factor;
            }

            factor /= 2;
        }

        return 0;
    }

    /// <summary>Adds a multiple of a direction.</summary>
    public static void Move(double[] scores, float[] direction, double factor, double[] moved)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            moved[i] = scores[i] + (factor * direction[i]);
        }
    }

    /// <summary>Computes the first and second derivative of the sum of the losses along a direction.</summary>
    private (double Slope, double Curvature) Slopes(double[] scores, float[] direction)
    {
        double slope = 0, curvature = 0;
        double[] outputs = new double[width];
        for (int row = 0; row < Rows.Rows; row++)
        {
            Outputs(scores, row, outputs);
            double first = 0, second = 0, mean = 0;
            for (int i = 0; i < width; i++)
            {
                double way = direction[(row * width) + i], output = outputs[i];
                first += (output - Target(row, i)) * way;
                mean += output * way;
                second += way * way * Link switch
                {
                    ScoreLink.Logistic => output * (1 - output),
                    ScoreLink.Identity => 1,
                    _ => output,
                };
            }

            slope += Weight(row) * first;
            curvature += Weight(row) * (Link == ScoreLink.Softmax ? second - (mean * mean) : second);
        }

        return (slope, curvature);
    }

    private void Outputs(double[] scores, int row, double[] outputs)
    {
        Array.Copy(scores, row * width, outputs, 0, width);
        Link.Apply(outputs);
    }

    private float Target(int row, int column) => Rows.Targets.Span[(row * width) + column];

    private double Weight(int row) => Rows.IsWeighted ? Rows.Weights.Span[row] : 1;
}
