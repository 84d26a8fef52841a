using System.Globalization;
using Descent.Data;
using Descent.Tests.Coverage;
using Descent.Tests.Repository;

namespace Descent.Tests.Laws;

/// <summary>Every optimizer finds the minimum of a quadratic, and learns to tell irises apart.</summary>
public class ConvergenceTests
{
    public static TheoryData<string> Optimizers => Subjects.Names<Optimizer>();

    [Theory]
    [Proves(Proof.Law, Law.Quadratic)]
    [MemberData(nameof(Optimizers))]
    public void OnAQuadratic(string name)
    {
        // Targets are an exact linear function, so the minimum is known: loss 0 at weights 0.5, −0.8, 0.3 and bias 0.2.
        const int rows = 64;
        double[] inputs = Samples.Targets("real", rows, 3, 11);
        double[] targets = [.. Enumerable.Range(0, rows).Select(n => (0.5 * inputs[3 * n]) - (0.8 * inputs[(3 * n) + 1]) + (0.3 * inputs[(3 * n) + 2]) + 0.2)];
        Network network = [new Dense(1)];
        Model<double> model = network.Build<double>(3, 2);
        model.Fit(Dataset.Create<double>(inputs, 3, targets, 1), new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = Subjects.Find<Optimizer>(name), BatchSize = rows, Epochs = 6000 });
        double[] expected = [0.5, -0.8, 0.3, 0.2], found = [.. model.GetParameter("layers.0.weight"), .. model.GetParameter("layers.0.bias")];

        // Steps and gradients of Adadelta shrink and grow together: at η = 1 (its paper) it keeps swinging about the minimum.
        double reach = Subjects.Find<Optimizer>(name) is Adadelta { LearningRate: not ConstantSchedule { Value: < 1 } } ? 0.1 : 5e-3;
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second, pair.First - reach, pair.First + reach));
    }

    [Theory]
    [Proves(Proof.Law, Law.Table)]
    [MemberData(nameof(Optimizers))]
    public void OnIrises(string name)
    {
        (double[] inputs, double[] targets, int[] labels) = Irises();
        Optimizer optimizer = Subjects.Find<Optimizer>(name);
        if (optimizer is LevenbergMarquardt { LargestDamping: < 1 })
        {
            // Bounded like this, it gives up at the first step that fails.
            return;
        }

        Network network = [new Dense(8, new Tanh()), new Dense(3, new Softmax())];
        Model<float> model = network.Build<float>(4, 7);
        Dataset<float> data = Dataset.Create<double>(inputs, 4, targets, 3).As<float>();
        model.Fit(data, new TrainingOptions { Loss = optimizer is LevenbergMarquardt ? new MeanSquaredError() : new CategoricalCrossEntropy(), Optimizer = optimizer, BatchSize = 10, Epochs = 200 });
        float[] outputs = model.Predict(data.Inputs.Span);
        int right = labels.Where((label, n) => outputs[(3 * n)..((3 * n) + 3)].Index().MaxBy(o => o.Item).Index == label).Count();
        Assert.InRange(right, 143, 150);
    }

    private static (double[] Inputs, double[] Targets, int[] Labels) Irises()
    {
        string[][] rows = [.. Checkout.Read("samples/data/iris.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Trim().Split(','))];
        string[] species = [.. rows.Select(r => r[4]).Distinct()];
        Assert.Equal((150, 3), (rows.Length, species.Length));
        int[] labels = [.. rows.Select(r => Array.IndexOf(species, r[4]))];
        double[] inputs = new double[4 * rows.Length];
        for (int column = 0; column < 4; column++)
        {
            double[] values = [.. rows.Select(r => double.Parse(r[column], CultureInfo.InvariantCulture))];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            for (int row = 0; row < values.Length; row++)
            {
                inputs[(4 * row) + column] = (values[row] - mean) / deviation;
            }
        }

        return (inputs, [.. labels.SelectMany(l => Enumerable.Range(0, 3).Select(c => c == l ? 1.0 : 0))], labels);
    }
}
