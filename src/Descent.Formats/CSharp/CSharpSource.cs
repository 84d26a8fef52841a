using System.Buffers.Binary;

namespace Descent.Formats;

/// <summary>
/// A model as the source of one C# class without dependencies: it predicts typed rows, or encoded numbers from span to span without allocating memory, and
/// tests itself by five rows. Predictions are those of the library up to the rounding of <see cref="float"/>.
/// </summary>
/// <example><code>CSharpSource.Of(model, new CSharpOptions { Class = "Iris", Namespace = "Garden" }).Save("Iris.cs");</code></example>
public sealed class CSharpSource
{
    private CSharpSource(string code, string resourceName, byte[]? resource)
    {
        Code = code;
        ResourceName = resourceName;
        // Null would be converted to an empty memory.
        if (resource is not null)
        {
            Resource = resource;
        }
    }

    /// <summary>The source.</summary>
    public string Code { get; }

    /// <summary>The logical name of the embedded resource of the weights, such as <c>Iris.weights</c>.</summary>
    public string ResourceName { get; }

    /// <summary>The weights, if they are too many for literals (<see cref="CSharpOptions.MostLiterals"/>): little-endian <see cref="float"/>, and after them <see cref="double"/>; otherwise null.</summary>
    public ReadOnlyMemory<byte>? Resource { get; }

    /// <summary>Writes a model of tables: its preprocessing, all of its networks and what makes a prediction of their outputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The names and the kind of C#; null for the defaults.</param>
    /// <returns>The source.</returns>
    /// <exception cref="NotSupportedException">If a network has a custom activation; the message names it.</exception>
    /// <exception cref="ArgumentException">If the model has no intervals of <see cref="CSharpOptions.IntervalLevel"/>.</exception>
    public static CSharpSource Of(TableModel model, CSharpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(ModelClass.Of(model, options ??= new()), options);
    }

    /// <summary>Writes a network that takes numbers.</summary>
    /// <param name="model">The network.</param>
    /// <param name="options">The names and the kind of C#; null for the defaults.</param>
    /// <returns>The source.</returns>
    /// <exception cref="NotSupportedException">If the network has a custom activation; the message names it.</exception>
    public static CSharpSource Of(Model<float> model, CSharpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(ModelClass.Of(model, options ??= new()), options);
    }

    /// <summary>Saves the source and, if there is one, the file of the weights: <c>Iris.cs</c> and <c>Iris.weights</c>.</summary>
    /// <param name="path">The path of the source.</param>
    /// <returns>The paths of the files that were written.</returns>
    /// <exception cref="ModelFileException">If a file cannot be written.</exception>
    public IReadOnlyList<string> Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        List<string> written = [path];
        if (Resource is { } resource)
        {
            // First the weights: the source alone would not run.
            string beside = ResourcePath(path);
            AtomicFile.Write(beside, stream => stream.Write(resource.Span));
            written.Add(beside);
        }

        AtomicFile.WriteText(path, Code);
        return written;
    }

    /// <summary>The path of the weights of a source that is saved to a path.</summary>
    /// <param name="path">The path of the source.</param>
    /// <returns>The path.</returns>
    public static string ResourcePath(string path)
    {
        Fault.CheckPath(path);
        return Path.ChangeExtension(path, ".weights");
    }

    private static CSharpSource Of(ModelClass parts, CSharpOptions options)
    {
        bool isResource = parts.Weights.Count + parts.Constants.Count > options.MostLiterals;
        string name = $"{options.Class}.weights", code = new ClassCode(parts, options, isResource ? name : null).Write();
        return new CSharpSource(code, name, isResource ? Bytes(parts) : null);
    }

    private static byte[] Bytes(ModelClass parts)
    {
        byte[] bytes = new byte[checked((4 * parts.Weights.Count) + (8 * parts.Constants.Count))];
        Span<byte> rest = bytes;
        foreach (float weight in parts.Weights)
        {
            BinaryPrimitives.WriteSingleLittleEndian(rest, weight);
            rest = rest[4..];
        }

        foreach (double constant in parts.Constants)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(rest, constant);
            rest = rest[8..];
        }

        return bytes;
    }
}
