using System.Globalization;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Laws;

namespace Descent.Tests.Formats.CSharp;

/// <summary>Every layer and every activation of the catalogue predicts the same as source, in both styles.</summary>
public sealed class NetworkSourceTests(NetworkSourceTests.Sources sources) : IClassFixture<NetworkSourceTests.Sources>
{
    private const int Rows = 7;

    public static TheoryData<string, CSharpStyle> Names => [.. Sources.Networks.Keys.SelectMany(name => Enum.GetValues<CSharpStyle>().Select(style => new TheoryDataRow<string, CSharpStyle>(name, style)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void SourcePredictsAsTheNetwork(string name, CSharpStyle style)
    {
        Model<float> model = sources.Models[name];
        float[] inputs = Inputs(model), expected = model.Predict(inputs);
        double scale = expected.Max(Math.Abs) + 1e-3;
        foreach (CompiledSources compiled in sources.Of(style))
        {
            float[] actual = compiled.Predict(style, Sources.ClassOf(name), inputs, expected.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - (double)actual[i]) <= 2e-5 * scale, $"{name}, output {i}: {expected[i]} from the library, {actual[i]} from the source.");
            }

            Assert.InRange(compiled.SelfTest(style, Sources.ClassOf(name)), 0, 1e-4);
        }
    }

    [Fact]
    public void SmallAndLargeNumbersComeThroughEveryActivation()
    {
        float[] numbers = [-200, -90, -20, -5, -1, -0.1f, -1e-5f, 0, 1e-5f, 0.1f, 1, 5, 20, 85];
        foreach (string name in Sources.Networks.Keys.Where(name => name.StartsWith("alone ", StringComparison.Ordinal)))
        {
            Model<float> model = sources.Models[name];
            float[] inputs = [.. numbers.SelectMany(number => Enumerable.Repeat(number, model.Inputs))], expected = model.Predict(inputs);
            foreach ((CSharpStyle style, CompiledSources compiled) in Enum.GetValues<CSharpStyle>().SelectMany(style => sources.Of(style).Select(compiled => (style, compiled))))
            {
                float[] actual = compiled.Predict(style, Sources.ClassOf(name), inputs, expected.Length);
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.True(Math.Abs(expected[i] - (double)actual[i]) <= (3e-6 * Math.Abs(expected[i])) + 1e-12, $"{name}, {style}, at {inputs[i]}: {expected[i]} from the library, {actual[i]} from the source.");
                }
            }
        }
    }

    [Fact]
    public void WeightsAreLiteralsUpToALimitAndThenAFileBesideTheSource()
    {
        using TemporaryFolder folder = new();
        CSharpSource literals = CSharpSource.Of(sources.Models["wide"]), resource = CSharpSource.Of(sources.Models["wide"], new CSharpOptions { MostLiterals = 10, Class = "Wide" });
        Assert.Null(literals.Resource);
        Assert.Equal([folder["a.cs"]], literals.Save(folder["a.cs"]));
        Assert.Equal([folder["b.cs"], folder["b.weights"]], resource.Save(folder["b.cs"]));
        Assert.Equal("Wide.weights", resource.ResourceName);
        Assert.Contains("LogicalName=\"Wide.weights\"", resource.Code, StringComparison.Ordinal);
        Assert.Equal(resource.Resource!.Value.ToArray(), File.ReadAllBytes(folder["b.weights"]));
    }

