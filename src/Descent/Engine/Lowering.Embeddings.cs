using Descent.Numerics.Kernels;
using Descent.Steps;

namespace Descent.Engine;

/// <content>Steps that embed inputs.</content>
internal sealed partial class Lowering<T, V>
{
    private void Lower(PiecewiseLinearStep step)
    {
        Slot input = Read(step.Input);
        Add(new PiecewiseLinearOp<T, V>(step.Edges, input, NewFor(step.Output)) { Layer = step.Layer }, step, mayOverwrite: true);
    }

    private void Lower(PiecewiseAffineStep step)
    {
        int features = step.Edges.Rows;
        Slot input = Read(step.Input), places = new(NewValue(2 * features), -1, 2 * features);
        Parameter[] trained = [step.Linear, step.Bias, step.Weight];
        ParameterSet? sums = trained.All(parameter => isFrozen(parameter)) ? null : new(trained);
        Add(new PiecewiseAffineOp<T, V>(step, sums, unchecked((int)panels), input, places, NewFor(step.Output)) { Layer = step.Layer }, step, mayOverwrite: true);
        panels += features * PiecewiseAffine<T, V>.Length(step.Linear.Rows / features, step.Weight.Columns);
    }

    private void Lower(PeriodicStep step)
    {
        Slot input = Read(step.Input), output = NewFor(step.Output);
        Slot? sines = step.Phase is null ? null : new Slot(NewValue(output.Rows), -1, output.Rows);
        Add(new PeriodicOp<T, V>(step.Features, step.Frequency, step.Phase, Sums(step), sines, input, output) { Layer = step.Layer }, step, mayOverwrite: step.Phase is not null);
    }

    private void Lower(FeatureAffineStep step)
    {
        Slot input = Read(step.Input);
        Slot? raw = step.Raw is { } value ? Read(value) : null;
        Add(new FeatureAffineOp<T, V>(step.Features, step.Weight, step.Bias, Sums(step), unchecked((int)panels), input, raw, NewFor(step.Output)) { Layer = step.Layer }, step, mayOverwrite: true);
        panels += FeatureProduct<T, V>.Length(step.Features, step.Weight.Rows / step.Features, step.Weight.Columns);
    }

    private void Lower(LookUpStep step)
    {
        Slot input = Read(step.Input), codes = step.Codes == step.Input ? input : Read(step.Codes);
        ParameterSet[] sums = [.. step.Parameters.Where(table => !isFrozen(table)).Select(table => new ParameterSet(table))];
        Add(new LookUpOp<T, V>(step.Numbers, [.. step.Columns], sums, input, codes, NewFor(step.Output)) { Layer = step.Layer }, step, mayOverwrite: true);
    }
}
