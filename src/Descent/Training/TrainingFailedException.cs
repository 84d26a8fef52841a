namespace Descent;

/// <summary>Training met a loss, or made weights, that are not finite numbers. The model has its last good weights.</summary>
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

    /// <summary>The epoch in which it happened, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch in which it happened, from 1.</summary>
    public int Batch { get; }

    /// <summary>The first layer whose outputs are not finite, or the loss, or the first parameter that is not finite.</summary>
    public string Layer { get; }

    /// <summary>The largest gradient, in magnitude, of the update before: infinite if one was not finite, NaN if there was no update before.</summary>
    public double LargestGradient { get; }

    /// <summary>The course up to there; its best epoch is the one whose weights the model has.</summary>
    public History History { get; }
}
