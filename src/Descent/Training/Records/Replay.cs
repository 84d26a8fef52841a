using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>Computes recorded updates again, forward from a kept state.</summary>
internal sealed class Replay<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FitLoop<T> loop;

    public Replay(Model<T> model, Dataset<T> rows, TrainingOptions options, Checkpoint from)
    {
        Model = model;
        loop = new FitLoop<T>(model, rows, options with
        {
            Resume = from,
            Continues = Continuation.Replay,

            // Whatever ended the run ends it at the last recorded step, not before.
            MaximumSteps = null,
            EarlyStopping = null,
            Until = null,
            Recorder = null,
            RecordSteps = false,
            OnCheckpoint = null,
            Progress = null,
            Callbacks = null,
        });
        loop.Begin();
    }

    /// <summary>A model of the network.</summary>
    public Model<T> Model { get; }

    /// <summary>The number of updates so far.</summary>
    public long Steps => loop.Steps;

    /// <summary>Goes forward to a step.</summary>
    public FitLoop<T> GoTo(long step)
    {
        while (loop.Steps < step)
        {
            loop.Next();
        }

        return loop;
    }

    public void Dispose() => loop.Dispose();
}
