namespace Descent.Formats;

/// <summary>
/// The method that computes a network for one row, with its sizes as constants: another backend for the steps of a network. Networks of the same
/// architecture give the same method, which receives the weights <c>w</c>.
/// </summary>
internal sealed partial class NetworkCode
{
    private const int StackLimit = 16 * 1024, BlockOutputs = 128;

    private readonly NetworkSteps network;
    private readonly IReadOnlyDictionary<string, float[]> parameters;
    private readonly CodeWeights weights = new();
    private readonly CodeText body = new();
    private readonly Dictionary<int, int> alias = [], lastRead = [], slotOf = [];
    private readonly List<(int Size, int Until)> slots = [];
    private int time;

    private NetworkCode(Model<float> model)
    {
        network = model.Steps;
        parameters = model.GetParameters();
    }

    /// <summary>Writes the method of a network.</summary>
    /// <returns>The lines in the braces of the method, and its weights.</returns>
    /// <exception cref="NotSupportedException">If an activation is a custom type; the message names it.</exception>
    public static (string Body, IReadOnlyList<float> Weights) Of(Model<float> model)
    {
        NetworkCode code = new(model);
        string lines = code.Write();
        return (lines, code.weights.Values);
    }

    private string Write()
    {
        NetworkStep[] steps = [.. network.Steps.Where(step => !IsIdentity(step))];
        foreach (NetworkStep step in network.Steps.Where(IsIdentity))
        {
            alias.Add(step.Output.Number, Resolved(step.Input));
        }

        for (int i = 0; i < steps.Length; i++)
        {
            foreach (Value read in steps[i].Inputs)
            {
                lastRead[Resolved(read)] = i;
            }
        }

        lastRead[Resolved(network.Output)] = steps.Length;
        int input = network.Input.Number;
        if (Resolved(network.Output) == input || steps.Any(step => ReadsLanes(step) && Resolved(step.Input) == input))
        {
            body.Line($"inputs.CopyTo({Place(network.Input, needsSlack: false)});");
        }

        for (time = 0; time < steps.Length; time++)
        {
            Write(steps[time]);
        }

        body.Line($"{Slot(network.Output)}.Slice(0, {network.Output.Rows}).CopyTo(outputs);");
        return Buffers() + body;
    }

    private static bool IsIdentity(NetworkStep step) => step is DropoutStep or NoiseStep;

    // These read whole registers, so they cannot read the inputs themselves, which are not padded.
    private static bool ReadsLanes(NetworkStep step) => step is ElementwiseStep or PerNeuronStep or SoftmaxStep or BatchNormalizationStep or LayerNormalizationStep or AddStep or MemberScalingStep;

    private string Buffers()
    {
        CodeText buffers = new();
        int all = slots.Sum(slot => slot.Size);
        if (all > StackLimit)
        {
            // Not from a pool: an exception would keep the buffer from it, and such networks take long anyway.
            buffers.Line($"Span<float> all = new float[{all}];");
        }

        int start = 0;
        foreach ((int i, (int size, _)) in slots.Index())
        {
            buffers.Line(all > StackLimit ? $"Span<float> v{i} = all.Slice({start}, {size});" : $"Span<float> v{i} = stackalloc float[{size}];");
            start += size;
        }

        return buffers.ToString();
    }

