using Microsoft.Extensions.Hosting;

namespace Descent.Serve;

/// <summary>Looks at regular intervals whether the file of a model was replaced. Times and lengths are compared instead of waiting for
/// events of the file system, which network drives and containers do not always send.</summary>
internal sealed class ModelReloader(ModelHost model, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (model.Options.ReloadInterval == TimeSpan.Zero)
        {
            return;
        }

        using PeriodicTimer timer = new(model.Options.ReloadInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                model.Refresh();
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }
}
