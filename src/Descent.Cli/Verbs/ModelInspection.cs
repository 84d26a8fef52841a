using System.Globalization;
using System.Text.Json;
using Descent.Cli.Reports;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data.Schemas;
using Descent.Engine;
using Descent.Models;

namespace Descent.Cli.Verbs;

/// <summary>Shows a model: its network and weights, its preprocessing, and the run that made it.</summary>
internal static class ModelInspection
{
    public static void Write(Call call, TableModel model, string name, bool full)
    {
        if (call.Json)
        {
            call.WriteJson(json => WriteJson(json, model));
            return;
        }

        Screen screen = call.Answer;
        screen.Line(name, Ink.Bold);
        foreach (string line in NetworkDrawing.Text(NetworkShape.Columns(model.Model), screen.Width).Split('\n'))
        {
            screen.Line(line);
        }

        screen.Heading("Network");
        Decisions.WriteNetwork(screen, model.Model);
        WritePreprocessing(screen, model);
        WriteRun(screen, model);
        foreach (Parameter parameter in model.Model.Parameters)
        {
            screen.Heading($"{parameter.Name} [{string.Join(" × ", parameter.Shape)}]");
            foreach (string line in MatrixText.Lines(model.Model.GetParameter(parameter.Name), parameter.Rows, parameter.Columns, screen.Width, full))
            {
                screen.Writer.WriteLine(line);
            }
        }
    }

    private static void WritePreprocessing(Screen screen, TableModel model)
    {
        screen.Heading("Preprocessing");
        screen.Fact("task", $"{Words.Of(model.Preprocessor.Task)} of {string.Join(", ", model.Preprocessor.Schema.TargetNames)}");
        if (model.Preprocessor.Labels.Count > 0)
        {
            screen.Fact("labels", NameList.Of(model.Preprocessor.Labels));
        }

        screen.Fact("inputs", NameList.Of(model.Preprocessor.InputNames));
        Decisions.WriteColumns(screen, model.Preprocessor.Schema);
    }

    private static void WriteRun(Screen screen, TableModel model)
    {
        screen.Heading("Training");
        foreach ((string name, string value) in model.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal))
        {
            if (name == RunDetails.Options && Parsed(value) is { ValueKind: JsonValueKind.Object } options)
            {
                foreach (JsonProperty option in options.EnumerateObject())
                {
                    screen.Fact(option.Name, Short(option.Value));
                }
            }
            else
            {
                screen.Fact(name, value);
            }
        }
    }

    // {"type":"adam","beta1":0.9} → adam (beta1 0.9)
    private static string Short(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return value.ToString();
        }

        string type = value.TryGetProperty("type", out JsonElement name) ? name.ToString() : "";
        string options = string.Join(", ", value.EnumerateObject().Where(option => option.Name != "type").Select(option => $"{option.Name} {Short(option.Value)}"));
        return options.Length == 0 ? type : $"{type} ({options})".TrimStart();
    }

    private static void WriteJson(Utf8JsonWriter json, TableModel model)
    {
        json.WriteString("task", Words.Of(model.Preprocessor.Task));
        json.WriteTexts("targets", model.Preprocessor.Schema.TargetNames);
        json.WriteTexts("labels", model.Preprocessor.Labels);
        json.WriteTexts("inputs", model.Preprocessor.InputNames);
        json.WriteNumber("features", model.Model.Inputs);
        json.WriteNumber("outputs", model.Model.Outputs);
        json.WriteNumber("parameters", model.Model.ParameterCount);
        json.WriteNumber("seed", model.Model.Seed);
        json.WritePropertyName("network");
        json.WriteRawValue(Catalogue.ToJson(model.Model.Network));
        json.WriteStartArray("arrays");
        foreach (Parameter parameter in model.Model.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteStartArray("shape");
            foreach (int size in parameter.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("training");
        foreach ((string name, string value) in model.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal))
        {
            WriteDetail(json, name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter json, string name, string value)
    {
        if (name == RunDetails.Options && Parsed(value) is { } options)
        {
            json.WritePropertyName(name);
            options.WriteTo(json);
        }
        else if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && name != RunDetails.Version && name != RunDetails.Data)
        {
            json.WriteMeasure(name, number);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    // A file may hold anything under this name; what is no JSON is shown as text.
    private static JsonElement? Parsed(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