    [Fact]
    public void ACustomActivationIsRefusedByName()
    {
        Network network = [new Dense(3, new Cube())];
        Assert.Contains("Cube", Assert.Throws<NotSupportedException>(() => CSharpSource.Of(network.Build<float>(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfAnotherLengthAreRefused()
    {
        Exception fault = Assert.Throws<ArgumentException>(() => sources.Compiled.Predict(CSharpStyle.Net10, Sources.ClassOf("wide"), new float[4], 3));
        Message.Mentions(fault.Message, "5 inputs", "3 outputs", "4 and 3");
    }

    [Theory]
    [InlineData("class")]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("")]
    public void NamesMustBeIdentifiers(string name)
    {
        Assert.Throws<ArgumentException>(() => new CSharpOptions { Class = name });
        Assert.Throws<ArgumentException>(() => new CSharpOptions { Namespace = $"Shop.{name}" });
    }

    private static float[] Inputs(Model<float> model) =>
        [.. Enumerable.Range(0, Rows * model.Inputs).Select(i => i % model.Inputs is var column && column < model.InputShape.Numbers ? (float)(Math.Sin(i) * 3) : i / model.Inputs % (model.InputShape.Categories[column - model.InputShape.Numbers] + 1))];

    private sealed record Cube : ElementwiseActivation
    {
        protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

        private readonly struct Kernel<V> : Descent.Numerics.IElementwise<V>
            where V : struct, Descent.Numerics.ILane<V>
        {
            public static bool NeedsInput => true;

            public V Value(V x) => x * x * x;

            public V Derivative(V x, V y) => V.Splat(3) * x * x;
        }
    }

    /// <summary>All networks as source, compiled once for all tests.</summary>
    public sealed class Sources : IAsyncLifetime
    {
        public static IReadOnlyDictionary<string, (Network Network, InputShape Inputs)> Networks { get; } = All();

        internal CompiledSources Compiled { get; } = new();

        private readonly CompiledSources singles = new(areSingles: true);

        public Dictionary<string, Model<float>> Models { get; } = [];

        /// <summary>All ways in which the classes of a style compute.</summary>
        internal IEnumerable<CompiledSources> Of(CSharpStyle style) => style == CSharpStyle.Standard21 ? [Compiled, singles] : [Compiled];

        public static string ClassOf(string name) => $"Network{Networks.Keys.ToList().IndexOf(name).ToString(CultureInfo.InvariantCulture)}";

        public async ValueTask InitializeAsync()
        {
            foreach ((string name, (Network network, InputShape inputs)) in Networks)
            {
                Model<float> model = network.Build<float>(inputs, seed: 3);
                foreach (Parameter parameter in model.Parameters.Where(p => p.IsVector))
                {
                    model.SetParameter(parameter.Name, [.. Enumerable.Range(0, parameter.Count).Select(i => 0.1f + (i % 7 * 0.13f))]);
                }

                Models.Add(name, model);
                foreach (CSharpStyle style in Enum.GetValues<CSharpStyle>())
                {
                    // One network keeps its weights in a resource.
                    CSharpSource source = CSharpSource.Of(model, new CSharpOptions { Class = ClassOf(name), Style = style, MostLiterals = name == "wide" ? 10 : 200_000 });
                    foreach (CompiledSources compiled in Of(style))
                    {
                        compiled.Add(style, source);
                    }
                }
            }

            await Task.WhenAll(((CompiledSources[])[Compiled, singles]).Select(compiled => compiled.Compile(TestContext.Current.CancellationToken)));
        }

        public ValueTask DisposeAsync()
        {
            Compiled.Dispose();
            singles.Dispose();
            return ValueTask.CompletedTask;
        }

        private static Dictionary<string, (Network, InputShape)> All()
        {
            InputShape five = 5, coded = new(2, [10, 7, 2]);
            Dictionary<string, (Network, InputShape)> all = [];
            foreach (Activation activation in Subjects.All<Activation>())
            {
                all.Add($"{activation}", ([new Dense(19, activation), new Dense(3, activation)], five));
                if (activation is ElementwiseActivation)
                {
                    all.Add($"alone {activation}", ([activation], 1));
                }
            }

            foreach (Layer layer in Subjects.All<Layer>().Where(layer => layer is not Activation))
            {
                all.TryAdd($"{layer}", layer is CategoryEmbedding ? ([layer, new Dense(3)], coded) : layer is PiecewiseLinear or Periodic or PeriodicBias ? ([layer, new Dense(4), new Dense(3)], five) : (Subjects.Placed(new Dense(4), layer, new Dense(3)), five));
            }

            all.Add("numbers and codes", ([new Periodic(3, 2, 0.3), new CategoryEmbedding(3, 2), new Dense(4), new Dense(3)], coded));
            all.Add("bins and codes", ([new PiecewiseLinear(3, 2), new CategoryEmbedding(3, 20, SignedPairs: true), new Members(3, [new Dense(4, new Tanh()), new Dense(3)])], coded));
            all.Add("no layer in front", ([new Tanh(), new Concatenate([[new Dense(2)], [new Linear()]]), new LogSoftmax()], five));
            all.Add("of members", ([new Members(5, [new Dense(33, new Relu()), new LayerNormalization(), new Dropout(), new Dense(17, new PRelu()), new BatchNormalization(), new Residual([new Dense(17)]), new Dense(5, new Softmax())], MemberSharing.Front)], five));
            all.Add("wide", ([new Dense(150, new Swish()), new BatchNormalization(), new Dense(70, new Relu()) { UseBias = false }, new Dense(33, new Gelu()), new Dense(3, new Softmax())], five));
            return all;
        }
    }
}
