using System.Diagnostics.Metrics;

namespace Descent.Serve;

/// <summary>The metrics of all served models, in the meter <c>Descent.Serve</c>.</summary>
internal sealed class ServeMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Descent.Serve";

    private const string Model = "descent.model";

    private readonly List<ModelCounters> models = [];
    private readonly Histogram<double> seconds;

    public ServeMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(MeterName);
        seconds = meter.CreateHistogram("descent.serve.request.duration", "s", "Time to answer a request for predictions.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = ModelCounters.Limits });
        meter.CreateObservableCounter("descent.serve.requests", () => Each(model => model.Requests), "{request}", "Requests for predictions, answered with predictions or errors.");
        meter.CreateObservableCounter("descent.serve.rows", () => Each(model => model.Rows), "{row}", "Predicted rows.");
        meter.CreateObservableCounter("descent.serve.errors", () => Models.SelectMany(model => FaultKind.All.Select(kind => new Measurement<long>(model.Errors(kind), new(Model, model.Name), new("error.type", kind.Name)))), "{request}", "Requests that were answered with errors, by kind.");
        meter.CreateObservableCounter("descent.serve.model.loads", () => Models.SelectMany(model => (Measurement<long>[])[new(model.Loads, new(Model, model.Name), new("outcome", "loaded")), new(model.FailedLoads, new(Model, model.Name), new("outcome", "failed"))]), "{file}", "Model files that were loaded or could not be.");
    }

    /// <summary>The counters of each model.</summary>
    public IReadOnlyList<ModelCounters> Models
    {
        get
        {
            lock (models)
            {
                return [.. models];
            }
        }
    }

    /// <summary>Adds the counters of a model.</summary>
    public ModelCounters Add(string name)
    {
        ModelCounters counters = new(name, seconds);
        lock (models)
        {
            models.Add(counters);
        }

        return counters;
    }

    private IEnumerable<Measurement<long>> Each(Func<ModelCounters, long> count) => Models.Select(model => new Measurement<long>(count(model), new KeyValuePair<string, object?>(Model, model.Name)));
}
