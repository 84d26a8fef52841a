using System.Text.Json;

namespace Descent.Cli.Explanations;

/// <summary>Writes the facts of a catalogue entry as JSON.</summary>
internal static class EntryJson
{
    private const int Points = 41;

    /// <summary>What its row says.</summary>
    public static void Write(Utf8JsonWriter json, CatalogueEntry entry) => Write(json, entry, Formula.Of(entry, entry.Example));

    private static void Write(Utf8JsonWriter json, CatalogueEntry entry, Formula formula)
    {
        json.WriteString("name", entry.Name);
        json.WriteString("kind", Kinds.Word(entry.Kind));
        json.WriteString("formula", formula.Text);
        json.WriteString("where", formula.Where);
        json.WriteString("range", entry.Facts.Range);
        json.WriteTexts("options", Entry.OptionsOf(entry));
        json.WriteString("use", entry.Use);
        json.WriteString("limits", entry.Limits);
        json.WriteStartObject("variants");
        foreach ((string who, string what) in Entry.VariantsOf(entry))
        {
            json.WriteString(who, what);
        }

        json.WriteEndObject();
        json.WriteString("source", entry.Source);
    }

    /// <summary>The same with spellings, curves and, for a metric, an example.</summary>
    public static void Write(Utf8JsonWriter json, Entry entry)
    {
        Write(json, entry.Row, entry.Formula);
        json.WriteStartObject("otherFormulas");
        foreach ((string option, Formula formula) in entry.Others)
        {
            json.WriteString(option, formula.Text);
        }

        json.WriteEndObject();
        json.WriteString("csharp", entry.Spelling.CSharp);
        json.WriteString("commandLine", entry.Spelling.CommandLine);
        json.WritePropertyName("description");
        if (entry.Spelling.Json is { } description)
        {
            using JsonDocument document = JsonDocument.Parse(description);
            document.RootElement.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        WriteCurves(json, entry.Drawing);
        if (entry.Example is { } example)
        {
            json.WriteStartObject("example");
            json.WriteString("form", $"{example.Form}");
            json.WriteTexts("wanted", example.Rows.Select(row => row.Wanted));
            json.WriteTexts("given", example.Rows.Select(row => row.Given));
            json.WriteMeasure("value", example.Value);
            json.WriteBoolean("higherIsBetter", example.HigherIsBetter);
            json.WriteEndObject();
        }
    }

    private static void WriteCurves(Utf8JsonWriter json, Drawing? drawing)
    {
        json.WriteStartArray("curves");
        foreach (FunctionCurve curve in drawing?.Curves ?? [])
        {
            json.WriteStartObject();
            json.WriteString("title", curve.Title);
            json.WriteStartArray("points");
            for (int i = 0; i < Points; i++)
            {
                double x = drawing!.Low + ((drawing.High - drawing.Low) * i / (Points - 1));
                json.WriteStartObject();
                json.WriteMeasure("x", x);
                json.WriteMeasure("y", curve.At(x));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("curvesRemark", drawing?.Remark);
    }
}
