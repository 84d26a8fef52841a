#:project ../src/Descent.Formats/Descent.Formats.csproj
using Descent;
using Descent.Data;
using Descent.Formats;

// Train on a table. Everything but the target is optional.
Table iris = Table.Read("samples/data/iris.csv");
TableTraining training = TableTrainer.Train(iris, ["species"], new TableOptions
{
    Schema = new SchemaOptions { Kinds = new Dictionary<string, ColumnKind> { ["petal_width"] = ColumnKind.Numeric } },
    Recipe = new RealMlpRecipe(),
    TestFraction = 0.25,
    Seed = 7,
});

// The result: the decisions, the recipes that were tried, the scores on the held-out rows, and a diagnosis of the fit.
foreach (Notice notice in training.Notices)
{
    Console.WriteLine(notice);
}

foreach (RecipeTrial trial in training.Trials)
{
    Console.WriteLine($"{trial.Recipe}: loss {trial.Loss:F4}, share {trial.Weight:P0}, {trial.Networks} networks");
}

foreach ((string name, double score) in training.Evaluation!.Scores)
{
    Console.WriteLine($"{name} {score:F4} on {training.TestRows} rows");
}

Console.WriteLine($"{training.Diagnosis.Verdict}: {training.Diagnosis.Reason}");

// Save, load, and predict one row. It is a table of one row, whose columns are found by name.
Directory.CreateDirectory("runs");
ModelFile.Save("runs/iris.safetensors", training.Model);
TableModel model = ModelFile.Load("runs/iris.safetensors");
Table flower = Table.Create(
    TableColumn.Of("petal_length", [4.7]),
    TableColumn.Of("petal_width", [1.4]),
    TableColumn.Of("sepal_length", [6.1]),
    TableColumn.Of("sepal_width", [2.9]));
List<Notice> doubts = [];
TablePrediction prediction = model.Predict(flower, doubts);
Console.WriteLine($"{prediction.Label(0)}, {doubts.Count} doubts");
foreach ((string name, double probability) in prediction.ProbabilityNames.Zip(prediction.Probabilities(0)))
{
    Console.WriteLine($"{name} {probability:P1}");
}

// The same for a number, with an interval that contains the true value in 90 of 100 cases.
TableModel widths = TableTrainer.Train(iris, ["petal_width"], new TableOptions { Recipe = new LinearRecipe() }).Model;
TablePrediction width = widths.Predict(Table.Create(["sepal_length", "sepal_width", "petal_length", "species"], [["6.1"], ["2.9"], ["4.7"], ["versicolor"]]));
(double lower, double upper) = width.Interval(0, level: 0.9);
Console.WriteLine($"petal width {width.Number(0):F2}, from {lower:F2} to {upper:F2}");
