using System.Globalization;
using Descent.Activations;
using Descent.Cli.Reports;
using Descent.Layers;
using Descent.Models;
using Descent.Steps;

namespace Descent.Cli.Runs;

/// <summary>The layers of a model as people count them: every dense layer with the activation that follows it.</summary>
internal static class NetworkShape
{
    private const string Linear = "linear";

    /// <summary>Columns for a drawing, the inputs first.</summary>
    public static IReadOnlyList<NetworkColumn> Columns(Model<float> model) =>
        [new(model.Inputs == 1 ? "input" : "inputs", model.Inputs), .. Groups(model).Select(group => new NetworkColumn(group.Name + group.Times, group.Units))];

    /// <summary>Rows for a table.</summary>
    public static IReadOnlyList<LayerRow> Rows(Model<float> model)
    {
        List<LayerRow> rows = [];
        foreach (Group group in Groups(model))
        {
            rows.Add(new LayerRow((group.IsDense ? $"dense, {group.Name}" : group.Name) + group.Times, string.Create(CultureInfo.InvariantCulture, $"{group.Inputs} → {group.Units}"), group.Parameters));
        }

        return rows;
    }

    private static List<Group> Groups(Model<float> model)
    {
        List<Group> groups = [];
        int width = model.Inputs, members = 1;
        ILookup<int, NetworkStep> steps = model.Steps.Steps.ToLookup(step => step.Layer);

        // Members are the mean of the layers inside of them, which follow in the list: so they are shown last.
        foreach ((int index, Layer layer) in model.Steps.Layers.Index().OrderBy(layer => layer.Item is Members))
        {
            long parameters = steps[index].SelectMany(step => step.Parameters).Where(p => p.Trains).Sum(p => (long)p.Count);

            // What a concatenation reads are the ends of its branches, which stand below it.
            int inputs = (layer is Members ? steps[index].LastOrDefault() : steps[index].FirstOrDefault()) is { } first and not ConcatenateStep ? first.Input.Width : width;
            Value? output = steps[index].LastOrDefault()?.Output;
            width = output?.Width ?? width;
            members = output?.Members ?? members;
            if (layer is Activation && groups is [.., { IsDense: true, Name: Linear } dense])
            {
                groups[^1] = dense with { Name = Catalogue.NameOf(layer), Parameters = dense.Parameters + parameters };
            }
            else
            {
                groups.Add(new Group(layer is Dense ? Linear : Catalogue.NameOf(layer), inputs, width, members, parameters, layer is Dense));
            }
        }

        return groups;
    }

    private sealed record Group(string Name, int Inputs, int Units, int Members, long Parameters, bool IsDense)
    {
        public string Times => Members == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Members} times");
    }
}
