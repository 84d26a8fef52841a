#:project ../src/Descent/Descent.csproj
using Descent;
using Descent.Data;

Table iris = Table.Read("samples/data/iris.csv");
TableTraining training = TableTrainer.Train(iris, ["species"]);
Console.WriteLine($"accuracy {training.Evaluation!.Scores["accuracy"]:F4} on flowers that training never saw; the first is {training.Model.Predict(iris).Label(0)}");
