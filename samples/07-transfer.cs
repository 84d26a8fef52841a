#:project ../src/Descent/Descent.csproj
using Descent;
using Descent.Data;

float[,] inputs = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }, xor = { { 0 }, { 1 }, { 1 }, { 0 } }, and = { { 0 }, { 0 }, { 0 }, { 1 } };
Network network = [new Dense(8, new Tanh()), new Dense(8, new Tanh()), new Dense(1, new Sigmoid())];
Model<float> model = network.Build<float>(inputs: 2, seed: 1);
model.Fit(Dataset.Create(inputs, xor), new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.05), Epochs = 300 });

Model<float> other = model.WithHead([new Dense(1, new Sigmoid())]);
other.Fit(Dataset.Create(inputs, and), new TrainingOptions
{
    Loss = new BinaryCrossEntropy(),
    Optimizer = new Adam(0.05),
    Epochs = 100,
    WarmStart = true,
    Groups = other.LayerGroups(frozen: 2, rateFactor: 1 / 2.6, unfreezeEvery: 20),
});
Console.WriteLine($"1 and 1 = {other.Predict([1, 1])[0]:F3}");
