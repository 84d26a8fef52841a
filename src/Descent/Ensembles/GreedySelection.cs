using System.Numerics.Tensors;

namespace Descent;

/// <summary>Chooses the predictions to average and their shares. In every round, the candidate whose addition gives the smallest loss is added; candidates may be added repeatedly.</summary>
/// <remarks>
/// Caruana, Niculescu-Mizil, Crew and Ksikes, "Ensemble selection from libraries of models", 2004.
/// Selection begins with the best candidate alone; of equal candidates, the first is chosen. Shares below a tenth are distributed among the others.
/// </remarks>
internal static class GreedySelection
{
    private const int Rounds = 25;

    /// <summary>The smallest share. A smaller one is likely to be due to chance, and costs as much in every prediction as a large one.</summary>
    private const double LeastShare = 0.1;

    /// <summary>Chooses shares.</summary>
    /// <param name="predictions">Out-of-fold predictions of the same rows by each candidate.</param>
    /// <param name="loss">Computes the loss of predictions of these rows.</param>
    /// <param name="gains">For each candidate, how much smaller its loss will be on new rows, which are predicted by the mean of more networks than these rows; null for 0. The networks of different candidates vary independently, so in a mean a gain counts with the square of the share.</param>
    /// <returns>A share for each candidate, at least 0; the shares add up to 1.</returns>
    public static double[] Shares(IReadOnlyList<float[]> predictions, Func<float[], double> loss, IReadOnlyList<double>? gains = null)
    {
        double[] alone = [.. predictions.Select((prediction, i) => loss(prediction) - (gains?[i] ?? 0))];
        int best = Array.IndexOf(alone, alone.Min());
        int[] counts = new int[predictions.Count];
        float[] sum = new float[predictions[0].Length], tried = new float[sum.Length];
        Add(best);
        (int[] kept, double least) = ([.. counts], alone[best]);
        for (int total = 1; total < Rounds; total++)
        {
            (int next, double nextLoss) = (-1, double.PositiveInfinity);
            for (int i = 0; i < predictions.Count; i++)
            {
                for (int j = 0; j < sum.Length; j++)
                {
                    tried[j] = (sum[j] + predictions[i][j]) / (total + 1);
                }

                double own = loss(tried) - Gain(j => counts[j] + (j == i ? 1.0 : 0), total + 1);
                (next, nextLoss) = own < nextLoss ? (i, own) : (next, nextLoss);
            }

            if (next < 0)
            {
                break;
            }

            Add(next);
            if (nextLoss < least)
            {
                (kept, least) = ([.. counts], nextLoss);
            }
        }

        int[] large = [.. kept.Select(count => count < LeastShare * kept.Sum() ? 0 : count)];
        double[] chosen = Of(large);
        return loss(Mean(predictions, chosen)) - Gain(i => chosen[i], 1) <= alone[best] ? chosen : Of(kept);

        double Gain(Func<int, double> count, double total) => gains?.Select((gain, i) => gain * count(i) * count(i)).Sum() / (total * total) ?? 0;

        static double[] Of(int[] counts) => [.. counts.Select(count => (double)count / counts.Sum())];

        void Add(int candidate)
        {
            counts[candidate]++;
            for (int j = 0; j < sum.Length; j++)
            {
                sum[j] += predictions[candidate][j];
            }
        }
    }

    /// <summary>Estimates how much smaller the loss of a candidate will be on new rows, which all its networks predict, than on these rows, each of which only one network per division predicts.</summary>
    /// <remarks>
    /// The expected loss of the mean of n networks is about that of the mean of infinitely many, plus c/n: exactly so for squared errors, where c is the variance of a single network (Krogh and Vedelsby,
    /// "Neural network ensembles, cross validation, and active learning", 1995). The mean loss of the networks of a single division, less that of the mean of D divisions, estimates c·(1 − 1/D).
    /// </remarks>
    /// <param name="ofDivisions">The out-of-fold predictions by the networks of each division. With a single one, nothing is known of the variance, and the gain is 0.</param>
    /// <param name="folds">The number of folds, and so of networks, of a division.</param>
    /// <param name="loss">Computes the loss of predictions of these rows.</param>
    public static double Gain(IReadOnlyList<float[]> ofDivisions, int folds, Func<float[], double> loss)
    {
        double divisions = ofDivisions.Count;
        if (divisions < 2)
        {
            return 0;
        }

        double c = (ofDivisions.Average(loss) - loss(Mean(ofDivisions, [.. ofDivisions.Select(_ => 1 / divisions)]))) / (1 - (1 / divisions));
        return Math.Max(0, c * ((1 / divisions) - (1 / (divisions * folds))));
    }

    /// <summary>Computes the weighted mean with these shares.</summary>
    public static float[] Mean(IReadOnlyList<float[]> predictions, double[] shares)
    {
        float[] mean = new float[predictions[0].Length];
        for (int i = 0; i < shares.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(predictions[i], (float)shares[i], mean, mean);
        }

        return mean;
    }
}
