using System.Text.Json;

namespace Descent.Cli.Explanations;

/// <summary>Writes the facts of a catalogue entry as JSON.</summary>
internal static class EntryJson
{
    public static void Write(Utf8JsonWriter json, CatalogueEntry entry)
    {
        json.WriteString("name", entry.Name);
        json.WriteString("kind", Kinds.Word(entry.Kind));
        json.WriteString("formula", entry.Formula);
        json.WriteTexts("options", entry.Options.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        json.WriteString("use", entry.Use);
        json.WriteString("limits", entry.Limits);
        json.WriteString("source", entry.Source);
    }
}
