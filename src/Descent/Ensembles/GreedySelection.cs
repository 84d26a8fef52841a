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
    /// <returns>A share for each candidate, at least 0; the shares add up to 1.</returns>
    public static double[] Shares(IReadOnlyList<float[]> predictions, Func<float[], double> loss)
    {
        double[] alone = [.. predictions.Select(loss)];
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

                double own = loss(tried);
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
        return loss(Mean(predictions, chosen)) <= alone[best] ? chosen : Of(kept);

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
