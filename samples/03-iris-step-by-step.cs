#:project ../src/Descent/Descent.csproj
using Descent;
using Descent.Data;

// Read a table, infer what its columns mean, and hold out a fifth of the rows.
Table table = Table.Read("samples/data/iris.csv");
Schema schema = Schema.Infer(table, ["species"]);
(int[] train, int[] test) = Split.For(table, schema, test: 0.2, seed: 1);

// The preprocessing, such as standardization, is fitted on the training rows only.
Preprocessor preprocessor = Preprocessor.Fit(table, schema, train);

// Two hidden layers and an output for each of the three species. No layer repeats the width of the one before.
Network network = [new Dense(12, new PRelu()), new Dense(12, new PRelu()), new Dense(3, new Softmax())];

// The seed draws the initial weights.
Model<float> model = network.Build<float>(preprocessor.InputNames.Count, seed: 1);
model.Fit(preprocessor.Transform<float>(table, train), new TrainingOptions { Loss = new CategoricalCrossEntropy(), Optimizer = new Adam(0.01), Epochs = 50 });

// A TableModel contains the preprocessing and the network, so it takes tables.
TableEvaluation evaluation = TableEvaluation.Of(new TableModel(model, preprocessor), table.Select(test));
Console.WriteLine($"accuracy {evaluation.Scores["accuracy"]:F4} on {test.Length} flowers that training never saw");
