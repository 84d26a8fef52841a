using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Descent.Serve;

/// <summary>The health of a model: degraded if its newest file cannot be used, so that the one before is still served.</summary>
internal sealed class DescentModelHealthCheck(ModelHost model) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(model.Fault is { } fault
        ? HealthCheckResult.Degraded($"Version {model.Served.Version} of model {model.Title} is served, because the newest file cannot be used. {fault}")
        : HealthCheckResult.Healthy($"Version {model.Served.Version} of model {model.Title} is served."));
}
