namespace Descent.Cli.Benchmarks;

/// <summary>One workload, measured: what the table and the JSON show. The peak is what the machine reaches at most, in GFLOP/s.</summary>
internal sealed record BenchmarkResult(string Workload, string Type, int Threads, int Samples, long MultiplyAdds, double Peak, Proof Proof, Measurement Time)
{
    /// <summary>Two floating-point operations per multiply-add, in 10⁹ per second.</summary>
    public double Gflops => 2 * MultiplyAdds / Time.Median * 1e-3;

    public double SamplesPerSecond => Samples / Time.Median * 1e6;

    public static BenchmarkResult Of<T>(Workload workload, int threads, double seconds, Func<int, double> peak, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Work work = workload.Prepare<T>(threads);
        Proof proof = work.Prove();
        Measurement time = Measurement.Of(work, seconds, cancellation);
        return new BenchmarkResult(workload.Name, typeof(T) == typeof(float) ? "float" : "double", work.Threads, work.Samples, work.MultiplyAdds, peak(work.Threads), proof, time);
    }
}
