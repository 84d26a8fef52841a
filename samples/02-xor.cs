#:project ../src/Descent/Descent.csproj
using Descent;
using Descent.Data;

float[,] inputs = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }, targets = { { 0 }, { 1 }, { 1 }, { 0 } };
Network network = [new Dense(8, new Tanh()), new Dense(1, new Sigmoid())];
Model<float> model = network.Build<float>(inputs: 2, seed: 1);
model.Fit(Dataset.Create(inputs, targets), new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.05), Epochs = 500 });

Console.Write(model.Summary());
Console.Write(model.Explain(batchSize: 4, new BinaryCrossEntropy()));
float[,] outputs = model.Predict(inputs);
for (int row = 0; row < 4; row++)
{
    Console.WriteLine($"{inputs[row, 0]} xor {inputs[row, 1]} = {outputs[row, 0]:F3}");
}
