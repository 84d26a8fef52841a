using Descent.Numerics;
using Descent.Tests.Engine;
using Descent.Tests.Goldens;

namespace Descent.Tests.Training;

/// <summary>The fast engine against PyTorch: 20 given batches, every optimizer, every lane width, one and two threads.</summary>
public class TrajectoryTests
{
    public static TheoryData<string, int, int> Cases()
    {
        TheoryData<string, int, int> cases = [];
        foreach (string name in Trajectory.Names)
        {
            foreach ((int bits, bool supported) in LaneWidth.Table)
            {
                if (supported)
                {
                    cases.Add(name, bits, 1);
                    cases.Add(name, bits, 2);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EqualsPyTorchInDouble(string name, int laneBits, int threads)
    {
        Trajectory golden = Trajectory.Read(name);
        Assert.NotEmpty(golden.Runs);
        foreach (TrajectoryRun run in golden.Runs)
        {
            Model<double> model = TrajectoryNetwork.Build<double>(golden, laneBits);
            TrainingOptions options = TrajectoryNetwork.Options(golden, run, threads);
            double[] losses = TrajectoryNetwork.Step(model, golden, options);
            for (int i = 0; i < losses.Length; i++)
            {
                GoldenFile.AssertClose(run.DataLosses[i], losses[i], 1e-11, $"{run.Optimizer} loss {i}");
            }

            foreach ((string parameter, double[,] expected) in run.Final)
            {
                double[] actual = model.GetParameter(parameter);
                GoldenFile.AssertClose(expected.Cast<double>().ToArray(), Row(actual), 1e-10, $"{run.Optimizer} {parameter}");
            }
        }
    }

    [Theory]
    [InlineData("prelu_sigmoid")]
    [InlineData("swish_softmax")]
    [InlineData("prelu_linear")]
    public void FloatStaysWithinFloatsErrorOfDouble(string name)
    {
        Trajectory golden = Trajectory.Read(name);
        foreach (TrajectoryRun run in golden.Runs)
        {
            Model<float> model = TrajectoryNetwork.Build<float>(golden, LaneWidth.Current);
            TrajectoryNetwork.Step(model, golden, TrajectoryNetwork.Options(golden, run, threads: 1));
            foreach ((string parameter, double[,] expected) in run.Final)
            {
                double[] actual = [.. model.GetParameter(parameter).Select(x => (double)x)];
                GoldenFile.AssertClose(expected.Cast<double>().ToArray(), Row(actual), 1e-4, $"{run.Optimizer} {parameter}");
            }
        }
    }

    [Fact]
    public void FitTakesTheSameSteps()
    {
        Trajectory golden = Trajectory.Read("prelu_sigmoid");
        TrainingOptions options = TrajectoryNetwork.Options(golden, golden.Runs[^1], threads: 1);
        Model<double> stepped = TrajectoryNetwork.Build<double>(golden, LaneWidth.Current), fitted = TrajectoryNetwork.Build<double>(golden, LaneWidth.Current);
        TrajectoryNetwork.Step(stepped, golden, options);
        History history = fitted.Fit(TrajectoryNetwork.Data<double>(golden), options);
        Assert.Equal(20, history.Steps);
        Assert.All(stepped.Parameters, p => Assert.Equal(stepped.GetParameter(p.Name), fitted.GetParameter(p.Name)));
    }

    private static double[,] Row(double[] values)
    {
        double[,] row = new double[1, values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            row[0, i] = values[i];
        }

        return row;
    }
}
