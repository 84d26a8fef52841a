using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>
/// Records a training run: it keeps the full state of some updates. All others are computed again from the nearest state before them, to the same bits,
/// because shuffles, masks, noise and augmentations are functions of the seed and the step.
/// </summary>
/// <remarks>
/// A state consists of the weights, the best weights, and the state of the optimizer: four times the size of the weights with <see cref="Adam"/>.
/// If the states need more than <see cref="MemoryLimit"/>, every second one is removed, and the interval between two doubles. A recorder records one run at a time.
/// </remarks>
/// <example>
/// <code>
/// RunRecorder recorder = new();
/// model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Recorder = recorder });
/// Model&lt;float&gt; early = recorder.GetRecording&lt;float&gt;().ModelAt(100);
/// </code>
/// </example>
public sealed class RunRecorder
{
    private object? recording;

    /// <summary>The number of updates between two states that are kept, at least 1; default 10. It grows if memory is limited.</summary>
    public int Every { get; init => field = Check.AtLeast(value, 1, nameof(Every)); } = 10;

    /// <summary>The largest total size of the states, in bytes, at least 0; default 256 MiB. Two states are kept in any case.</summary>
    public long MemoryLimit { get; init => field = Check.AtLeast(value, 0L, nameof(MemoryLimit)); } = 256L << 20;

    /// <summary>The preprocessor of the rows, which the recording keeps; null for rows that come from no table.</summary>
    internal Preprocessor? Preprocessor { get; set; }

    /// <summary>Gets the recording of the last run, which grows while that run goes on. It may be used from other threads.</summary>
    /// <typeparam name="T">float or double: the type of the model.</typeparam>
    /// <returns>The recording.</returns>
    /// <exception cref="InvalidOperationException">If no run of such a model has begun.</exception>
    public RunRecording<T> GetRecording<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Volatile.Read(ref recording) as RunRecording<T>
        ?? throw new InvalidOperationException($"This recorder has recorded no training of a model of {typeof(T).Name}. Pass it to a training as TrainingOptions.Recorder first.");

    /// <summary>Begins to record a run.</summary>
    internal RunRecording<T> Begin<T>(FitLoop<T> loop)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RunRecording<T> begun = loop.Describe(new RecordingStates(Every, MemoryLimit));
        begun.Preprocessor = Preprocessor;
        Volatile.Write(ref recording, begun);
        return begun;
    }
}
