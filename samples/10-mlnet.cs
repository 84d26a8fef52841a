#:project ../src/Descent.Sources.MLNet/Descent.Sources.MLNet.csproj
using Descent;
using Descent.Data;
using Descent.Sources.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

MLContext context = new(seed: 1);
IDataView flowers = context.Data.LoadFromTextFile<Flower>("samples/data/iris.csv", separatorChar: ',', hasHeader: true);
DataOperationsCatalog.TrainTestData split = context.Data.TrainTestSplit(flowers, testFraction: 0.3, seed: 1);

// Descent as the trainer of a pipeline, evaluated by ML.NET.
EstimatorChain<DescentTransformer> pipeline = context.Transforms.Conversion.MapValueToKey("Species")
    .Append(context.MulticlassClassification.Trainers.Descent("Species", ["SepalLength", "SepalWidth", "PetalLength", "PetalWidth"], options: new TableOptions { Effort = Effort.Quick }));
TransformerChain<DescentTransformer> trained = pipeline.Fit(split.TrainSet);
MulticlassClassificationMetrics metrics = context.MulticlassClassification.Evaluate(trained.Transform(split.TestSet), "Species");
Console.WriteLine($"accuracy {metrics.MicroAccuracy:F3}, log loss {metrics.LogLoss:F3}");

// The model is saved as a file of Descent, for the tool and all other uses.
string path = Path.Combine(Path.GetTempPath(), "flowers.safetensors");
trained.LastTransformer.Save(path);
IDataView predicted = DescentTransformer.Load(path).Transform(split.TestSet);
Console.WriteLine(string.Join(", ", predicted.Schema.Select(column => column.Name)));

// A data view is a table as well.
Table table = flowers.ToTable(["PetalLength", "Species"]);
Console.WriteLine($"{table.Rows} rows: {string.Join(", ", table.Columns)}");

internal sealed class Flower
{
    [LoadColumn(0)]
    public float SepalLength { get; set; }

    [LoadColumn(1)]
    public float SepalWidth { get; set; }

    [LoadColumn(2)]
    public float PetalLength { get; set; }

    [LoadColumn(3)]
    public float PetalWidth { get; set; }

    [LoadColumn(4)]
    public string Species { get; set; } = "";
}
