using Descent.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Descent.Sources.MLNet;

/// <summary>The shape of predictions before there is a model.</summary>
internal static class PredictionShape
{
    private static readonly VectorDataViewType s_texts = new(TextDataViewType.Instance, 1);

    /// <summary>Adds the columns of predictions to those of the input.</summary>
    /// <remarks>Columns of a shape can be made only by ML.NET's own steps, so the step that calls a method per row is asked, without one that is ever called.</remarks>
    public static SchemaShape Of(SchemaShape input, TaskKind task) => task switch
    {
        TaskKind.Binary => Added<Binary>(input, _ => { }),
        TaskKind.Multiclass => Added<Multiclass>(input, columns =>
        {
            columns["PredictedLabel"].ColumnType = new KeyDataViewType(typeof(uint), 1);
            columns["PredictedLabel"].AddAnnotation("KeyValues", new VBuffer<ReadOnlyMemory<char>>(1, [default]), s_texts);
            columns["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1);
            columns["Score"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(1, [default]), s_texts);
        }),
        _ => Added<Number>(input, _ => { }),
    };

    private static SchemaShape Added<T>(SchemaShape input, Action<SchemaDefinition> describe)
        where T : class, new()
    {
        SchemaDefinition columns = SchemaDefinition.Create(typeof(T));
        describe(columns);
        return new MLContext().Transforms.CustomMapping<Nothing, T>((_, _) => { }, null, SchemaDefinition.Create(typeof(Nothing)), columns).GetOutputSchema(input);
    }

    private sealed class Nothing;

    private sealed class Binary
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }

    private sealed class Multiclass
    {
        public uint PredictedLabel { get; set; }

        public VBuffer<float> Score { get; set; }
    }

    private sealed class Number
    {
        public float Score { get; set; }
    }
}
