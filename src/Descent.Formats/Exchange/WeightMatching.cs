using System.Globalization;
using System.Text.RegularExpressions;

namespace Descent.Formats;

/// <summary>Finds the parameter of a network for each array of another program, by the order of layers and the names within a layer.</summary>
internal static partial class WeightMatching
{
    /// <summary>Whether a tensor is PyTorch's count of batches, which no prediction uses.</summary>
    public static bool IsCounter(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    /// <summary>Pairs parameters and arrays.</summary>
    /// <param name="modules">The modules of the network.</param>
    /// <param name="arrays">The arrays of the file.</param>
    /// <param name="isOrdered">Whether the file keeps the order in which the arrays were given.</param>
    /// <param name="layout">How matrices are stored; null to tell by names.</param>
    /// <param name="source">The name of the file in messages.</param>
    /// <returns>Pairs, each with whether a matrix has its inputs first.</returns>
    public static IEnumerable<(Parameter Parameter, NpzArray Array, bool IsKernel)> Of(IReadOnlyList<SequentialModule> modules, IReadOnlyList<NpzArray> arrays, bool isOrdered, WeightLayout? layout, string source)
    {
        ModuleTensor[][] expected = [.. modules.Where(module => module.Tensors.Count > 0).Select(module => module.Tensors.ToArray())];
        return arrays.Count > 0 && arrays.All(array => Nameless().IsMatch(array.Name))
            ? ByPlace([.. expected.SelectMany(own => own)], arrays, layout, source)
            : ByName(expected, arrays, isOrdered, layout, source);
    }

    private static IEnumerable<(Parameter, NpzArray, bool)> ByPlace(ModuleTensor[] expected, IReadOnlyList<NpzArray> arrays, WeightLayout? layout, string source)
    {
        if (layout is null && expected.Any(tensor => !tensor.Parameter.IsVector))
        {
            throw Fault.In(source, "the arrays have no names (arr_0, arr_1, …), so they do not say whether the rows of a matrix are its outputs, as in PyTorch, or its inputs, as in Keras; say so with the layout");
        }

        if (arrays.Count != expected.Length)
        {
            throw Fault.In(source, arrays.Count < expected.Length
                ? $"there are {arrays.Count} arrays, but the network has {expected.Length}: {expected[arrays.Count].Parameter.Name} is missing"
                : $"there are {arrays.Count} arrays, but the network has only {expected.Length}: {Fault.Quote(arrays[expected.Length].Name)} is left over");
        }

        NpzArray[] inOrder = [.. arrays.OrderBy(array => int.Parse(Nameless().Match(array.Name).Groups[1].Value, CultureInfo.InvariantCulture))];
        return expected.Select((tensor, i) => (tensor.Parameter, inOrder[i], layout == WeightLayout.InputsByOutputs));
    }

    private static List<(Parameter, NpzArray, bool)> ByName(ModuleTensor[][] expected, IReadOnlyList<NpzArray> arrays, bool isOrdered, WeightLayout? layout, string source)
    {
        IGrouping<string, NpzArray>[] layers = InOrder([.. arrays.Where(array => !IsCounter(array.Name)).GroupBy(array => SplitName(array.Name).Layer, StringComparer.Ordinal)], isOrdered, source);
        List<(Parameter, NpzArray, bool)> pairs = [];
        for (int i = 0; i < Math.Max(expected.Length, layers.Length); i++)
        {
            if (i >= layers.Length)
            {
                throw Fault.In(source, $"there are weights of {layers.Length} layers, but the network has {expected.Length}: {expected[i][0].Parameter.Name} is missing");
            }

            if (i >= expected.Length)
            {
                throw Fault.In(source, $"there are weights of {layers.Length} layers, but the network has only {expected.Length}: {Fault.Quote(layers[i].First().Name)} is left over");
            }

            foreach (ModuleTensor tensor in expected[i])
            {
                NpzArray array = layers[i].FirstOrDefault(own => tensor.IsCalled(SplitName(own.Name).Name))
                    ?? throw Fault.In(source, $"the layer {Fault.Quote(layers[i].Key)} has no {string.Join(" or ", [tensor.Name, .. tensor.Others])}, which is {tensor.Parameter.Name} of the network; it has {string.Join(", ", layers[i].Select(own => Fault.Quote(own.Name)))}");
                pairs.Add((tensor.Parameter, array, layout is { } given ? given == WeightLayout.InputsByOutputs : SplitName(array.Name).Name == "kernel"));
            }

            if (layers[i].FirstOrDefault(own => !expected[i].Any(tensor => tensor.IsCalled(SplitName(own.Name).Name))) is { } extra)
            {
                throw Fault.In(source, $"the tensor {Fault.Quote(extra.Name)} is left over: the layer of the network at its place has {string.Join(", ", expected[i].Select(tensor => tensor.Parameter.Name))}");
            }
        }

        return pairs;
    }

    /// <summary>The layers in their order: by the numbers in their names if they differ in nothing else, otherwise as in the file.</summary>
    private static IGrouping<string, NpzArray>[] InOrder(IGrouping<string, NpzArray>[] layers, bool isOrdered, string source)
    {
        if (layers.Select(layer => Numbers().Replace(layer.Key, "")).Distinct(StringComparer.Ordinal).Count() <= 1)
        {
            return [.. layers.OrderBy(layer => NumberOf(layer.Key), StringComparer.Ordinal)];
        }

        return isOrdered ? layers : throw Fault.In(source, $"the order of the layers {string.Join(", ", layers.Take(5).Select(layer => Fault.Quote(layer.Key)))} is not known, because a safetensors file keeps none; name them 0, 1, 2 and so on, or save them as NPZ in the order of the layers");
    }

    // dense is before dense_1; only the numbers differ, so the last one decides unless an earlier one does.
    private static string NumberOf(string layer) => string.Join('.', Numbers().Matches(layer).Select(number => number.Value.TrimStart('_').PadLeft(12, '0')));

    /// <summary>The layer and the name in it: <c>net.0.weight</c>, <c>dense_1/kernel:0</c>.</summary>
    private static (string Layer, string Name) SplitName(string name)
    {
        string plain = name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;
        int end = plain.LastIndexOfAny(['.', '/']);
        return end < 0 ? ("", plain) : (plain[..end], plain[(end + 1)..]);
    }

    [GeneratedRegex(@"^arr_(?<number>\d{1,9})$", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Nameless();

    [GeneratedRegex(@"_?\d+", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Numbers();
}
