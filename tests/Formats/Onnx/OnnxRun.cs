using Descent.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Descent.Tests.Formats.Onnx;

/// <summary>An ONNX file in ONNX Runtime, which shares no code with Descent.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession session;

    public OnnxRun(byte[] file)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        session = new InferenceSession(file, options);
    }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => session.OutputMetadata;

    public IReadOnlyDictionary<string, string> Notes => session.ModelMetadata.CustomMetadataMap;

    public ModelMetadata Metadata => session.ModelMetadata;

    /// <summary>Runs a network with one matrix as input.</summary>
    public float[] Predict(float[] rows, int columns)
    {
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor(session.InputNames[0], new DenseTensor<float>(rows, [rows.Length / columns, columns]))]);
        return [.. results[0].AsEnumerable<float>()];
    }

    /// <summary>Runs a model for tables.</summary>
    public OnnxAnswer Predict(TableModel model, Table table) => Predict(InputsOf(model.Preprocessor, table));

    public OnnxAnswer Predict(IReadOnlyCollection<NamedOnnxValue> inputs)
    {
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(inputs);
        Dictionary<string, double[]> numbers = new(StringComparer.Ordinal);
        Dictionary<string, string[]> texts = new(StringComparer.Ordinal);
        Dictionary<string, int[]> shapes = new(StringComparer.Ordinal);
        foreach (DisposableNamedOnnxValue result in results)
        {
            switch (result.Value)
            {
                case Tensor<string> text:
                    (texts[result.Name], shapes[result.Name]) = ([.. text], text.Dimensions.ToArray());
                    break;
                case Tensor<double> wide:
                    (numbers[result.Name], shapes[result.Name]) = ([.. wide], wide.Dimensions.ToArray());
                    break;
                case Tensor<float> narrow:
                    (numbers[result.Name], shapes[result.Name]) = ([.. narrow.Select(value => (double)value)], narrow.Dimensions.ToArray());
                    break;
            }
        }

        return new OnnxAnswer(numbers, texts, shapes);
    }

    /// <summary>The columns of a table as a program would pass them.</summary>
    public NamedOnnxValue[] InputsOf(Preprocessor preprocessor, Table table)
    {
        int[] rows = [.. Enumerable.Range(0, table.Rows)], shape = [table.Rows, 1];
        return [.. session.InputNames.Select(name =>
        {
            int feature = preprocessor.Features.Index().Single(column => column.Item.Name == name).Index;
            double[] numbers = preprocessor.NumbersOf(table, rows, feature);
            return session.InputMetadata[name].ElementDataType switch
            {
                TensorElementType.Float => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(Array.ConvertAll(numbers, value => (float)value), shape)),
                TensorElementType.Double => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(numbers, shape)),
                TensorElementType.Int64 => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(Array.ConvertAll(numbers, days => double.IsNaN(days) ? long.MinValue : (long)Math.Round(days * 86_400)), shape)),
                _ => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>(Array.ConvertAll(rows, row => table[row, table.IndexOf(name)]), shape)),
            };
        })];
    }

    public void Dispose() => session.Dispose();
}

/// <summary>The outputs of a run by name.</summary>
internal sealed record OnnxAnswer(IReadOnlyDictionary<string, double[]> Numbers, IReadOnlyDictionary<string, string[]> Texts, IReadOnlyDictionary<string, int[]> Shapes);
