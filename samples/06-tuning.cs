#:project ../src/Descent.Tuning/Descent.Tuning.csproj
using Descent;
using Descent.Data;
using Descent.Tuning;

// Every trial is a cross-validation of the training rows, with other settings.
TableTuner tuner = new(
    Table.Read("samples/data/iris.csv"),
    ["species"],
    new TableOptions { Epochs = 100, Seed = 1 },
    SearchSpace.Parse("learning-rate=log(1e-3,1e-1); layers=choice(none;16;32,32)"),
    new TableTuningOptions { Trials = 20, Pruner = new PercentilePruner() });
TableTuning result = tuner.Run();
Console.WriteLine($"{result}, optimism {result.Optimism:F4}");

// The model was trained with the best settings on all training rows, and the test rows were evaluated once.
TableModel model = result.Training.Model;
Console.WriteLine($"{model.ParameterCount} parameters, {result.Training}");

// A trial is computed again to the same bits.
Console.WriteLine(tuner.Repeat(result.Best.Number).SequenceEqual(TableTuner.ScoresOf(result.Best)));