    private void Write(NetworkStep step)
    {
        switch (step)
        {
            case AffineStep affine:
                WriteAffine(affine);
                break;
            case ElementwiseStep elementwise:
                WriteLanes(step, $"Store({ActivationCode.Of(elementwise.Function)}, {{1}}, i);");
                break;
            case PerNeuronStep perNeuron:
                WriteLanes(step, $"Lane p = Load({weights.Vector(Of(perNeuron.Parameter))}, i);\nStore({ActivationCode.Of(perNeuron.Function)}, {{1}}, i);");
                break;
            case BatchNormalizationStep batch:
                WriteNormalization(batch);
                break;
            case AddStep sum:
                string other = Slot(sum.Other);
                WriteLanes(step, $"Store(x + Load({other}, i), {{1}}, i);");
                break;
            case SoftmaxStep softmax:
                PerMember(step, (from, to) => $"{(softmax.IsLogarithm ? "LogSoftmax" : "Softmax")}({from}, {to}, {step.Input.Width});");
                break;
            case LayerNormalizationStep layer:
                string scale = weights.Vector(Of(layer.Scale), step.Input.Members > 1), shift = weights.Vector(Of(layer.Shift), step.Input.Members > 1);
                PerMember(step, (from, to) => $"LayerNormalization({from}, {OfMember(scale, step)}, {OfMember(shift, step)}, {to}, {step.Input.Width}, {CodeText.Of((float)layer.Epsilon)});");
                break;
            case ConcatenateStep concatenation:
                WriteConcatenation(concatenation);
                break;
            case MemberScalingStep scaling:
                WriteScaling(scaling);
                break;
            case MemberAffineStep affine:
                WriteMembers(affine);
                break;
            case MemberMeanStep:
                string members = Slot(step.Input);
                body.Line($"MemberMean({members}, {Place(step.Output, needsSlack: false)}, {step.Input.Members}, {step.Output.Rows});");
                break;
            case PiecewiseLinearStep piecewise:
                body.Line($"PiecewiseLinear({Numbers(step.Input)}, {weights.Vector(Of(piecewise.Edges))}, {Place(step.Output, needsSlack: true)}, {piecewise.Edges.Rows}, {piecewise.Edges.Columns - 1});");
                break;
            case PiecewiseAffineStep piecewise:
                WritePiecewise(piecewise);
                break;
            case PeriodicAffineStep periodic:
                WritePeriodic(periodic);
                break;
            case LookUpStep lookUp:
                WriteLookUp(lookUp);
                break;
            default:
                throw new NotSupportedException($"{step.GetType().Name} cannot be written as C# source.");
        }
    }

    // A matrix with many outputs is stored in blocks of outputs, each of which is read from its begin to its end.
    private void WriteAffine(AffineStep affine)
    {
        int outputs = affine.Output.Rows, inputs = affine.Input.Rows, whole = outputs / BlockOutputs, start = weights.Values.Count, length = BlockOutputs * (inputs + 1);
        float[] weight = Of(affine.Weight), bias = affine.Bias is null ? new float[outputs] : Of(affine.Bias);
        string from = Numbers(affine.Input), to = Place(affine.Output, needsSlack: false);
        for (int first = 0; first < whole * BlockOutputs; first += BlockOutputs)
        {
            weights.Matrix(weight.AsSpan(first * inputs, BlockOutputs * inputs), bias.AsSpan(first, BlockOutputs), BlockOutputs);
        }

        if (whole > 1)
        {
            body.Block($"for (int b = 0; b < {whole}; b++)", code => code.Line($"Affine({from}, w.Slice({start} + (b * {length}), {length}), {to}.Slice(b * {BlockOutputs}), {BlockOutputs});"));
        }
        else if (whole == 1)
        {
            body.Line($"Affine({from}, w.Slice({start}, {length}), {to}, {BlockOutputs});");
        }

        if (outputs % BlockOutputs is > 0 and int rest)
        {
            int first = outputs - rest;
            string matrix = weights.Matrix(weight.AsSpan(first * inputs), bias.AsSpan(first), rest);
            body.Line($"Affine({from}, {matrix}, {(first == 0 ? to : $"{to}.Slice({first})")}, {CodeWeights.Pad(rest)});");
        }
    }

    private void WriteMembers(MemberAffineStep affine)
    {
        int members = affine.Output.Members, inputs = affine.Input.Width, outputs = affine.Output.Width, size = inputs * outputs;
        float[] weight = Of(affine.Weight), bias = affine.Bias is null ? [] : Of(affine.Bias);
        string from = Slot(affine.Input), to = Place(affine.Output, needsSlack: true);
        int padded = CodeWeights.Pad(outputs), length = padded * (inputs + 1), start = weights.Values.Count;
        for (int m = 0; m < (affine.IsShared ? 1 : members); m++)
        {
            weights.Matrix(weight.AsSpan(m * size, size), bias.Length == 0 ? default(ReadOnlySpan<float>) : bias.AsSpan(m * outputs, outputs), outputs);
        }

        // A register may reach over the end of a member: the next one writes over that.
        string place = affine.IsShared ? $"{start}" : $"{start} + (m * {length})";
        body.Block($"for (int m = 0; m < {members}; m++)", code => code.Line($"Affine({from}.Slice(m * {inputs}, {inputs}), w.Slice({place}, {length}), {to}.Slice(m * {outputs}), {padded});"));
    }

