using Descent.Numerics;
using Descent.Tests.Numerics.Lanes;

namespace Descent.Tests.Numerics.Kernels;

/// <summary>The update driver: penalties are added to the gradient, and a rule reads and writes exactly the slots it has.</summary>
public class UpdateTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0)]
    [InlineData(0, 0.25)]
    [InlineData(0.5, 0.25)]
    public void SlotsAndPenaltiesArriveWhereTheyBelong(double l2, double l1)
    {
        foreach (int bits in LaneMap.Widths)
        {
            AlignedBlock<double> parameters = new(24), gradients = new(24), slots = new(3 * 24);
            double[] start = [.. Enumerable.Range(0, 24).Select(i => (i % 7) - 3.0)];
            start.CopyTo(parameters.Span);
            for (int i = 0; i < 24; i++)
            {
                gradients.Span[i] = 0.125 * i;
            }

            LaneWidth.Dispatch(bits, new Call(parameters, gradients, slots, l2, l1));
            LaneWidth.Dispatch(bits, new Call(parameters, gradients, slots, l2, l1));
            for (int i = 0; i < 24; i++)
            {
                // The rule below adds the gradient to slot 1, twice it to slot 2, thrice it to slot 3, and subtracts their sum.
                double weight = start[i], sum = 0;
                for (int round = 0; round < 2; round++)
                {
                    sum += (0.125 * i) + (l2 * weight) + (l1 * Math.Sign(weight));
                    weight -= 6 * sum;
                }

                Assert.Equal(weight, parameters.Span[i], 1e-12);
                Assert.Equal(sum, slots.Span[i], 1e-12);
                Assert.Equal(2 * sum, slots.Span[24 + i], 1e-12);
                Assert.Equal(3 * sum, slots.Span[48 + i], 1e-12);
            }
        }
    }

    [Fact]
    public void ClampKeepsToItsBounds()
    {
        AlignedBlock<float> block = new(5);
        ((float[])[-2, 0.1f, 0.3f, 7, float.NaN]).CopyTo(block.Span);
        Update<float, Lane128<float>>.Clamp(block.Row, 0.2, 5);
        Assert.Equal([0.2f, 0.2f, 0.3f, 5, float.NaN], block.Span.ToArray());
    }

    private sealed class Call(AlignedBlock<double> parameters, AlignedBlock<double> gradients, AlignedBlock<double> slots, double l2, double l1) : ILaneFunction<double, bool>
    {
        public bool Invoke<V>()
            where V : struct, ILane<V, double>
        {
            Update<double, V>.Run(default(Rule<V>), parameters.Row, gradients.Row, slots.View(0, 3, 24, 24), l2, l1);
            return true;
        }
    }

    private readonly struct Rule<V> : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 3;

        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First += gradient;
            slots.Second += gradient + gradient;
            slots.Third += gradient + gradient + gradient;
            return parameter - slots.First - slots.Second - slots.Third;
        }
    }
}
