namespace Descent;

/// <summary>The exception thrown if the loss or the weights become infinite or NaN during training. The model has its last good weights.</summary>
public sealed class TrainingFailedException : Exception
{
    internal TrainingFailedException(string message, int epoch, int batch, string layer, double largestGradient, History history)
        : base(message)
    {
        Epoch = epoch;
        Batch = batch;
        Layer = layer;
        LargestGradient = largestGradient;
        History = history;
    }

    /// <summary>The epoch of the failure, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch of the failure, from 1.</summary>
    public int Batch { get; }

    /// <summary>The first layer whose outputs are not finite, or the loss, or the first parameter that is not finite.</summary>
    public string Layer { get; }

    /// <summary>The largest gradient, in magnitude, of the previous update: infinite if one was not finite, NaN if there was no previous update.</summary>
    public double LargestGradient { get; }

    /// <summary>The history up to the failure; its best epoch is the one whose weights the model has.</summary>
    public History History { get; }
}
