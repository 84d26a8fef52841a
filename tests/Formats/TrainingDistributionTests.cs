using System.Text;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Serve;

namespace Descent.Tests.Formats;

/// <summary>The distribution of the training rows in model files, with which later rows are compared.</summary>
public class TrainingDistributionTests
{
    [Fact]
    public void TrainingKeepsItAndFilesHaveIt()
    {
        Table table = Table.Parse(TinyModels.Csv);
        TableModel model = TableTrainer.Train(table, ["kind"], new TableOptions { Epochs = 2, Layers = [4], TestFraction = 0.2 }).Model;
        IReadOnlyList<ColumnDistribution> features = Assert.IsAssignableFrom<IReadOnlyList<ColumnDistribution>>(model.Training!.Features);
        Assert.Equal(model.Preprocessor.Schema.Features.Select(column => column.Name), features.Select(column => column.Name));
        Assert.All(features, column => Assert.Equal(features[0].Counts.Sum() + features[0].Missing, column.Counts.Sum() + column.Missing));
        IReadOnlyList<ColumnDistribution> read = ModelFile.Load(Bytes(model)).Training!.Features!;
        Assert.Equal(features.Select(Text), read.Select(Text));
    }

    [Fact]
    public void FilesWithoutItAreReadAndThoseOfOtherColumnsAreNot()
    {
        TableModel model = TinyModels.Model("regression");
        // Files of earlier versions do not have the member.
        byte[] old = Bytes(new TableModel(model.Members, model.Preprocessor) { Training = model.Training! with { Features = null } });
        Assert.DoesNotContain("features", Encoding.Latin1.GetString(old), StringComparison.Ordinal);
        TableModel read = ModelFile.Load(old);
        Assert.Null(read.Training!.Features);
        Assert.All(new DriftMonitor(read.Preprocessor, read.Training.Features).Compare(), column => Assert.Null(column.HasDrifted));
        foreach (IReadOnlyList<ColumnDistribution> wrong in (IReadOnlyList<ColumnDistribution>[])[[], [.. model.Training.Features!.Reverse()], [.. model.Training.Features!.Select(column => column with { Counts = [1] })], [.. model.Training.Features!.Select(column => column with { Missing = -1 })]])
        {
            byte[] bytes = Bytes(new TableModel(model.Members, model.Preprocessor) { Training = model.Training with { Features = wrong } });
            Assert.Contains("summary of its training rows", Assert.Throws<ModelFileException>(() => ModelFile.Load(bytes)).Message, StringComparison.Ordinal);
        }
    }

    private static string Text(ColumnDistribution column) => $"{column.Name}: {string.Join(' ', column.Edges)} | {string.Join(' ', column.Counts)} | {column.Missing}";

    private static byte[] Bytes(TableModel model)
    {
        using MemoryStream stream = new();
        ModelFile.Save(stream, model);
        return stream.ToArray();
    }
}
