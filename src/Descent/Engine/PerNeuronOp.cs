using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>An activation with one learnable parameter per neuron. What its function keeps for the way back has a buffer of its own.</summary>
internal sealed class PerNeuronOp<T, V, K>(string name, K kernel, Parameter parameter, ParameterSet? sums, Slot input, Slot output, Slot? kept) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where K : struct, IPerNeuron<V>
{
    private readonly ParameterSet[] sums = sums is null ? [] : [sums];

    public override Slot Output => output;

    public override ReadOnlySpan<ParameterSet> Sums => sums;

    public override string Describe(int columns) => $"{name}, one learnable parameter per neuron";

    public override void Forward(Frame<T> frame, Share share) =>
        PerNeuron<T, V>.Forward(kernel, frame[parameter], frame.Value(input, share), frame.Value(output, share), frame.Learning ? Kept(frame, share) : default);

    public override bool TakesRows => true;

    public override bool PassesBack => input.Delta >= 0;

    public override void ForwardRows(Frame<T> frame, int start, int count, int member) => PerNeuron<T, V>.Forward(
        kernel, frame[parameter].SliceColumns(start, count),
        frame.Value(input).SliceRows(start, count), frame.Value(output).SliceRows(start, count), KeptRows(frame, start, count));

    public override bool TakesSamples => true;

    public override void ForwardSamples(SampleFrame<T> frame) => PerNeuron<T, V>.ForwardSamples(kernel, frame[parameter], frame.Value(input), frame.Value(output));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            PerNeuron<T, V>.Backward(kernel, frame[parameter], frame.Value(input, share), Kept(frame, share), frame.Delta(output, share), frame.Delta(input, share));
        }
    }

    public override void BackwardRows(Frame<T> frame, int start, int count, int member)
    {
        if (PassesBack)
        {
            PerNeuron<T, V>.Backward(
                kernel, frame[parameter].SliceColumns(start, count), frame.Value(input).SliceRows(start, count), KeptRows(frame, start, count),
                frame.Delta(output).SliceRows(start, count), frame.Delta(input).SliceRows(start, count));
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member) =>
        PerNeuron<T, V>.Gradient(
            kernel, frame[parameter].SliceColumns(start, count),
            frame.Value(input).SliceRows(start, count), KeptRows(frame, start, count), frame.Delta(output).SliceRows(start, count),
            frame.Gradient(parameter).SliceColumns(start, count));

    public override void BackwardWithGradient(Frame<T> frame, Share all)
    {
        if (!PassesBack || sums.Length == 0)
        {
            base.BackwardWithGradient(frame, all);
            return;
        }

        PerNeuron<T, V>.BackwardWithGradient(
            kernel, frame[parameter], frame.Value(input, all), Kept(frame, all), frame.Delta(output, all), frame.Delta(input, all), frame.Gradient(parameter));
    }

    private Matrix<T> Kept(Frame<T> frame, Share share) => kept is { } slot ? frame.Value(slot, share) : default;

    private Matrix<T> KeptRows(Frame<T> frame, int start, int count) => kept is { } slot ? frame.Value(slot).SliceRows(start, count) : default;
}
