using Descent.Numerics;

namespace Descent;

/// <content>Steps that embed inputs.</content>
internal sealed partial class Lowering<T, V>
{
    private void Lower(PiecewiseLinearStep step)
    {
        Operand input = Read(step.Input);
        Add(new PiecewiseLinearOp<T, V>(step.Edges, input, NewFor(step.Output)) { Layer = step.Layer }, step, mayOverwrite: true);
    }

    private void Lower(PiecewiseAffineStep step)
    {
        int features = step.Edges.Rows;
        Operand input = Read(step.Input), found = new(NewValue(2 * features), -1, 2 * features);
        Add(new PiecewiseAffineOp<T, V>(step, SumsOf(step.Linear, step.Bias, step.Weight), unchecked((int)panels), input, found, NewFor(step.Output)) { Layer = step.Layer }, step, mayOverwrite: true);
        panels += features * PiecewiseAffine<T, V>.Length(step.Linear.Rows / features, step.Weight.Columns);
    }

    private void Lower(PeriodicAffineStep step)
    {
        int rows = step.Features * step.Weight.Columns;
        Operand input = Read(step.Input), waves = new(NewValue(rows), -1, rows);
        Operand? sines = step.Phase is null || loss is null ? null : new Operand(NewValue(rows), -1, rows);
        Parameter[] angle = step.Phase is null ? [step.Frequency] : [step.Frequency, step.Phase];
        ParameterSet?[] sums = [SumsOf(angle), SumsOf(step.Weight, step.Bias)];
        Add(new PeriodicAffineOp<T, V>(step, sums, unchecked((int)panels), statistics, input, waves, sines, NewFor(step.Output)) { Layer = step.Layer }, step, mayOverwrite: true);
        statistics += (int)AlignedBlock<T>.Pad(step.Weight.Count);
        panels += FeatureProduct<T, V>.Length(step.Features, step.Weight.Rows / step.Features, step.Weight.Columns);
    }

    private ParameterSet? SumsOf(params ReadOnlySpan<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            if (!isFrozen(parameter))
            {
                return new(parameters);
            }
        }

        return null;
    }

    private void Lower(LookUpStep step)
    {
        Operand input = Read(step.Input), codes = step.Codes == step.Input ? input : Read(step.Codes);
        ParameterSet[] sums = [.. step.Parameters.Where(table => !isFrozen(table)).Select(table => new ParameterSet(table))];
        Add(new LookUpOp<T, V>(step.Numbers, [.. step.Columns], sums, input, codes, NewFor(step.Output)) { Layer = step.Layer }, step, mayOverwrite: true);
    }
}
