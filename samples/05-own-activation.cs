#:project ../src/Descent.Cli/Descent.Cli.csproj
#:project ../src/Descent.Laws/Descent.Laws.csproj
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Descent;
using Descent.Cli;
using Descent.Data;
using Descent.Formats;
using Descent.Laws;
using Descent.Numerics;

// From here on, the name can be used in text, in JSON and in files.
Catalogue.Register(new CatalogueEntry("lisht", new Lisht(), "x·tanh(α·x)", Source: "Roy et al. 2019"), LishtJson.Default);

// With arguments, the program is the whole tool: train, list, explain, predict …
if (args.Length > 0)
{
    return CommandLine.Run(args);
}

// Checks the same laws that the types of the library obey. A value other than the default tests more.
LawSet.Of(new Lisht(0.7)).Require();

float[,] inputs = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }, targets = { { 0 }, { 1 }, { 1 }, { 0 } };
Network network = [new Dense(8, new Lisht()), new Dense(1, new Sigmoid())];
Model<float> model = network.Build<float>(inputs: 2, seed: 1);
model.Fit(Dataset.Create(inputs, targets), new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.05), Epochs = 300 });

Directory.CreateDirectory("runs");
model.Save("runs/lisht.safetensors");
Model<float> loaded = Model<float>.Load("runs/lisht.safetensors");
Console.WriteLine($"0 xor 1 = {loaded.Predict([0, 1])[0]:F3}, 1 xor 1 = {loaded.Predict([1, 1])[0]:F3}");
return 0;

/// <summary>Linearly scaled tanh, x·tanh(α·x).</summary>
public sealed record Lisht(double Alpha = 1) : ElementwiseActivation
{
    protected override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(Alpha)));

    private readonly struct Kernel<V>(V alpha) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x * V.Tanh(alpha * x);

        // With t = tanh(α·x): t + α·x·(1 − t²).
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y)
        {
            V tanh = V.Tanh(alpha * x);
            return V.Fma(alpha * x, V.One - (tanh * tanh), tanh);
        }
    }
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(Lisht))]
internal sealed partial class LishtJson : JsonSerializerContext;
