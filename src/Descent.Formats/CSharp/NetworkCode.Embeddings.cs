namespace Descent.Formats;

/// <content>Embeddings of numbers and categories.</content>
internal sealed partial class NetworkCode
{
    private void WritePiecewise(PiecewiseAffineStep step)
    {
        int features = step.Edges.Rows, bins = step.Edges.Columns - 1, units = step.Output.Rows / features, padded = CodeWeights.Pad(units);
        float[] linear = Of(step.Linear), bias = Of(step.Bias), weight = Of(step.Weight), tables = new float[features * padded * (1 + (2 * bins))];
        for (int row = 0; row < features * units; row++)
        {
            int at = (row / units * padded * (1 + (2 * bins))) + (row % units);
            tables[at] = linear[row];
            double before = bias[row];
            for (int bin = 0; bin < bins; bin++)
            {
                tables[at + (padded * (1 + (2 * bin)))] = (float)before;
                tables[at + (padded * (2 + (2 * bin)))] = weight[(row * bins) + bin];
                before += weight[(row * bins) + bin];
            }
        }

        body.Line($"PiecewiseAffine({Numbers(step.Input)}, {weights.Vector(Of(step.Edges))}, {weights.Vector(tables)}, {Place(step.Output, needsSlack: true)}, {features}, {bins}, {units});");
    }

    private void WritePeriodic(PeriodicAffineStep step)
    {
        int features = step.Features, count = step.Frequency.Count / features, units = step.Weight.Rows / features, wide = step.Weight.Columns, stride = step.Output.Rows / features;
        int lanes = CodeWeights.Pad(count), padded = CodeWeights.Pad(units), length = padded * (wide + 1);
        float[] frequency = Of(step.Frequency), weight = Of(step.Weight), bias = Of(step.Bias);
        // In turns; without phases, a cosine and a sine, which is a cosine a quarter of a turn later.
        float[] phase = step.Phase is null ? new float[frequency.Length] : [.. Of(step.Phase).Select(own => (float)(own / (2 * Math.PI)))];
        string frequencies = weights.Vector(Spread(frequency)), phases = weights.Vector(Spread(phase)), quarters = step.Phase is null ? weights.Vector([.. Enumerable.Repeat(-0.25f, lanes)]) : "";
        int start = weights.Values.Count;
        for (int feature = 0; feature < features; feature++)
        {
            weights.Matrix(weight.AsSpan(feature * units * wide, units * wide), bias.AsSpan(feature * units, units), units);
        }

        string from = Numbers(step.Input), to = Place(step.Output, needsSlack: true), waves = $"waves{step.Output.Number}";
        body.Line($"Span<float> {waves} = stackalloc float[{CodeWeights.Pad(wide) + CodeWeights.Lanes}];");
        body.Block($"for (int f = 0; f < {features}; f++)", code =>
        {
            code.Line($"Waves({from}[f], {frequencies}.Slice(f * {lanes}), {phases}.Slice(f * {lanes}), {waves}, {count});");
            if (step.Phase is null)
            {
                code.Line($"Waves({from}[f], {frequencies}.Slice(f * {lanes}), {quarters}, {waves}.Slice({count}), {count});");
            }

            code.Line($"Affine({waves}.Slice(0, {wide}), w.Slice({start} + (f * {length}), {length}), {to}.Slice(f * {stride}), {padded});");
            if (step.Raw)
            {
                code.Line($"{to}[(f * {stride}) + {units}] = {from}[f];");
            }
        });

        float[] Spread(float[] values) => [.. values.Chunk(count).SelectMany(own => own.Concat(new float[lanes - count]))];
    }

    private void WriteLookUp(LookUpStep step)
    {
        string from = Numbers(step.Input), codes = Numbers(step.Codes), to = Place(step.Output, needsSlack: false);
        body.Line($"{from}.Slice(0, {step.Numbers}).CopyTo({to});");
        int row = step.Numbers, code = step.Codes.Rows - step.Columns.Count;
        foreach (LookUpColumn column in step.Columns)
        {
            string own = $"{to}.Slice({row}, {column.Width})";
            body.Line(column.Signed ? $"{to}[{row}] = Sign({codes}[{code}]);"
                : column.Table is { } table ? $"LookUp({codes}[{code}], {weights.Vector(Of(table))}, {own}, {table.Rows}, {table.Columns});"
                : $"OneHot({codes}[{code}], {own});");
            (row, code) = (row + column.Width, code + 1);
        }
    }
}
