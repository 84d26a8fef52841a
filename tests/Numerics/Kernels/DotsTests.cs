using System.Numerics;
using Descent.Numerics;
using Descent.Tests.Numerics.Lanes;

namespace Descent.Tests.Numerics.Kernels;

/// <summary>Sums over samples are made in one fixed order, written out here: 64 bytes of lanes, added in halves.</summary>
public class DotsTests
{
    [Fact]
    public void RowSumsInFloat() => CheckSums<float>();

    [Fact]
    public void RowSumsInDouble() => CheckSums<double>();

    private static void CheckSums<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int columns in new[] { 1, 7, 8, 16, 17, 64, 100, 1000 })
        {
            (AlignedBlock<T> block, Matrix<T> a) = Matrices.Random<T>(5, columns, 4);
            (AlignedBlock<T> sums, Matrix<T> result) = Matrices.Empty<T>(1, 5);
            T[] expected = [.. Enumerable.Range(0, 5).Select(row => InHalves(a.Row(row).ToArray()))];
            foreach (int bits in LaneMap.Widths)
            {
                Assert.Equal(expected, Matrices.Run(bits, Kernel.RowSums, a, default, default, result));
            }

            GC.KeepAlive((block, sums));
        }
    }

    private static T InHalves<T>(T[] row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] lanes = new T[AlignedBlock<T>.PerAlignment];
        for (int n = 0; n < row.Length; n++)
        {
            lanes[n % lanes.Length] += row[n];
        }

        for (int half = lanes.Length / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        return lanes[0];
    }
}
