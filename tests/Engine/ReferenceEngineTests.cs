using System.Text.Json;
using Descent.Tests.Goldens;
using static Descent.Tests.Engine.ReferenceEngine;

namespace Descent.Tests.Engine;

/// <summary>The reference engine follows PyTorch through twenty steps of training (Goldens/trajectories.json).</summary>
public class ReferenceEngineTests
{
    public static IEnumerable<TheoryDataRow<string>> Networks => Trajectory.Names.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Networks))]
    public void FirstStepAgrees(string name)
    {
        Trajectory trajectory = Trajectory.Read(name);
        (double[,] inputs, double[,] targets) = trajectory.Batches[0];
        (double[,] logits, _) = Network([.. Hidden(trajectory), ReferenceEngine.Dense])(trajectory.Initial, inputs);
        GoldenFile.AssertClose([.. trajectory.FirstLogits.Cast<double>()], logits, 1e-13, name);

        (double loss, Tensors gradients) = Differentiate(trajectory, trajectory.Initial, inputs, targets, fused: false);
        GoldenFile.AssertClose(trajectory.Runs[0].DataLosses[0], loss, 1e-13, name);
        AssertClose(trajectory.FirstGradients, gradients, 1e-13, name);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void TwentyStepsAgree(string name)
    {
        Trajectory trajectory = Trajectory.Read(name);
        foreach (TrajectoryRun run in trajectory.Runs)
        {
            foreach (bool fused in new[] { false, true })
            {
                string what = $"{name}, {run.Optimizer.GetProperty("type").GetString()}, L2 {run.L2}, fused {fused}";
                ReferenceOptimizer step = CreateOptimizer(run.Optimizer);
                Tensors parameters = trajectory.Initial;
                for (int i = 0; i < trajectory.Batches.Count; i++)
                {
                    (double loss, Tensors gradients) = Differentiate(trajectory, parameters, trajectory.Batches[i].Inputs, trajectory.Batches[i].Targets, fused);
                    (double penalty, Tensors decay) = ReferenceLosses.SquaredNorm(parameters, run.L2 / 2);
                    GoldenFile.AssertClose(run.DataLosses[i], loss, 1e-11, $"{what}, step {i}");
                    GoldenFile.AssertClose(run.Losses[i], loss + penalty, 1e-11, $"{what}, step {i}");
                    parameters = step(parameters, gradients.Map(decay, (g, d) => g + d));
                }

                AssertClose(run.Final, parameters, 1e-10, what);
            }
        }
    }

    private static (double Loss, Tensors Gradients) Differentiate(Trajectory trajectory, Tensors parameters, double[,] inputs, double[,] targets, bool fused)
    {
        (ReferenceLayer output, ReferenceLoss separate, ReferenceLoss together) = trajectory.Output switch
        {
            "sigmoid" => (ReferenceEngine.Sigmoid, ReferenceLosses.BinaryCrossEntropy, ReferenceLosses.SigmoidBinaryCrossEntropy),
            "softmax" => (ReferenceEngine.Softmax, ReferenceLosses.CategoricalCrossEntropy, ReferenceLosses.SoftmaxCategoricalCrossEntropy),
            _ => (ReferenceEngine.Linear, ReferenceLosses.MeanSquaredError, ReferenceLosses.MeanSquaredError),
        };
        (double[,] y, Pullback pullback) = Network([.. Hidden(trajectory), ReferenceEngine.Dense, .. fused ? Array.Empty<ReferenceLayer>() : [output]])(parameters, inputs);
        (double loss, double[,] gradient) = (fused ? together : separate)(y, targets);
        return (loss, pullback(gradient).Parameters);
    }

    private static void AssertClose(Tensors expected, Tensors actual, double tolerance, string what)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string name, double[,] value) in expected)
        {
            GoldenFile.AssertClose([.. value.Cast<double>()], actual[name], tolerance, $"{what}, {name}");
        }
    }

    private static ReferenceLayer[] Hidden(Trajectory trajectory)
    {
        ReferenceLayer activation = trajectory.Activation == "prelu" ? ReferenceEngine.PRelu : LearnableSwish;
        return [ReferenceEngine.Dense, activation, ReferenceEngine.Dense, activation];
    }

    private static ReferenceOptimizer CreateOptimizer(JsonElement settings)
    {
        double Setting(string name) => settings.GetProperty(name).GetDouble();
        return settings.GetProperty("type").GetString() switch
        {
            "gradient_descent" => ReferenceOptimizers.GradientDescent(Setting("rate")),
            "momentum_ema" => ReferenceOptimizers.EmaMomentum(Setting("rate"), Setting("beta")),
            "momentum_heavy_ball" => ReferenceOptimizers.HeavyBallMomentum(Setting("rate"), Setting("beta")),
            "adam" => ReferenceOptimizers.Adam(Setting("rate"), Setting("beta1"), Setting("beta2"), Setting("epsilon")),
            var other => throw new ArgumentException(other, nameof(settings)),
        };
    }
}
