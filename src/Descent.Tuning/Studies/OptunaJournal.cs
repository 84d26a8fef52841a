using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Descent.Tuning;

/// <summary>Writes studies as the journal of Optuna 3.1 and later, which <c>optuna-dashboard</c> and Optuna's <c>JournalStorage</c> open.</summary>
/// <remarks>
/// The journal is a text of one JSON object per line: the study, its attributes, and a line per trial. Like Optuna, a pruned trial has the last value that it reported; the exception of
/// a failed one is its attribute <c>error</c>. Times are those of the local clock, as Optuna writes them.
/// </remarks>
public static class OptunaJournal
{
    private const int CreateStudy = 0, SetStudyAttribute = 2, CreateTrial = 4;

    /// <summary>Writes a study as it is at this moment.</summary>
    /// <param name="study">The study.</param>
    /// <returns>The text of the journal.</returns>
    public static string Write(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        StringBuilder lines = new();
        lines.Append(Line(CreateStudy, json =>
        {
            json.WriteString("study_name", study.Name);
            json.WriteStartArray("directions");
            foreach (StudyDirection direction in study.Directions)
            {
                json.WriteNumberValue(direction == StudyDirection.Minimize ? 1 : 2);
            }

            json.WriteEndArray();
        }));
        foreach ((string name, string value) in study.Attributes)
        {
            lines.Append(Line(SetStudyAttribute, json =>
            {
                json.WriteNumber("study_id", 0);
                WriteTexts(json, "user_attr", [KeyValuePair.Create(name, value)]);
            }));
        }

        // Optuna counts trials, as studies do, so their order says their numbers.
        foreach (Trial trial in study.Trials)
        {
            lines.Append(Line(CreateTrial, json => WriteTrial(json, trial)));
        }

        return lines.ToString();
    }

    private static void WriteTrial(Utf8JsonWriter json, Trial trial)
    {
        double[] values = trial.State == TrialState.Pruned && trial.LastStep is { } last && !double.IsNaN(trial.Intermediate[last]) ? [trial.Intermediate[last]] : [.. trial.Values];
        json.WriteNumber("study_id", 0);
        json.WriteString("datetime_start", Time(trial.Start));
        json.WriteNumber("state", trial.State switch { TrialState.Running => 0, TrialState.Completed => 1, TrialState.Pruned => 2, _ => 3 });
        WriteValue(json, "value", values.Length == 1 ? values[0] : null);
        json.WritePropertyName("values");
        if (values.Length > 1)
        {
            json.WriteStartArray();
            Array.ForEach(values, value => json.WriteRawValue(Number(value), skipInputValidation: true));
            json.WriteEndArray();
        }
        else
        {
            json.WriteNullValue();
        }

        // A running trial has no end.
        if (trial.End is { } end)
        {
            json.WriteString("datetime_complete", Time(end));
        }

        (SearchParameter Parameter, double Value)[] active = trial.Parameters is { } own ? [.. own.Space.Select((parameter, i) => (parameter, own[i])).Where(pair => !double.IsNaN(pair.Item2))] : [];
        WriteTexts(json, "distributions", active.Select(pair => KeyValuePair.Create(pair.Parameter.Name, Distribution(pair.Parameter))));
        json.WriteStartObject("params");
        foreach ((SearchParameter parameter, double value) in active)
        {
            WriteValue(json, parameter.Name, value);
        }

        json.WriteEndObject();
        WriteTexts(json, "user_attrs", trial.Error is { } error ? trial.Attributes.Append(KeyValuePair.Create("error", error)) : trial.Attributes);
        WriteTexts(json, "system_attrs", []);
        json.WriteStartObject("intermediate_values");
        foreach ((int step, double value) in trial.Intermediate)
        {
            WriteValue(json, step.ToString(CultureInfo.InvariantCulture), value);
        }

        json.WriteEndObject();
    }

    private static string Distribution(SearchParameter parameter) => Text(json =>
    {
        json.WriteString("name", parameter switch { ChoiceParameter => "CategoricalDistribution", IntegerParameter => "IntDistribution", _ => "FloatDistribution" });
        json.WriteStartObject("attributes");
        switch (parameter)
        {
            case ChoiceParameter choice:
                json.WriteStartArray("choices");
                foreach (string text in choice.Choices)
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
                break;
            case IntegerParameter whole:
                WriteRange(json, whole.Low, whole.High, whole.Log, whole.Step);
                break;
            case NumberParameter number:
                WriteRange(json, number.Low, number.High, number.Log, number.Step);
                break;
            default:
                throw new ArgumentException($"{parameter} is of an unknown kind.", nameof(parameter));
        }

        json.WriteEndObject();
    });

    private static void WriteRange(Utf8JsonWriter json, double low, double high, bool log, double? step)
    {
        json.WriteBoolean("log", log);
        WriteValue(json, "step", step);
        WriteValue(json, "low", low);
        WriteValue(json, "high", high);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> texts)
    {
        json.WriteStartObject(name);
        foreach ((string key, string text) in texts)
        {
            json.WriteString(key, text);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value is { } number ? Number(number) : "null", skipInputValidation: true);
    }

    // Python reads and writes numbers that are not finite as these words, which are not JSON.
    private static string Number(double value) => double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.LocalDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string Line(int operation, Action<Utf8JsonWriter> write) => Text(json =>
    {
        json.WriteNumber("op_code", operation);
        json.WriteString("worker_id", "descent");
        write(json);
    }) + "\n";

    private static string Text(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
