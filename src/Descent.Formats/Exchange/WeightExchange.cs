using System.Globalization;
using System.Numerics;

namespace Descent.Formats;

/// <summary>
/// Exchanges the weights of sequences of dense layers, activations and normalizations with PyTorch, Keras and NumPy. The names are those of an <c>nn.Sequential</c>
/// that has every layer and every activation as an element: <c>0.weight</c> [outputs, inputs], <c>0.bias</c>, and so on.
/// </summary>
/// <example><code>model.SaveWeights("weights.npz"); model.LoadWeights("weights.safetensors");</code></example>
public static class WeightExchange
{
    private const string Safetensors = ".safetensors", Npz = ".npz";

    extension<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Saves the weights for PyTorch, Keras or NumPy.</summary>
        /// <param name="path">The path, whose name ends with <c>.safetensors</c> or <c>.npz</c>.</param>
        /// <exception cref="ModelFileException">If the file cannot be written, or its name has another end.</exception>
        /// <exception cref="NotSupportedException">If the network is not a sequence; the message names the layer.</exception>
        public void SaveWeights(string path)
        {
            ArgumentNullException.ThrowIfNull(model);
            Save(path, Arrays(model));
        }

        /// <summary>Replaces all weights by those of a file from PyTorch, Keras or NumPy. Either all are replaced or, if anything does not fit, none.</summary>
        /// <param name="path">The path, whose name ends with <c>.safetensors</c> or <c>.npz</c>.</param>
        /// <param name="layout">How matrices are stored; null to tell by their names, <c>weight</c> as in PyTorch and <c>kernel</c> as in Keras.</param>
        /// <exception cref="ModelFileException">If the file cannot be read or does not fit; the message names the tensor.</exception>
        /// <exception cref="NotSupportedException">If the network is not a sequence; the message names the layer.</exception>
        public void LoadWeights(string path, WeightLayout? layout = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            IReadOnlyList<SequentialModule> modules = SequentialModule.Of(model.Steps);
            (IReadOnlyList<NpzArray> arrays, bool isOrdered) = Load(path);
            Dictionary<string, T[]> weights = new(StringComparer.Ordinal);
            foreach ((Parameter parameter, NpzArray array, bool isKernel) in WeightMatching.Of(modules, arrays, isOrdered, layout, path))
            {
                weights.Add(parameter.Name, Values<T>(parameter, array, isKernel, path));
            }

            try
            {
                model.SetParameters(weights);
            }
            catch (ArgumentException fault)
            {
                throw Fault.In(path, fault.Message, fault);
            }
        }

