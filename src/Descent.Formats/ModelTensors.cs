using System.Numerics;

namespace Descent.Formats;

/// <summary>Stores the parameters of a network as tensors of a file, named as in the model, with a prefix.</summary>
internal static class ModelTensors
{
    /// <summary>Adds the parameters of a model to a file, as a consistent snapshot even if the model is being trained.</summary>
    /// <exception cref="ModelFileException">If a value is not finite.</exception>
    public static void Write<T>(Model<T> model, string prefix, ICollection<Tensor> tensors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IReadOnlyDictionary<string, T[]> weights = model.GetParameters();
        foreach (Parameter parameter in model.Parameters)
        {
            T[] values = weights[parameter.Name];
            if (!values.All(T.IsFinite))
            {
                throw new ModelFileException($"{parameter.Name} contains values that are not finite; such a model cannot be saved. Train again with a smaller learning rate.");
            }

            tensors.Add(Tensor.Create<T>(prefix + parameter.Name, values, ShapeOf(parameter)));
        }
    }

    /// <summary>Sets a model's parameters from a file. A short description of a huge network fails here, before its memory is
    /// allocated.</summary>
    /// <returns>The names of the tensors that were read.</returns>
    /// <exception cref="ModelFileException">If one is missing, or has another shape or type.</exception>
    public static IEnumerable<string> Read<T>(Model<T> model, SafetensorsFile file, string prefix, string source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, T[]> weights = Values(model, file, prefix, source);
        model.SetParameters(weights);
        return weights.Keys.Select(name => prefix + name);
    }

    /// <summary>Reads a model's parameters from a file, without setting them.</summary>
    /// <returns>The values by the name of the parameter.</returns>
    /// <exception cref="ModelFileException">If one is missing, or has another shape or type.</exception>
    public static Dictionary<string, T[]> Values<T>(Model<T> model, SafetensorsFile file, string prefix, string source)
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
                throw new ModelFileException($"{source} contains {name} with shape {Fault.Quote(tensor.Shape)}, but its network needs [{string.Join(", ", parameter.Shape)}].");
            }

            if (tensor.Type != DataTypes.Of<T>())
            {
                if (tensor.Type is not (DataType.F32 or DataType.F64))
                {
                    throw new ModelFileException($"{source} contains {name} as {tensor.Type}, but Descent computes with F32 and F64. Convert it.");
                }

                string held = tensor.Type == DataType.F64 ? "double" : "float", asked = typeof(T) == typeof(double) ? "double" : "float";
                throw new ModelFileException($"{source} contains weights of type {held}, but is read as a model of type {asked}. Read it with Model<{held}>.Load or SavedModel<{held}>.Load.");
            }

            weights.Add(parameter.Name, tensor.ToArray<T>());
        }

        return weights;
    }

    /// <summary>Rejects a file with a tensor that belongs to none of its content.</summary>
    public static void RequireNoOthers(SafetensorsFile file, IReadOnlyCollection<string> known, string source)
    {
        HashSet<string> names = [.. known, TrainingFacts.RowsName];
        if (file.Tensors.FirstOrDefault(tensor => !names.Contains(tensor.Name)) is { } extra)
        {
            throw new ModelFileException($"{source} contains a tensor {Fault.Quote(extra.Name)} that its network does not have; it has {string.Join(", ", known.Take(10))}{(known.Count > 10 ? ", …" : "")}.");
        }
    }

    private static long[] ShapeOf(Parameter parameter) => [.. parameter.Shape.Select(size => (long)size)];
}
