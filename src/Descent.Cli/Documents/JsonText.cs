using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace Descent.Cli.Documents;

/// <summary>Writes JSON objects; the records of this folder describe everything that the tool writes as JSON.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object with the members of all parts, in order; parts that are null are omitted.</summary>
    public static string Object(params ReadOnlySpan<object?> parts)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, s_options))
        {
            json.WriteStartObject();
            foreach (object? part in parts)
            {
                foreach (JsonProperty member in part is null ? default : JsonSerializer.SerializeToElement(part, part.GetType(), DocumentContext.Default).EnumerateObject())
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Names and values, in order.</summary>
    public static OrderedDictionary<string, T> Map<T>(IEnumerable<(string Name, T Value)> members)
    {
        OrderedDictionary<string, T> map = new(StringComparer.Ordinal);
        foreach ((string name, T value) in members)
        {
            map[name] = value;
        }

        return map;
    }
}

/// <summary>Members that are null are omitted, unless they are marked with <see cref="JsonIgnoreCondition.Never"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata, Converters = [typeof(FiniteConverter)])]
[JsonSerializable(typeof(AdviceDocument))]
[JsonSerializable(typeof(BeforeDocument))]
[JsonSerializable(typeof(BenchmarkDocument))]
[JsonSerializable(typeof(ClusterCleanDocument))]
[JsonSerializable(typeof(ClusterPageDocument))]
[JsonSerializable(typeof(ClusterSecretDocument))]
[JsonSerializable(typeof(ClusterStatusDocument))]
[JsonSerializable(typeof(ComparisonDocument))]
[JsonSerializable(typeof(ConceptDocument))]
[JsonSerializable(typeof(ConceptPartDocument))]
[JsonSerializable(typeof(CopiedStudyDocument))]
[JsonSerializable(typeof(CurvesDocument))]
[JsonSerializable(typeof(DemoDocument))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(EntryDocument))]
[JsonSerializable(typeof(EvaluationDocument))]
[JsonSerializable(typeof(ExampleRowsDocument))]
[JsonSerializable(typeof(ExplanationDocument))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(FailureDocument))]
[JsonSerializable(typeof(FilesDocument))]
[JsonSerializable(typeof(FoldsDocument))]
[JsonSerializable(typeof(ImportDocument))]
[JsonSerializable(typeof(LearningCurveDocument))]
[JsonSerializable(typeof(LearningDocument))]
[JsonSerializable(typeof(LearningRateDocument))]
[JsonSerializable(typeof(LessonDocument))]
[JsonSerializable(typeof(ListDocument))]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(NoticesDocument))]
[JsonSerializable(typeof(PagesDocument))]
[JsonSerializable(typeof(PredictionsDocument))]
[JsonSerializable(typeof(QuestionDocument))]
[JsonSerializable(typeof(QuizDocument))]
[JsonSerializable(typeof(ServerDocument))]
[JsonSerializable(typeof(ShownDocument))]
[JsonSerializable(typeof(PlaygroundDocument))]
[JsonSerializable(typeof(RecipePartDocument))]
[JsonSerializable(typeof(EnsembleMethodDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(FindingsDocument))]
[JsonSerializable(typeof(RecordingDocument))]
[JsonSerializable(typeof(ReproductionDocument))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(TableDocument))]
[JsonSerializable(typeof(TaskDocument))]
[JsonSerializable(typeof(StoredStudyDocument))]
[JsonSerializable(typeof(RepairDocument))]
[JsonSerializable(typeof(StudyDocument))]
[JsonSerializable(typeof(TuningDocument))]
[JsonSerializable(typeof(VerdictsDocument))]
[JsonSerializable(typeof(WorkerDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext;

/// <summary>Writes NaN and infinity as null.</summary>
internal sealed class FiniteConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
