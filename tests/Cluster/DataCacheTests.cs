using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Descent.Cluster;
using Descent.Tests.Cli;

namespace Descent.Tests.Cluster;

/// <summary>Rows are received once, checked, and kept up to a size.</summary>
public sealed class DataCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Source source = new();
    private readonly Factory factory = new();

    public void Dispose()
    {
        folder.Dispose();
        factory.Dispose();
    }

    [Fact]
    public async Task DataTravelsOnceAndSurvivesARestart()
    {
        string hash = source.Add(5 << 19);
        byte[][] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Get(Cache(), hash, shared: true)));
        Assert.All(all, bytes => Assert.Equal(source.Data[hash], bytes));
        Assert.Equal(3, source.Reads);
        Assert.Equal(source.Data[hash], await Get(Cache(), hash));
        Assert.Equal(3, source.Reads);
        await File.WriteAllBytesAsync(Directory.GetFiles(folder.Path).Single(), new byte[5 << 19], TestContext.Current.CancellationToken);
        Assert.Equal(source.Data[hash], await Get(Cache(), hash));
        Assert.Equal(6, source.Reads);
    }

    [Fact]
    public async Task TheOldestFilesMakeRoom()
    {
        string[] hashes = [.. Enumerable.Range(0, 5).Select(i => source.Add(1000 + i))];
        foreach (string hash in hashes)
        {
            await Get(Cache(2100), hash);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(hashes[3..].Order(StringComparer.Ordinal), Directory.GetFiles(folder.Path).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhatIsCutOffOrChangedIsRefused()
    {
        string cut = source.Add(3000), changed = source.Add(2000), gone = Convert.ToHexStringLower(SHA256.HashData([1]));
        source.Data[changed][5]++;
        source.Cut = cut;
        Assert.Contains("cut off", (await Assert.ThrowsAsync<IOException>(() => Get(Cache(), cut))).Message, StringComparison.Ordinal);
        Assert.Contains("another hash", (await Assert.ThrowsAsync<IOException>(() => Get(Cache(), changed))).Message, StringComparison.Ordinal);
        Assert.Contains("does not have", (await Assert.ThrowsAsync<IOException>(() => Get(Cache(), gone))).Message, StringComparison.Ordinal);
        Assert.Contains("must be a hash", (await Assert.ThrowsAsync<IOException>(() => Get(Cache(), "../../etc/passwd"))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(folder.Path) ? Directory.GetFiles(folder.Path) : []);
    }

    private DataCache? kept;

    private DataCache Cache(long limit = 1 << 30) => new(new ClusterOptions { CacheFolder = folder.Path, CacheBytes = limit }, new ClusterMetrics(factory), Microsoft.Extensions.Logging.Abstractions.NullLogger<DataCache>.Instance);

    private Task<byte[]> Get(DataCache cache, string hash, bool shared = false) => (shared ? kept ??= cache : cache).Get(hash, source, TestContext.Current.CancellationToken);

    private sealed class Source : IDataSource
    {
        private int reads;

        public Dictionary<string, byte[]> Data { get; } = new(StringComparer.Ordinal);

        public int Reads => reads;

        public string? Cut { get; set; }

        public string Add(int length)
        {
            byte[] bytes = new byte[length];
            new Random(length).NextBytes(bytes);
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            Data[hash] = bytes;
            return hash;
        }

        public Task<long> LengthOf(string hash) => Task.FromResult(Data.TryGetValue(hash, out byte[]? bytes) ? bytes.Length : -1L);

        public Task<bool> Follow(int job, int epoch, byte[] report) => Task.FromResult(true);

        public async Task<byte[]> Read(string hash, long offset, int count)
        {
            await Task.Yield();
            Interlocked.Increment(ref reads);
            return Data[hash].AsSpan((int)offset, hash == Cut ? count - 1 : count).ToArray();
        }
    }

    private sealed class Factory : IMeterFactory
    {
        private readonly List<Meter> meters = [];

        public Meter Create(MeterOptions options)
        {
            Meter meter = new(options);
            meters.Add(meter);
            return meter;
        }

        public void Dispose() => meters.ForEach(meter => meter.Dispose());
    }
}
