using Descent.Engine;
using Descent.Losses;
using Descent.Models;
using Descent.Numerics.Memory;

namespace Descent.Cli.Explanations;

/// <summary>A network as it is trained, open to be looked at: outputs, losses and the gradients of what goes in.</summary>
internal sealed class Probe
{
    private readonly Plan<double> plan;
    private readonly Frame<double> frame;

    /// <summary>Compiles a network with a loss behind it.</summary>
    /// <exception cref="ArgumentException">If the two do not fit, or the network cannot be trained.</exception>
    public Probe(Network network, int inputs, int rows, Loss loss, bool inputGradient = true)
    {
        plan = network.Build<double>(inputs).PlanFor(loss, inputGradient: inputGradient);
        AlignedBlock<double> parameters = plan.Parameters.Initialize<double>(1);
        frame = new Frame<double>(plan, rows, training: true, members: 1) { Parameters = parameters, Gradients = new AlignedBlock<double>(parameters.Length), Learning = true, Seed = 1 };
    }

    /// <summary>Outputs of the network, each with a target.</summary>
    public int Outputs => plan.Target.Rows;

    /// <summary>The weights of the first layer, row after row.</summary>
    public void SetWeights(double[] values) => values.CopyTo(frame.Parameters.Span[plan.Parameters.InOrder[0].Offset..]);

    /// <summary>Runs rows forward and back.</summary>
    /// <returns>The outputs, the reduced loss, and the derivatives of the loss with respect to the inputs, where they were wanted.</returns>
    public (double[] Outputs, double Loss, double[] Slopes) Run(double[] inputs, double[] targets, bool slopes = true)
    {
        int rows = frame.Columns = inputs.Length / plan.Input.Rows;
        Transposition<double>.Gather(inputs, frame.Value(plan.Input));
        Transposition<double>.Gather(targets, frame.Value(plan.Target));
        Span<double> weights = frame.Weights.PaddedRow(0);
        weights.Clear();
        weights[..rows].Fill(plan.Loss!.Scale(rows));
        for (int phase = 0; phase < plan.Phases(frame.Learning, slopes, rows, members: 1); phase++)
        {
            plan.Pass(frame, phase, 0, 1, slopes);
        }

        double loss = 0;
        foreach (double one in frame.Losses.Row(0))
        {
            loss += one;
        }

        double[] outputs = new double[rows * plan.Output.Rows], back = slopes ? new double[inputs.Length] : [];
        Transposition<double>.Scatter(frame.Value(plan.Output), outputs);
        if (slopes)
        {
            Transposition<double>.Scatter(frame.Delta(plan.Input), back);
        }

        return (outputs, loss, back);
    }
}
