using System.Globalization;
using Descent.Data;
using Descent.Data.Preprocessing;
using Descent.Engine;
using Descent.Formats.Safetensors;
using Descent.Models;

namespace Descent.Formats;

/// <summary>
/// A <see cref="TableModel"/> in one file: valid safetensors with tensors named <c>layers.0.weight</c> and so on, and in the
/// metadata the network, the preprocessing with its schema and task, the number of inputs, the seed, and the details of the training run.
/// </summary>
public static class ModelFile
{
    private const string NetworkKey = "descent.network", PreprocessorKey = "descent.preprocessor", InputsKey = "descent.inputs", SeedKey = "descent.seed", DetailPrefix = "detail.";

    /// <summary>Writes a model: to a temporary file first, then renamed, so that an older file is never half overwritten.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model; its weights must be finite.</param>
    /// <exception cref="ModelFileException">If it cannot be written; the message says why.</exception>
    public static void Save(string path, TableModel model) => ToFile(model).Save(path);

    /// <summary>The same, but if the place cannot be written to, the model is kept elsewhere rather than lost.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="ModelFileException">If it can be written nowhere.</exception>
    public static string SaveOrKeepElsewhere(string path, TableModel model) => AtomicFile.WriteOrKeepElsewhere(path, ToFile(model).Write);

    /// <summary>Reads a model; everything is checked before anything is allocated.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">If the file is damaged, foreign, or from a newer version; the message says which.</exception>
    public static TableModel Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        try
        {
            Network network = Catalogue.NetworkFromJson(Text(file, NetworkKey, path));
            Preprocessor preprocessor = Preprocessor.FromJson(Text(file, PreprocessorKey, path));
            int inputs = int.Parse(Text(file, InputsKey, path), NumberStyles.None, CultureInfo.InvariantCulture);
            ulong seed = ulong.Parse(Text(file, SeedKey, path), NumberStyles.None, CultureInfo.InvariantCulture);
            CheckSize(network, inputs, file, path);
            Model<float> model = network.Build<float>(inputs, seed);
            Fill(model, file, path);
            Dictionary<string, string> details = file.Metadata.Where(m => m.Key.StartsWith(DetailPrefix, StringComparison.Ordinal)).ToDictionary(m => m.Key[DetailPrefix.Length..], m => m.Value, StringComparer.Ordinal);
            return new TableModel(model, preprocessor, details);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException or DataException)
        {
            throw new ModelFileException($"{path} is no usable model (written by {file.WrittenBy}): {fault.Message}", fault);
        }
    }

    private static SafetensorsFile ToFile(TableModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<KeyValuePair<string, string>> metadata =
        [
            new(NetworkKey, Catalogue.ToJson(model.Model.Network)),
            new(PreprocessorKey, model.Preprocessor.ToJson()),
            new(InputsKey, model.Model.Inputs.ToString(CultureInfo.InvariantCulture)),
            new(SeedKey, model.Model.Seed.ToString(CultureInfo.InvariantCulture)),
            .. model.Details.Select(d => new KeyValuePair<string, string>(DetailPrefix + d.Key, d.Value)),
        ];
        List<Tensor> tensors = [];
        foreach (Parameter parameter in model.Model.Parameters)
        {
            float[] values = model.Model.GetParameter(parameter.Name);
            if (!values.All(float.IsFinite))
            {
                throw new ModelFileException($"{parameter.Name} holds numbers that are not finite; such a model is not saved. Train again with a smaller learning rate.");
            }

            tensors.Add(Tensor.Create<float>(parameter.Name, values, [.. parameter.Shape.Select(d => (long)d)]));
        }

        return new SafetensorsFile(tensors, metadata);
    }

    private static string Text(SafetensorsFile file, string key, string path) =>
        file.Metadata.TryGetValue(key, out string? text) ? text : throw new ModelFileException($"{path} is a safetensors file, but not a model of Descent: its metadata has no {key}.");

    /// <summary>A description of a few bytes could ask for a huge network: it must not need more weights than are there.</summary>
    private static void CheckSize(Network network, int inputs, SafetensorsFile file, string path)
    {
        long width = inputs, needed = 0, held = file.Tensors.Sum(t => t.Bytes.Length / sizeof(float));
        foreach (Layer layer in network)
        {
            int wanted = layer switch { Layers.Dense dense => dense.Units, Layers.BatchNormalization => 4, Layers.LayerNormalization => 2, _ => 0 };
            needed = checked(needed + (width * wanted));
            width = layer is Layers.Dense ? wanted : width;
        }

        if (needed > held)
        {
            throw new ModelFileException($"{path} describes {needed:N0} weights but holds only {held:N0} numbers. The file is not what was saved.");
        }
    }

    private static void Fill(Model<float> model, SafetensorsFile file, string path)
    {
        foreach (Tensor tensor in file.Tensors)
        {
            if (model.Parameters.All(p => p.Name != tensor.Name))
            {
                throw new ModelFileException($"{path} holds a tensor {tensor.Name} that its network does not have; it has {string.Join(", ", model.Parameters.Select(p => p.Name))}.");
            }
        }

        foreach (Parameter parameter in model.Parameters)
        {
            if (!file.TryGet(parameter.Name, out Tensor? tensor))
            {
                throw new ModelFileException($"{path} lacks the tensor {parameter.Name} that its network needs.");
            }

            if (!tensor.Shape.SequenceEqual([.. parameter.Shape.Select(d => (long)d)]))
            {
                throw new ModelFileException($"{path} holds {parameter.Name} with shape [{string.Join(", ", tensor.Shape.ToArray())}], but its network needs [{string.Join(", ", parameter.Shape)}].");
            }

            model.SetParameter(parameter.Name, tensor.ToArray<float>());
        }
    }
}
