using Descent.Data;

namespace Descent.Formats;

/// <summary>What the class of a model consists of: the members in order, and their weights.</summary>
internal sealed class ModelClass
{
    private readonly List<string> members = [], last = [];
    private readonly List<float> weights = [];
    private readonly List<double> constants = [];
    private readonly Dictionary<string, string> methods = new(StringComparer.Ordinal);

    private ModelClass(IReadOnlyList<string> summary) => Summary = summary;

    /// <summary>The lines of the documentation of the class.</summary>
    public IReadOnlyList<string> Summary { get; }

    /// <summary>The members of the class, without the networks, the weights and the helper methods.</summary>
    public IReadOnlyList<string> Members => [.. members, .. last];

    /// <summary>The lines in the methods of the networks, by the name of the method.</summary>
    public IEnumerable<(string Name, string Body)> Networks => methods.Select(method => (method.Value, method.Key));

    /// <summary>The weights of all networks.</summary>
    public IReadOnlyList<float> Weights => weights;

    /// <summary>The constants of the codings of inputs, in double precision.</summary>
    public IReadOnlyList<double> Constants => constants;

    /// <summary>The properties of the types in the class, which may be called like the class.</summary>
    public IReadOnlyList<string> PropertyNames { get; private set; } = [];

    /// <summary>Describes the class of a network that takes numbers.</summary>
    public static ModelClass Of(Model<float> model, CSharpOptions options)
    {
        ModelClass parts = new(["<summary>A network that was trained with Descent.</summary>"]);
        string call = parts.Call(model, "inputs", "outputs");
        parts.Add(Sizes(model.Inputs, model.Outputs, "inputs of the network", "outputs of the network"));
        parts.Add(RowsCode(call, $"{model.Inputs} numbers per row", $"{model.Outputs} numbers per row"));
        parts.Add(SelfTestCode.Of(model));
        return parts;
    }

    /// <summary>Describes the class of a model of tables.</summary>
    public static ModelClass Of(TableModel model, CSharpOptions options)
    {
        Preprocessor preprocessor = model.Preprocessor;
        ModelClass parts = new([$"<summary>Predicts {CodeText.Documented(string.Join(", ", preprocessor.Schema.TargetNames))}: a model that was trained with Descent.</summary>"]);
        RowCode row = new(preprocessor);
        parts.PropertyNames = [.. row.Names, .. PredictionCode.Names(model)];
        string combined = CombinationCode.Of(model, parts);
        parts.Add(Sizes(preprocessor.InputNames.Count, model.OutputCount, "encoded inputs", "outputs"));
        parts.Add(row.Type());
        IntervalEnds? intervals = IntervalEnds.Of(model, options.IntervalLevel);
        parts.Add(PredictionCode.Type(model, intervals));
        parts.Add(PredictionCode.Typed(model, intervals, parts));
        parts.Add(RowsCode("Combine(inputs, outputs);", "rows as <see cref=\"Encode\"/> writes them", "the outputs of the networks, combined: probabilities, or scaled numbers"));
        parts.Add(row.Encode());
        parts.Add(combined);
        parts.Add(SelfTestCode.Of(model, row));
        return parts;
    }

    /// <summary>Adds the weights of a network, and its method unless another network has the same one.</summary>
    /// <returns>The call of the method.</returns>
    public string Call(Model<float> model, string from, string to)
    {
        (string body, IReadOnlyList<float> own) = NetworkCode.Of(model);
        if (!methods.TryGetValue(body, out string? name))
        {
            name = $"ComputeNetwork{methods.Count + 1}";
            methods.Add(body, name);
        }

        int start = weights.Count;
        weights.AddRange(own);
        return $"{name}({from}, {to}, Weights({start}, {own.Count}));";
    }

    /// <summary>Adds numbers in double precision.</summary>
    /// <returns>Their code.</returns>
    public string Doubles(IReadOnlyList<double> numbers)
    {
        int start = constants.Count;
        constants.AddRange(numbers);
        return $"Constants({start}, {numbers.Count})";
    }

    /// <summary>Adds members.</summary>
    public void Add(string lines) => members.Add(lines);

    /// <summary>Adds members at the end of the class.</summary>
    public void AddLast(string lines) => last.Add(lines);

    private static string Sizes(int inputs, int outputs, string ofInputs, string ofOutputs) => $"""
        /// <summary>The number of {ofInputs} per row.</summary>
        public const int Inputs = {inputs};

        /// <summary>The number of {ofOutputs} per row.</summary>
        public const int Outputs = {outputs};
        """;

    private static string RowsCode(string call, string ofInputs, string ofOutputs) => $$"""
        /// <summary>Predicts rows of numbers, one after the other, without allocating memory unless a network is too wide for the stack. Any number of threads may call it.</summary>
        /// <param name="inputs">The inputs, {{ofInputs}}.</param>
        /// <param name="outputs">Receives {{ofOutputs}}.</param>
        /// <exception cref="ArgumentException">If the lengths are not those of the same number of rows.</exception>
        public static void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
        {
            int rows = inputs.Length / Inputs;
            if (inputs.Length != rows * Inputs || outputs.Length != (long)rows * Outputs)
            {
                throw new ArgumentException("There must be " + Inputs + " inputs and " + Outputs + " outputs per row, but there are " + inputs.Length + " and " + outputs.Length + ".");
            }

            for (int row = 0; row < rows; row++)
            {
                PredictRow(inputs.Slice(row * Inputs, Inputs), outputs.Slice(row * Outputs, Outputs));
            }
        }

        private static void PredictRow(ReadOnlySpan<float> inputs, Span<float> outputs)
        {
            {{call}}
        }
        """;
}
