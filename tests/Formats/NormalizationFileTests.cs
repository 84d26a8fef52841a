using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;

namespace Descent.Tests.Formats;

/// <summary>Normalization, dropout and AdamW survive JSON and model files, running statistics included.</summary>
public class NormalizationFileTests
{
    private static readonly Network s_network =
    [
        new GaussianNoise(0.05), new Dense(6), new BatchNormalization(0.2, 1e-4), new Relu(), new Dropout(0.2), new Dense(5), new LayerNormalization(1e-3), new Tanh(), new Dropout(0.1, PerBatch: true), new Dense(1),
    ];

    [Fact]
    public void DescriptionsSurviveJson()
    {
        Assert.Equal(s_network, Catalogue.NetworkFromJson(Catalogue.ToJson(s_network)));
        Optimizer optimizer = new AdamW(0.01, 0.3, 0.8, 0.99, 1e-6, AllParameters: true);
        Assert.Equal(optimizer, Catalogue.FromJson<Optimizer>(Catalogue.ToJson(optimizer)));
        Assert.Equal(new Dropout(0.25, PerBatch: true), Catalogue.Parse<Layer>("dropout:rate=0.25,perBatch=true"));
        Assert.Equal(new AdamW(WeightDecay: 0.5), Catalogue.Parse<Optimizer>("adamw:weightDecay=0.5"));
        Assert.Throws<FormatException>(() => Catalogue.Parse<Layer>("dropout:rate=1"));
    }

    [Fact]
    public void ModelFilesKeepRunningStatistics()
    {
        Table table = Table.Create(["x", "y"], [[.. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{0.37 * (i * 7 % 60)}"))], [.. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{0.5 + (i * 7 % 60 * (i * 7 % 60) * 0.013)}"))]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [.. Enumerable.Range(0, 60)]);
        Model<float> model = s_network.Build<float>(preprocessor.InputNames.Count, 4);
        model.Fit(preprocessor.Transform<float>(table, [.. Enumerable.Range(0, 60)]), new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new AdamW(0.01), BatchSize = 16, Epochs = 5 });
        Assert.All(model.GetParameter("layers.2.running_mean"), value => Assert.NotEqual(0, value));
        Assert.All(model.GetParameter("layers.2.running_variance"), value => Assert.NotEqual(1, value));

        using TemporaryFolder folder = new();
        ModelFile.Save(folder["model.safetensors"], new TableModel(model, preprocessor));
        Model<float> again = ModelFile.Load(folder["model.safetensors"]).Model;
        Assert.All(model.Parameters, p => Assert.Equal(model.GetParameter(p.Name), again.GetParameter(p.Name)));
        float[] inputs = preprocessor.TransformInputs<float>(table);
        Assert.Equal(model.Predict(inputs), again.Predict(inputs));
    }
}
