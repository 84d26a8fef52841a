using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>An activation with one trainable parameter per neuron. Values that its function keeps for the backward pass have a separate buffer.</summary>
internal sealed class PerNeuronOp<T, V, K>(string name, K kernel, Parameter parameter, ParameterSet? sums, Operand input, Operand output, Operand? kept) : SampleOp<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where K : struct, IPerNeuron<V>
{
    public override string Describe(int columns) => $"{name}, one learnable parameter per neuron";

    public override Sharing Sharing => Sharing.Either;

    public override void Forward(Frame<T> frame, in Region region) => PerNeuron<T, V>.Forward(
        kernel, frame[parameter, region], frame.Value(Input, region), frame.Value(Output, region), frame.Learning ? Kept(frame, region) : default);

    public override void ForwardSamples(SampleFrame<T> frame) => PerNeuron<T, V>.ForwardSamples(kernel, frame[parameter], frame.Value(Input), frame.Value(Output));

    public override void Backward(Frame<T> frame, in Region region) => PerNeuron<T, V>.Backward(
        kernel, frame[parameter, region], frame.Value(Input, region), Kept(frame, region), frame.Delta(Output, region), frame.Delta(Input, region));

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        Region rows = new(start, count, 0, frame.Columns, member);
        PerNeuron<T, V>.Gradient(
            kernel, frame[parameter, rows], frame.Value(Input, rows), Kept(frame, rows), frame.Delta(Output, rows), frame.Gradient(parameter, rows));
    }

    public override void BackwardWithGradient(Frame<T> frame, in Region all)
    {
        if (PassesBack && Sums.Length > 0)
        {
            PerNeuron<T, V>.BackwardWithGradient(
                kernel, frame[parameter], frame.Value(Input, all), Kept(frame, all), frame.Delta(Output, all), frame.Delta(Input, all), frame.Gradient(parameter));
        }
        else
        {
            base.BackwardWithGradient(frame, all);
        }
    }

    private Matrix<T> Kept(Frame<T> frame, in Region region) => kept is { } slot ? frame.Value(slot, region) : default;
}
