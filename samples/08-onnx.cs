#:project ../src/Descent.Formats.Onnx/Descent.Formats.Onnx.csproj
using Descent;
using Descent.Data;
using Descent.Formats;
using Descent.Formats.Onnx;

// A model for tables becomes a graph from the columns of the table to the predictions.
Table iris = Table.Read("samples/data/iris.csv");
TableModel model = TableTrainer.Train(iris, ["species"], new TableOptions { Effort = Effort.Quick }).Model;
OnnxSignature signature = model.SaveOnnx(Path.Combine(Path.GetTempPath(), "iris.onnx"));
Console.WriteLine($"{string.Join(", ", signature.Inputs.Select(input => input.Name))} → {string.Join(", ", signature.Outputs.Select(output => output.Name))}");

// A network alone is written and read as it is.
Network network = [new Dense(8, new Gelu()), new Dense(1, new Sigmoid())];
Model<float> small = network.Build<float>(inputs: 2, seed: 1);
ImportedNetwork again = OnnxModel.Load(small.ToOnnx(opset: 15));
Console.WriteLine($"{again.Model.Network}: {again.Model.Predict([1, 2])[0]:F4} = {small.Predict([1, 2])[0]:F4}");
