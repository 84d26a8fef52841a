using Descent.Data;

namespace Descent.Playground;

/// <summary>A problem with a known rule, whose rows are computed.</summary>
/// <param name="Name">Its name in a link.</param>
/// <param name="Title">Its name on the page.</param>
/// <param name="Text">What makes it easy or hard.</param>
/// <param name="Task">What is predicted.</param>
/// <param name="Rows">The usual number of rows.</param>
/// <param name="Noise">The usual noise.</param>
/// <param name="Ceiling">The best score that any network can reach on unseen rows with the usual noise; empty if it is not known.</param>
/// <param name="Make">Computes rows from a number of rows, a seed and a noise.</param>
internal sealed record ToyProblem(string Name, string Title, string Text, TaskKind Task, int Rows, double Noise, string Ceiling, Func<int, ulong, double, SyntheticData<double>> Make)
{
    public static IReadOnlyList<ToyProblem> All { get; } =
    [
        new("circles", "Circles", "A ring around another. No straight line separates them, but three neurons do.", TaskKind.Binary, 400, 0.1, "", (rows, seed, noise) => ToyTasks.Circles<double>(rows, seed, noise)),
        new("xor", "XOR", "Opposite corners belong together. A network without hidden layer cannot learn it.", TaskKind.Binary, 400, 0.2, "", ToyTasks.Xor<double>),
        new("moons", "Moons", "Two half circles that reach into each other.", TaskKind.Binary, 400, 0.1, "", (rows, seed, noise) => ToyTasks.Moons<double>(rows, seed, noise)),
        new("spirals", "Spirals", "Two spirals around each other: the classic hard case for a small network.", TaskKind.Binary, 600, 0.02, "", (rows, seed, noise) => ToyTasks.Spirals<double>(rows, seed, noise)),
        new("gaussians", "Gaussians", "Three clouds, so three classes and a softmax.", TaskKind.Multiclass, 450, 0.3, "", (rows, seed, noise) => ToyTasks.Gaussians<double>(rows, seed, noise)),
        new("multilabel", "Three rules", "Three yes-or-no rules over four inputs, several of which may hold at once.", TaskKind.Multilabel, 2000, 0.2, "about 98.7, 97.9 and 97.5 % of the three rules with unlimited rows", FormulaTasks.Multilabel<double>),
        new("multiclass", "Boxes", "Three boxes in four dimensions that overlap.", TaskKind.Multiclass, 2000, 0.2, "about 95.5 % of the rows", FormulaTasks.Multiclass<double>),
        new("regression", "Polynomials", "Three polynomials of four inputs, with noise on the inputs.", TaskKind.Regression, 2000, 0.2, "R² of about 0.9937", FormulaTasks.Regression<double>),
    ];

    public static ToyProblem? Find(string name) => All.FirstOrDefault(toy => toy.Name == name);

    /// <summary>Makes the rows as a table, so that they are prepared as any other table is.</summary>
    public PlayProblem Problem(int rows, ulong seed, double noise)
    {
        SyntheticData<double> made = Make(rows, seed, noise);
        Dataset<double> data = made.Data;
        List<TableColumn> columns = [.. made.InputNames.Select((name, column) => TableColumn.Of(name, Column(data.Inputs, data.InputColumns, column)))];
        string[] targets = Task is TaskKind.Multiclass or TaskKind.Binary ? ["class"] : [.. made.OutputNames];
        columns.AddRange(Task switch
        {
            TaskKind.Multiclass => [TableColumn.Of("class", Enumerable.Range(0, rows).Select(row => Label(Enumerable.Range(0, data.TargetColumns).MaxBy(column => data.Targets.Span[(row * data.TargetColumns) + column]))))],
            TaskKind.Binary => [TableColumn.Of("class", Column(data.Targets, 1, 0).Select(value => Label((int)value)))],
            TaskKind.Multilabel => targets.Select((name, column) => TableColumn.Of(name, Column(data.Targets, data.TargetColumns, column).Select(value => value > 0 ? "yes" : "no"))),
            _ => targets.Select((name, column) => TableColumn.Of(name, Column(data.Targets, data.TargetColumns, column))),
        });
        return new PlayProblem(Title, Table.Create([.. columns]), targets, NumericInputs(made.InputNames, Task), Ceiling);
    }

    /// <summary>Makes a problem of drawn points.</summary>
    /// <param name="points">x, y and the class, one after the other.</param>
    public static PlayProblem OfPoints(IReadOnlyList<double> points)
    {
        int rows = points.Count / 3;
        int[] classes = [.. Enumerable.Range(0, rows).Select(row => (int)points[(3 * row) + 2])];
        int different = classes.Distinct().Count();
        if (rows < 10 || different < 2)
        {
            throw new DataException("Draw at least ten points of at least two classes.");
        }

        Table table = Table.Create(
            TableColumn.Of("x", Enumerable.Range(0, rows).Select(row => points[3 * row])),
            TableColumn.Of("y", Enumerable.Range(0, rows).Select(row => points[(3 * row) + 1])),
            TableColumn.Of("class", classes.Select(Label)));
        return new PlayProblem("Drawn points", table, ["class"], NumericInputs(["x", "y"], different == 2 ? TaskKind.Binary : TaskKind.Multiclass), "") { Reach = 1.5 };
    }

    private static SchemaOptions NumericInputs(IEnumerable<string> names, TaskKind task) => new() { Task = task, Kinds = names.ToDictionary(name => name, _ => ColumnKind.Numeric, StringComparer.Ordinal) };

    private static string Label(int number) => $"{number}";

    private static IEnumerable<double> Column(ReadOnlyMemory<double> values, int columns, int column)
    {
        for (int at = column; at < values.Length; at += columns)
        {
            yield return values.Span[at];
        }
    }
}
