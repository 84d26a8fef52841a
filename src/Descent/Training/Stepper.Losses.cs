using Descent.Data;

namespace Descent;

/// <content>Losses and gradients without an update.</content>
internal sealed partial class Stepper<T>
{
    /// <summary>Computes loss and gradients of a batch without an update; running statistics are updated.</summary>
    public double Gradient(int[] order, int start, int count)
    {
        frame.Begin(plan, new TrainingPosition(0, 1));
        double loss = Pass(order, start, count, learning: true, of: count);
        SumGradients();
        return loss;
    }

    /// <summary>Computes the loss of some rows as a part of the loss of all rows, and, if wanted, its gradients; nothing is updated.</summary>
    /// <param name="order">The numbers of all rows.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="count">The rows of the part.</param>
    /// <param name="isGradientWanted">Whether gradients are computed.</param>
    /// <returns>The part's contribution: the losses of all parts add up to the loss of one batch of all rows.</returns>
    public double PartOf(int[] order, int start, int count, bool isGradientWanted)
    {
        double loss = Pass(order, start, count, learning: isGradientWanted, of: order.Length);
        if (isGradientWanted)
        {
            SumGradients();
        }

        return loss;
    }

    /// <summary>Computes the loss on other rows with the current parameters, averaged as over one batch.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">Their numbers, 0 … rows − 1.</param>
    /// <returns>The loss.</returns>
    public double Evaluate(Dataset<T> rows, int[] order)
    {
        (Dataset<T> ownData, ReadOnlyMemory<T> ownWeights) = (data, weights);
        (data, weights) = (rows, rows.Weights);
        bool isSum = options.Loss.Reduction == Reduction.Sum;
        double sum = 0;
        for (int done = 0; done < rows.Rows; done += Capacity)
        {
            int count = Math.Min(Capacity, rows.Rows - done);
            double loss = Pass(order, done, count, learning: false, of: count);
            sum += isSum ? loss : loss * count;
        }

        (data, weights) = (ownData, ownWeights);
        return isSum ? sum : sum / rows.Rows;
    }
}
