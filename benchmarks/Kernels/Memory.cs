using Descent.Numerics;

namespace Descent.Benchmarks.Kernels;

/// <summary>Matrices as the engine lays them out: rows padded to 64 bytes and kept off multiples of 4 KiB.</summary>
internal sealed class Memory
{
    private const int FloatsPerPage = 1024;

    private readonly AlignedBlock<float> block;

    public Memory(int rows, int columns)
    {
        int stride = (int)AlignedBlock<float>.Pad(columns);
        stride += stride % FloatsPerPage == 0 ? AlignedBlock<float>.PerAlignment : 0;
        block = new AlignedBlock<float>((long)rows * stride);
        Matrix = block.View(0, rows, columns, stride);
        CounterRandom random = new(1, Streams.Synthetic);
        for (int i = 0; i < block.Length; i++)
        {
            block.Span[i] = (float)random.Uniform((ulong)i, -1, 1);
        }
    }

    public Matrix<float> Matrix { get; }
}
