#:project ../src/Descent/Descent.csproj
using Descent;
using Descent.Data;

Table table = Table.Read("samples/data/iris.csv");
Schema schema = Schema.Infer(table, ["species"]);
(int[] train, int[] test) = Split.For(table, schema, test: 0.2, seed: 1);
Preprocessor preprocessor = Preprocessor.Fit(table, schema, train);

Network network = [new Dense(12, new PRelu()), new Dense(12, new PRelu()), new Dense(3, new Softmax())];
Model<float> model = network.Build<float>(preprocessor.InputNames.Count, seed: 1);
model.Fit(preprocessor.Transform<float>(table, train), new TrainingOptions { Loss = new CategoricalCrossEntropy(), Optimizer = new Adam(0.01), Epochs = 50 });

TableEvaluation evaluation = TableEvaluation.Of(new TableModel(model, preprocessor), table.Select(test));
Console.WriteLine($"accuracy {evaluation.Scores["accuracy"]:F4} on {test.Length} flowers that training never saw");