    private void WriteNormalization(BatchNormalizationStep batch)
    {
        float[] scale = Of(batch.Scale), variance = Of(batch.RunningVariance);
        float[] factors = [.. scale.Select((own, i) => own * (1 / MathF.Sqrt(variance[i] + (float)batch.Epsilon)))];
        string mean = weights.Vector(Of(batch.RunningMean)), factor = weights.Vector(factors), shift = weights.Vector(Of(batch.Shift));
        WriteLanes(batch, $"Store(Fma(x - Load({mean}, i), Load({factor}, i), Load({shift}, i)), {{1}}, i);");
    }

    private void WriteConcatenation(ConcatenateStep step)
    {
        string[] parts = [.. step.Parts.Select(Numbers)];
        string to = Place(step.Output, needsSlack: false);
        int row = 0;
        foreach ((int i, Value part) in step.Parts.Index())
        {
            body.Line($"{parts[i]}.CopyTo({to}.Slice({row}));");
            row += part.Rows;
        }
    }

    private void WriteScaling(MemberScalingStep step)
    {
        int members = step.Output.Members, width = step.Output.Width;
        string from = Slot(step.Input), to = Place(step.Output, needsSlack: true);
        string? scale = step.Scale is null ? null : weights.Vector(Of(step.Scale)), shift = step.Shift is null ? null : weights.Vector(Of(step.Shift));
        body.Block($"for (int m = 0; m < {members}; m++)", code => code.Line($"{from}.Slice({(step.Input.Members == 1 ? "0" : $"m * {width}")}, {width}).CopyTo({to}.Slice(m * {width}));"));
        string x = $"Load({to}, i)", scaled = scale is null ? x : $"{x} * Load({scale}, i)";
        if (step.Parameters.Count > 0)
        {
            body.Block($"for (int i = 0; i < {CodeWeights.Pad(step.Output.Rows)}; i += Lanes)", code => code.Line($"Store({(shift is null ? scaled : $"{scaled} + Load({shift}, i)")}, {to}, i);"));
        }
    }

    /// <summary>A loop over registers, in place if no later step reads the input.</summary>
    private void WriteLanes(NetworkStep step, string lines)
    {
        int input = Resolved(step.Input), rows = step.Output.Rows;
        string from = Slot(step.Input), to;
        if (lastRead[input] == time)
        {
            slotOf[step.Output.Number] = slotOf[input];
            slots[slotOf[input]] = slots[slotOf[input]] with { Until = lastRead.GetValueOrDefault(step.Output.Number, time) };
            to = from;
        }
        else
        {
            to = Place(step.Output, step.Output.Members > 1);
        }

        body.Block($"for (int i = 0; i < {CodeWeights.Pad(rows)}; i += Lanes)", code => code.Line($"Lane x = Load({from}, i);").Line(lines.Replace("{1}", to, StringComparison.Ordinal)));
    }

    private void PerMember(NetworkStep step, Func<string, string, string> line)
    {
        int members = step.Input.Members, width = step.Input.Width;
        string from = Slot(step.Input), to = Place(step.Output, members > 1);
        if (members == 1)
        {
            body.Line(line(from, to));
        }
        else
        {
            body.Block($"for (int m = 0; m < {members}; m++)", code => code.Line(line($"{from}.Slice(m * {width})", $"{to}.Slice(m * {width})")));
        }
    }

    private static string OfMember(string vector, NetworkStep step) => step.Input.Members == 1 ? vector : $"{vector}.Slice(m * {step.Input.Width})";

    private int Resolved(Value value) => alias.GetValueOrDefault(value.Number, value.Number);

    private float[] Of(Parameter parameter) => parameters[parameter.Name];

    /// <summary>The code of a result, padded.</summary>
    private string Slot(Value value) => $"v{slotOf[Resolved(value)]}";

    /// <summary>The code of a result in its own length; the inputs are <c>inputs</c>.</summary>
    private string Numbers(Value value) => Resolved(value) == network.Input.Number ? "inputs" : $"{Slot(value)}.Slice(0, {value.Rows})";

    /// <summary>Chooses a buffer for a result.</summary>
    /// <param name="value">The result.</param>
    /// <param name="needsSlack">Whether a register may reach over its end.</param>
    private string Place(Value value, bool needsSlack)
    {
        int size = CodeWeights.Pad(value.Rows) + (needsSlack || value.Members > 1 ? CodeWeights.Lanes : 0), until = lastRead.GetValueOrDefault(value.Number, time);
        int free = slots.FindIndex(slot => slot.Until < time && slot.Size >= size);
        if (free < 0)
        {
            free = slots.Count;
            slots.Add((size, until));
        }

        slots[free] = slots[free] with { Until = until };
        slotOf[value.Number] = free;
        return $"v{free}";
    }
}
