using System.Numerics;

namespace Descent.Formats;

/// <summary>The parameters of a network as tensors of a file, named as in the model behind a prefix.</summary>
internal static class ModelTensors
{
    /// <summary>Adds the parameters of a model to a file, all of one moment: it may be trained meanwhile.</summary>
    /// <exception cref="ModelFileException">If a number is not finite.</exception>
    public static void Write<T>(Model<T> model, string prefix, ICollection<Tensor> tensors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IReadOnlyDictionary<string, T[]> weights = model.GetParameters();
        foreach (Parameter parameter in model.Parameters)
        {
            T[] values = weights[parameter.Name];
            if (!values.All(T.IsFinite))
            {
                throw new ModelFileException($"{parameter.Name} holds numbers that are not finite; such a model is not saved. Train again with a smaller learning rate.");
            }

            tensors.Add(Tensor.Create<T>(prefix + parameter.Name, values, ShapeOf(parameter)));
        }
    }

    /// <summary>Sets a model's parameters from a file; a description of a few bytes that asks for a huge network ends here.</summary>
    /// <returns>The names of the tensors that were read.</returns>
    /// <exception cref="ModelFileException">If one is missing, or of another shape or type.</exception>
    public static IEnumerable<string> Read<T>(Model<T> model, SafetensorsFile file, string prefix, string source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, T[]> weights = new(StringComparer.Ordinal);
        foreach (Parameter parameter in model.Parameters)
        {
            string name = prefix + parameter.Name;
            if (!file.TryGet(name, out Tensor? tensor))
            {
                throw new ModelFileException($"{source} lacks the tensor {name} that its network needs.");
            }

            if (!tensor.Shape.SequenceEqual(ShapeOf(parameter)))
            {
                throw new ModelFileException($"{source} holds {name} with shape {Fault.Quote(tensor.Shape)}, but its network needs [{string.Join(", ", parameter.Shape)}].");
            }

            if (tensor.Type != DataTypes.Of<T>())
            {
                if (tensor.Type is not (DataType.F32 or DataType.F64))
                {
                    throw new ModelFileException($"{source} holds {name} as {tensor.Type}, but Descent computes with F32 and F64. Convert it.");
                }

                string held = tensor.Type == DataType.F64 ? "double" : "float", asked = typeof(T) == typeof(double) ? "double" : "float";
                throw new ModelFileException($"{source} holds weights of type {held}, but was to be read as a model of {asked}. Read it with Model<{held}>.Load or SavedModel<{held}>.Load.");
            }

            weights.Add(parameter.Name, tensor.ToArray<T>());
        }

        model.SetParameters(weights);
        return weights.Keys.Select(name => prefix + name);
    }

    /// <summary>Refuses a tensor that nothing of the file's content has.</summary>
    public static void RequireNoOthers(SafetensorsFile file, IReadOnlyCollection<string> known, string source)
    {
        HashSet<string> names = [.. known, TrainingFacts.RowsName];
        if (file.Tensors.FirstOrDefault(tensor => !names.Contains(tensor.Name)) is { } extra)
        {
            throw new ModelFileException($"{source} holds a tensor {Fault.Quote(extra.Name)} that its network does not have; it has {string.Join(", ", known.Take(10))}{(known.Count > 10 ? ", …" : "")}.");
        }
    }

    private static long[] ShapeOf(Parameter parameter) => [.. parameter.Shape.Select(size => (long)size)];
}
