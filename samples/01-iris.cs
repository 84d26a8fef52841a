#:project ../src/Descent/Descent.csproj
using Descent;
using Descent.Data;

// The kind of every column is inferred from the table.
Table iris = Table.Read("samples/data/iris.csv");

// A fifth of the rows is held out. Several kinds of networks are trained on the others and averaged.
TableTraining training = TableTrainer.Train(iris, ["species"]);

// The scores are those of the held-out rows. The model predicts whole tables or single rows.
Console.WriteLine($"accuracy {training.Evaluation!.Scores["accuracy"]:F4} on flowers that training never saw; the first is {training.Model.Predict(iris).Label(0)}");
