using System.Numerics;
using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>A compiled network with one batch in its frame: loss and gradients can be asked for again after any change.</summary>
internal sealed class Probe<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Probe(Network network, int inputs, int capacity, Loss loss, ulong seed, int? laneBits = null, bool inputGradient = true)
    {
        Seed = seed;
        Plan = network.Compile<T>(inputs, laneBits ?? LaneWidth.Current, loss, inputGradient);
        Parameters = Plan.Parameters.Initialize<T>(seed);
        CounterRandom random = new(seed, Streams.Noise);

        // Biases and slopes begin all alike; a check must be able to tell them apart.
        foreach (Parameter parameter in Plan.Parameters.InOrder.Where(p => p.IsVector && p.Trains))
        {
            for (int i = parameter.Offset; i < parameter.Offset + parameter.Count; i++)
            {
                Parameters.Span[i] += T.CreateTruncating(0.2 * random.Normal((ulong)i));
            }
        }

        Gradients = new AlignedBlock<T>(Parameters.Length);
        Frame = new Frame<T>(Plan, capacity, training: true, members: 1) { Parameters = Parameters, Gradients = Gradients, Learning = true, Seed = seed };
    }

    public ulong Seed { get; }

    public Plan<T> Plan { get; }

    public Frame<T> Frame { get; }

    public AlignedBlock<T> Parameters { get; }

    public AlignedBlock<T> Gradients { get; }

    /// <summary>Puts a batch into the frame.</summary>
    public void SetBatch(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default)
    {
        int samples = Frame.Columns = inputs.Length / Plan.Input.Rows;
        Transposition<T>.Gather(inputs, Frame.Value(Plan.Input));
        Transposition<T>.Gather(targets, Frame.Value(Plan.Target));
        Span<T> row = Frame.Weights.PaddedRow(0);
        row.Clear();
        for (int n = 0; n < samples; n++)
        {
            row[n] = T.CreateTruncating(Plan.Loss!.Scale(samples)) * (weights.IsEmpty ? T.One : weights[n]);
        }
    }

    /// <summary>The reduced loss of the batch.</summary>
    public double Loss(bool gradient = false)
    {
        for (int phase = 0; phase < Plan.Phases(Frame.Learning, gradient, Frame.Columns, members: 1); phase++)
        {
            Plan.Pass(Frame, phase, 0, 1, gradient);
        }

        double sum = 0;
        foreach (T loss in Frame.Losses.Row(0))
        {
            sum += double.CreateTruncating(loss);
        }

        return sum;
    }

    /// <summary>The gradients of the batch's reduced loss with respect to the inputs, sample by sample.</summary>
    public double[] InputGradients(double[] inputs, double[] targets)
    {
        SetBatch([.. inputs.Select(T.CreateTruncating)], [.. targets.Select(T.CreateTruncating)]);
        Gradient();
        int width = Plan.Input.Rows;
        return [.. inputs.Select((_, i) => double.CreateTruncating(Frame.Delta(Plan.Input).Row(i % width)[i / width]))];
    }

    /// <summary>The reduced loss; gradients of parameters and inputs are then in their places.</summary>
    public double Gradient()
    {
        double loss = Loss(gradient: true);
        Plan.Gradient(Frame, 0, 1);
        return loss;
    }
}
