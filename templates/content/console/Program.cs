using Descent;
using Descent.Data;
using Descent.Formats;

// dotnet run -- FILE TARGET: any CSV file, and the name of the column to predict.
(string file, string target) = args is [string ownFile, string ownTarget] ? (ownFile, ownTarget) : ("iris.csv", "species");
try
{
    // Kinds of columns, missing values, scaling and the network are derived from the data. A fifth of the rows is held out to evaluate the model.
    Table table = Table.Read(file);
    TableTraining training = TableTrainer.Train(table, [target], new TableOptions { Effort = Effort.Quick });
    Console.WriteLine(training);
    foreach (Notice notice in training.Notices.Where(notice => notice.Severity == Severity.Warning))
    {
        Console.WriteLine(notice);
    }

    // The model is one file with its preprocessing. It predicts any table with the same columns.
    training.Model.Save("model.safetensors");
    TableModel model = TableModel.Load("model.safetensors");
    TablePrediction predictions = model.Predict(table);
    for (int row = 0; row < Math.Min(3, table.Rows); row++)
    {
        Console.WriteLine($"row {row + 1}: {predictions.Predictions(row)[0]}, in the file: {table[row, target]}");
    }

    return 0;
}
catch (DataException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}
