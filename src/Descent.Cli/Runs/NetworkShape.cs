namespace Descent.Cli.Runs;

/// <summary>The layers of a model as they are usually counted: every dense layer together with the activation after it.</summary>
internal static class NetworkShape
{
    private const string Linear = "linear";

    public static IReadOnlyList<NetworkColumn> Columns(Model<float> model) =>
        [new(model.Inputs == 1 ? "input" : "inputs", model.Inputs), .. Groups(model).Select(group => new NetworkColumn(group.Name + group.Times, group.Units))];

    public static IReadOnlyList<LayerRow> Rows(Model<float> model) =>
        [.. Groups(model).Select(group => new LayerRow((group.IsDense ? $"dense, {group.Name}" : group.Name) + group.Times, $"{group.Inputs} → {group.Units}", group.Parameters))];

    private static List<Group> Groups(Model<float> model)
    {
        List<Group> groups = [];
        foreach (LayerShape shape in model.Layers)
        {
            string name = Catalogue.NameOf(shape.Layer);
            if (shape.Layer is Activation && groups is [.., { IsDense: true, Name: Linear } dense] && shape.Source == dense.Index)
            {
                groups[^1] = dense with { Name = name, Parameters = dense.Parameters + shape.Parameters };
            }
            else
            {
                groups.Add(new Group(shape.Index, shape.Layer is Dense ? Linear : name, shape.Inputs, shape.Outputs, shape.Members, shape.Parameters, shape.Layer is Dense));
            }
        }

        return groups;
    }

    private sealed record Group(int Index, string Name, int Inputs, int Units, int Members, long Parameters, bool IsDense)
    {
        public string Times => Members == 1 ? "" : $", {Members} times";
    }
}
