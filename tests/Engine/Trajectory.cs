using System.Text.Json;
using Descent.Tests.Goldens;
using static Descent.Tests.Engine.ReferenceMatrix;

namespace Descent.Tests.Engine;

/// <summary>One network of Goldens/trajectories.json, read into matrices.</summary>
internal sealed record Trajectory(string Activation, string Output, string Loss, Tensors Initial, Tensors FirstGradients, double[,] FirstLogits,
    IReadOnlyList<(double[,] Inputs, double[,] Targets)> Batches, IReadOnlyList<TrajectoryRun> Runs)
{
    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("trajectories.json"));

    public static IEnumerable<string> Names => s_root.Value.GetProperty("networks").EnumerateArray().Select(n => n.GetProperty("name").GetString()!);

    public static Trajectory Read(string name)
    {
        JsonElement network = s_root.Value.GetProperty("networks").EnumerateArray().Single(n => n.GetProperty("name").GetString() == name);
        JsonElement shapes = network.GetProperty("shapes");
        Tensors ReadTensors(JsonElement flat) => new(flat.EnumerateObject().Select(e =>
        {
            int[] shape = [.. shapes.GetProperty(e.Name).EnumerateArray().Select(d => d.GetInt32())];
            return (e.Name, Matrix(shape.Length == 2 ? shape[0] : 1, shape[^1], GoldenFile.Numbers(e.Value)));
        }));

        return new(
            network.GetProperty("activation").GetString()!,
            network.GetProperty("output").GetString()!,
            network.GetProperty("loss").GetString()!,
            ReadTensors(network.GetProperty("initial")),
            ReadTensors(network.GetProperty("firstGradients")),
            Matrix(16, 3, GoldenFile.Numbers(network.GetProperty("firstLogits"))),
            [.. network.GetProperty("batches").EnumerateArray().Select(b => (ReadRows(b, "inputs"), ReadRows(b, "targets")))],
            [.. network.GetProperty("runs").EnumerateArray().Select(r => new TrajectoryRun(
                r.GetProperty("optimizer"), r.GetProperty("l2").GetDouble(), GoldenFile.Numbers(r.GetProperty("dataLosses")), GoldenFile.Numbers(r.GetProperty("losses")), ReadTensors(r.GetProperty("final"))))]);
    }

    private static double[,] ReadRows(JsonElement batch, string name)
    {
        double[] flat = GoldenFile.Numbers(batch.GetProperty(name));
        int rows = batch.GetProperty("rows").GetInt32();
        return Matrix(rows, flat.Length / rows, flat);
    }
}

/// <summary>What one optimizer made of the network: losses before each step (without and with the penalty ½·L2·Σw²), parameters at the end.</summary>
internal sealed record TrajectoryRun(JsonElement Optimizer, double L2, double[] DataLosses, double[] Losses, Tensors Final);
