using System.Diagnostics.Metrics;
using Descent.Serve;
using Microsoft.Extensions.Logging;

namespace Descent.Tests.Serve;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILogger<ModelHost>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
}

/// <summary>Makes meters that belong to nobody else.</summary>
internal sealed class TestMeterFactory : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options.Name, options.Version, options.Tags, scope: this);

    public void Dispose()
    {
    }
}
