using System.Globalization;
using Descent.Activations;
using Descent.Cli.Reports;
using Descent.Layers;
using Descent.Models;

namespace Descent.Cli.Runs;

/// <summary>The layers of a model as people count them: every dense layer with the activation that follows it.</summary>
internal static class NetworkShape
{
    /// <summary>Columns for a drawing, the inputs first.</summary>
    public static IReadOnlyList<NetworkColumn> Columns(Model<float> model) =>
        [new(model.Inputs == 1 ? "input" : "inputs", model.Inputs), .. Groups(model).Select(group => new NetworkColumn(group.Name, group.Units))];

    /// <summary>Rows for a table.</summary>
    public static IReadOnlyList<LayerRow> Rows(Model<float> model)
    {
        List<LayerRow> rows = [];
        int width = model.Inputs;
        foreach ((string name, int units, long parameters) in Groups(model))
        {
            rows.Add(new LayerRow($"dense, {name}", string.Create(CultureInfo.InvariantCulture, $"{width} → {units}"), parameters));
            width = units;
        }

        return rows;
    }

    private static List<(string Name, int Units, long Parameters)> Groups(Model<float> model)
    {
        List<(string Name, int Units, long Parameters)> groups = [];
        int index = 0, width = model.Inputs;
        foreach (Layer layer in model.Network)
        {
            int span = layer is Dense { Activation: not null } ? 2 : 1;
            long parameters = Enumerable.Range(index, span).Sum(i => Parameters(model, i));
            index += span;
            if (layer is Dense dense)
            {
                groups.Add((dense.Activation is { } own ? Catalogue.NameOf(own) : "linear", width = dense.Units, parameters));
            }
            else if (layer is Activation && groups.Count > 0 && groups[^1].Name == "linear")
            {
                groups[^1] = (Catalogue.NameOf(layer), groups[^1].Units, groups[^1].Parameters + parameters);
            }
            else
            {
                groups.Add((Catalogue.NameOf(layer), width, parameters));
            }
        }

        return groups;
    }

    private static long Parameters(Model<float> model, int layer) =>
        model.Parameters.Where(p => p.Trains && p.Name.StartsWith(string.Create(CultureInfo.InvariantCulture, $"layers.{layer}."), StringComparison.Ordinal)).Sum(p => (long)p.Count);
}