        /// <summary>The Python code of an <c>nn.Sequential</c> that takes the weights of <see cref="SaveWeights"/>. An activation that PyTorch does not have is a comment, for which a module must be written.</summary>
        /// <returns>One expression.</returns>
        /// <exception cref="NotSupportedException">If the network is not a sequence; the message names the layer.</exception>
        public string ToPyTorch()
        {
            ArgumentNullException.ThrowIfNull(model);
            return $"nn.Sequential({string.Join(", ", SequentialModule.Of(model.Steps).Select(module => module.Code ?? $"... # {module.Description}, which PyTorch has no module for"))})";
        }
    }

    /// <summary>Saves the weights of all networks of a model for tables. Those of several networks have names that begin with <c>members.0.</c>, <c>members.1.</c> and so on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The path, whose name ends with <c>.safetensors</c> or <c>.npz</c>.</param>
    /// <exception cref="ModelFileException">If the file cannot be written, or its name has another end.</exception>
    /// <exception cref="NotSupportedException">If a network is not a sequence; the message names the layer.</exception>
    public static void SaveWeights(TableModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        Save(path, [.. model.Members.SelectMany((member, i) => Arrays(member.Model, model.Members.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"members.{i}.")))]);
    }

    /// <summary>The weights of a network, named as PyTorch names them.</summary>
    internal static IReadOnlyList<NpzArray> Arrays<T>(Model<T> model, string prefix = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IReadOnlyDictionary<string, T[]> values = model.GetParameters();
        return
        [
            .. from module in SequentialModule.Of(model.Steps)
               from tensor in module.Tensors
               select new NpzArray(
                   string.Create(CultureInfo.InvariantCulture, $"{prefix}{module.Index}.{tensor.Name}"), [.. tensor.Parameter.Shape],
                   [.. values[tensor.Parameter.Name].Select(double.CreateChecked)], typeof(T) == typeof(double) ? DataType.F64 : DataType.F32),
        ];
    }

    /// <summary>Saves arrays in the format that the end of a file's name says.</summary>
    internal static void Save(string path, IReadOnlyList<NpzArray> arrays)
    {
        if (FormatOf(path) == Npz)
        {
            NpzFile.Save(path, arrays);
            return;
        }

        new SafetensorsFile(arrays.Select(array => array.Type == DataType.F64
            ? Tensor.Create<double>(array.Name, [.. array.Values], [.. array.Shape.Select(size => (long)size)])
            : Tensor.Create<float>(array.Name, [.. array.Values.Select(value => (float)value)], [.. array.Shape.Select(size => (long)size)]))).Save(path);
    }

    private static (IReadOnlyList<NpzArray> Arrays, bool IsOrdered) Load(string path) => FormatOf(path) == Npz
        ? (NpzFile.Load(path, NpzFile.DefaultMaximumBytes, name => !WeightMatching.IsCounter(name)), true)
        : ([.. SafetensorsFile.Load(path, new SafetensorsReadOptions { RequireChecksum = false, AllowOtherTypes = true, AllowNonFinite = true }).Tensors.Where(tensor => !WeightMatching.IsCounter(tensor.Name)).Select(tensor => Array(tensor, path))], false);

    private static string FormatOf(string path)
    {
        Fault.CheckPath(path);
        return path.EndsWith(Npz, StringComparison.OrdinalIgnoreCase) ? Npz
            : path.EndsWith(Safetensors, StringComparison.OrdinalIgnoreCase) ? Safetensors
            : throw Fault.In(path, $"weights are exchanged as {Safetensors} or {Npz}, which the end of the name says");
    }

    private static NpzArray Array(Tensor tensor, string path)
    {
        ReadOnlySpan<byte> bytes = tensor.Bytes.Span;
        double[] values = new double[tensor.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = tensor.Type switch
            {
                DataType.F16 => (double)System.Buffers.Binary.BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]),
                DataType.BF16 => BitConverter.Int32BitsToSingle(System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16),
                DataType.F32 => System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]),
                DataType.F64 => System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]),
                _ => throw Fault.In(path, $"tensor {Fault.Quote(tensor.Name)} has the type {tensor.Type}; weights are F16, BF16, F32 or F64"),
            };
        }

        return new NpzArray(tensor.Name, [.. tensor.Shape.ToArray().Select(size => checked((int)size))], values, tensor.Type == DataType.F64 ? DataType.F64 : DataType.F32);
    }

    private static T[] Values<T>(Parameter parameter, NpzArray array, bool isKernel, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool turns = isKernel && !parameter.IsVector;
        int[] expected = turns ? [parameter.Columns, parameter.Rows] : [.. parameter.Shape];
        if (!array.Shape.SequenceEqual(expected))
        {
            throw Fault.In(path, $"tensor {Fault.Quote(array.Name)} has the shape [{string.Join(", ", array.Shape)}], but {parameter.Name} of the network needs [{string.Join(", ", expected)}]{(turns ? ", inputs first" : "")}");
        }

        T[] values = new T[parameter.Count];
        for (int i = 0; i < values.Length; i++)
        {
            double value = array.Values[turns ? (i % parameter.Columns * parameter.Rows) + (i / parameter.Columns) : i];
            values[i] = T.CreateTruncating(value);
            if (!T.IsFinite(values[i]))
            {
                throw Fault.In(path, $"tensor {Fault.Quote(array.Name)} contains {value.ToString(CultureInfo.InvariantCulture)}, which is not a finite number of the type {typeof(T).Name}");
            }
        }

        return values;
    }
}
