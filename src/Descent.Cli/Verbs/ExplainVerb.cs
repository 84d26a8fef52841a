using System.CommandLine;
using System.Text.Json;
using Descent.Cli.Explanations;
using Descent.Cli.Screens;
using Descent.Data.Schemas;

namespace Descent.Cli.Verbs;

/// <summary>Explains one thing from the catalogue, with a drawing where there is something to draw.</summary>
internal sealed class ExplainVerb : Verb
{
    // Side by side when both fit; wider drawings would only be flatter.
    private const int WidestPage = 80, NarrowestPair = 70, WidestPlot = 60, JsonPoints = 41;
    private const string Gap = "  ";

    private readonly Argument<string> name = new("NAME[:OPTION=VALUE,…]") { Description = "Such as swish, adam, leaky_relu:slope=0.2 or \"cosine(0.1, epochs=50)\"; descent list shows all." };

    public ExplainVerb()
        : base("explain", "Explains an activation, loss, optimizer …: its formula, its options, when to use it, and what to mind.") => Arguments.Add(name);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("explain swish", "An activation, with its curve and its derivative:"),
        new("explain leaky_relu:slope=0.2", "With other options than the usual ones:"),
        new("explain step_schedule", "A learning rate over 50 epochs:"),
    ];

    public override int Run(Call call)
    {
        string text = call.Value(name)!;
        string wanted = Catalogue.Find(text) is null ? text.Split([':', '(', ' '], 2)[0] : text;
        CatalogueEntry entry = Catalogue.Find(wanted)
            ?? throw new UsageException($"Nothing is called '{wanted}'. {ClosestNames.Hint(wanted, [.. Catalogue.Entries.Select(known => known.Name)])} (descent list shows all.)");
        object thing = text.Length > wanted.Length ? Kinds.Parse(entry.Kind, text) : entry.Example;
        IReadOnlyList<TextPlot> plots = UsageException.Checked(() => Curves.Of(thing));
        if (call.Json)
        {
            call.WriteJson(json => Write(json, entry, thing, plots));
        }
        else
        {
            Write(call.Answer, entry, thing, plots);
        }

        return ExitCode.Ok;
    }

    private static void Write(Screen screen, CatalogueEntry entry, object thing, IReadOnlyList<TextPlot> plots)
    {
        screen.Line(entry.Name, Ink.Bold);
        (string Name, string Value)[] facts =
        [
            ("kind", Kinds.Word(entry.Kind)), ("formula", entry.Formula), ("options", entry.Options.Length > 0 ? entry.Options : "none"),
            ("use", entry.Use), ("limits", entry.Limits), ("source", entry.Source), ("as JSON", Kinds.Json(thing) ?? ""),
        ];
        foreach ((string fact, string value) in facts.Where(fact => fact.Value.Length > 0))
        {
            screen.Fact(fact, value);
        }

        int width = Math.Min(screen.Width, WidestPage);
        bool pair = plots.Count == 2 && width >= NarrowestPair;
        string[][] drawings = [.. plots.Select(plot => plot.Lines(pair ? (width - Gap.Length) / 2 : Math.Min(width, WidestPlot), screen.Terminal.Unicode).ToArray())];
        if (pair)
        {
            drawings = [[.. drawings[0].Zip(drawings[1], (left, right) => left + Gap + right)]];
        }

        foreach (string[] drawing in drawings)
        {
            screen.Line();
            foreach (string line in drawing)
            {
                screen.Line(line.TrimEnd());
            }
        }
    }

    private static void Write(Utf8JsonWriter json, CatalogueEntry entry, object thing, IReadOnlyList<TextPlot> plots)
    {
        EntryJson.Write(json, entry);
        if (Kinds.Json(thing) is { } description)
        {
            json.WritePropertyName("description");
            using JsonDocument document = JsonDocument.Parse(description);
            document.RootElement.WriteTo(json);
        }
        else
        {
            json.WriteNull("description");
        }

        json.WriteStartArray("curves");
        foreach (TextPlot plot in plots)
        {
            json.WriteStartObject();
            json.WriteString("title", plot.Title);
            json.WriteStartArray("points");
            foreach ((double x, double y) in plot.Points(JsonPoints))
            {
                json.WriteStartObject();
                json.WriteMeasure("x", x);
                json.WriteMeasure("y", y);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
