using Microsoft.Extensions.Logging;

namespace Descent.Cluster;

/// <summary>Removes results that nobody takes, as long as the cluster exists. A reminder of Orleans, which the database keeps, wakes it on any silo.</summary>
internal interface ICleaner : IGrainWithIntegerKey
{
    /// <summary>Begins, unless it has begun.</summary>
    Task Begin();
}

/// <inheritdoc/>
internal sealed partial class CleanerGrain(ClusterOptions options, ILogger<CleanerGrain> log) : Grain, ICleaner, IRemindable
{
    private static readonly TimeSpan s_period = TimeSpan.FromHours(6);

    public async Task Begin()
    {
        if (await this.GetReminder(nameof(ICleaner)) is null)
        {
            await this.RegisterOrUpdateReminder(nameof(ICleaner), s_period, s_period);
        }
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        int removed = await ClusterDatabase.CleanAsync(options);
        LogCleaned(removed);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Results} results that nobody took are removed")]
    private partial void LogCleaned(int results);
}
