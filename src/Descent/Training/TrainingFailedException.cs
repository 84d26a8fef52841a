namespace Descent.Training;

/// <summary>Training met a loss that is not a finite number. The model has its last good weights.</summary>
public sealed class TrainingFailedException : Exception
{
    internal TrainingFailedException(string message, int epoch, int batch, string layer, double largestGradient)
        : base(message)
    {
        Epoch = epoch;
        Batch = batch;
        Layer = layer;
        LargestGradient = largestGradient;
    }

    /// <summary>The epoch in which it happened, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch in which it happened, from 1.</summary>
    public int Batch { get; }

    /// <summary>The first layer whose outputs are not finite, or the loss.</summary>
    public string Layer { get; }

    /// <summary>The largest gradient, in magnitude, of the update before.</summary>
    public double LargestGradient { get; }
}
