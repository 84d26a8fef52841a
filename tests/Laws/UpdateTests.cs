using Descent.Data;
using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>
/// An update of plain gradient descent is the gradient, whatever follows a layer and on however many threads. What must see whole rows, and matrices that threads share out, cut the
/// backward pass into phases; a layer whose own gradient needs something of its backward pass must get its turn there, too.
/// </summary>
public class UpdateTests
{
    public static TheoryData<string> Layers => GradientTests.OtherLayers;

    [Theory]
    [MemberData(nameof(Layers))]
    public void OfALayerBeforeBatchNormalization(string name) => Check(Subjects.Placed(Subjects.Find<Layer>(name), new BatchNormalization(), new Tanh(), new Dense(3)));

    [Theory]
    [MemberData(nameof(Layers))]
    public void OfALayerBeforeAMatrixThatIsSharedOut(string name) => Check(Subjects.Placed(Subjects.Find<Layer>(name), new Dense(4200, new Tanh()), new Dense(3)));

    [Theory]
    [MemberData(nameof(Layers))]
    public void OfALayerBeforeAScalingAndAMatrixThatIsSharedOut(string name) => Check(Subjects.Placed(Subjects.Find<Layer>(name), new Scaling(), new Dense(4200, new Tanh()), new Dense(3)));

    /// <summary>Transfer learning: whatever stands at the beginning, and a batch normalization behind it, are frozen.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void BehindAFrozenBeginning(string name)
    {
        Network network = Subjects.Placed(Subjects.Find<Layer>(name), new BatchNormalization(), new Tanh(), new Dense(3));

        // Nothing stands behind members; a layer with an activation is two; and with chance, or statistics of the batch, the loss of use is not that of training.
        if (network.Build<double>(4, 3).Parameters.Any(parameter => parameter.Name == "layers.1.running_mean") && network[0] is not BatchNormalization && !IsByChance(network[0]))
        {
            Check(network, [new ParameterGroup("layers.0.*") { Frozen = true }, new ParameterGroup("layers.1.*") { Frozen = true }]);
            Check(network, [new ParameterGroup("layers.1.*") { Frozen = true }]);
        }
    }

    [Fact]
    public void OfAFrozenBatchNormalizationThatComesFirst()
    {
        Check([new BatchNormalization(), new Dense(3)], [new ParameterGroup("layers.0.*") { Frozen = true }]);
        Check([new Concatenate([[new BatchNormalization(), new Dense(2)], [new Dense(5, new Tanh())]]), new Dense(3)], [new ParameterGroup("*.scale") { Frozen = true }, new ParameterGroup("*.shift") { Frozen = true }]);
    }

    private static bool IsByChance(Layer layer) => layer is Dropout or GaussianNoise || $"{layer}".Contains("Dropout", StringComparison.Ordinal) || $"{layer}".Contains("Noise", StringComparison.Ordinal);

    private static void Check(Network network, IReadOnlyList<ParameterGroup>? groups = null)
    {
        const int Rows = 40;
        groups = groups is null ? null : [.. groups.Where(group => network.Build<double>(4, 3).Parameters.Any(parameter => parameter.Trains && group.Has(parameter)))];
        Model<double> model = network.Build<double>(4, 3);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1), BatchSize = Rows, Groups = groups is { Count: > 0 } ? groups : null, Seed = model.Seed };
        AlignedBlock<double>? first = null;
        foreach (int threads in (int[])[1, 2, 8])
        {
            AlignedBlock<double> parameters = model.Block.Copy();
            using Stepper<double> stepper = Training.Stepper(model, options, Rows, threads, parameters);
            stepper.Step([.. Enumerable.Range(0, Rows)], 0, Rows, new TrainingPosition(0, 1));
            if (first is not null)
            {
                SameBitsTests.AssertSame(first.Span.ToArray(), parameters.Span.ToArray(), $"{network} on {threads} threads");
                continue;
            }

            first = parameters;
            Dataset<double> rows = Training.Rows<double>(model.Inputs, model.Outputs, options.Loss, Rows);
            Dataset batch = Dataset.Create(rows.Inputs.ToArray(), model.Inputs, rows.Targets.ToArray(), model.Outputs, [.. Samples.Weights(Rows, 4).Select(weight => (double)(float)weight)]);
            BatchGradients<double> gradients = model.Gradients(batch, options.Loss);
            foreach (Parameter parameter in model.Parameters.Where(parameter => parameter.Trains))
            {
                double[] before = model.GetParameter(parameter.Name), gradient = gradients.Parameters[parameter.Name];
                bool isFrozen = options.Groups?.Any(group => group.Has(parameter)) == true;

                // A frozen batch normalization normalizes as in use, so its network's loss is that of use: two of its numbers are compared with differences of it.
                for (int i = 0; i < before.Length; i += options.Groups is null || isFrozen ? 1 : Math.Max(1, before.Length - 1))
                {
                    (double slope, double tolerance) = isFrozen ? (0, 0) : options.Groups is null ? (gradient[i], 1e-11 * (1 + Math.Abs(gradient[i]))) : (Difference(parameter, i), 1e-6);
                    Assert.True(Math.Abs(before[i] - slope - parameters.Span[parameter.Offset + i]) <= tolerance, $"{network}: {parameter.Name}[{i}] became {parameters.Span[parameter.Offset + i]:R}, not {before[i] - slope:R}.");
                }
            }

            double Difference(Parameter parameter, int index)
            {
                const double Step = 1e-5;
                return (LossAt(Step) - LossAt(-Step)) / (2 * Step);

                double LossAt(double shift)
                {
                    Model<double> moved = network.Build<double>(4, 3);
                    double[] numbers = moved.GetParameter(parameter.Name);
                    numbers[index] += shift;
                    moved.SetParameter(parameter.Name, numbers);
                    return moved.Loss(batch, options.Loss);
                }
            }
        }
    }
}
