using System.CommandLine;
using Descent.Data.Tables;
using Descent.Training;

namespace Descent.Cli.Verbs;

/// <summary>Trains a network on a table, judges it on rows it never saw, and saves it.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string> data = new("DATA") { Description = "A CSV file, plain or gzip, or - for standard input." };
    private readonly Option<string> target = new("--target") { Description = "The column to predict; several are separated by commas.", HelpName = "COL[,COL]", Required = true };

    public TrainVerb()
        : base("train", "Trains a network on a table, judges it on rows it never saw, and saves it.")
    {
        Arguments.Add(data);
        Options.Add(target);
    }

    public override IReadOnlyList<Example> Examples { get; } = [new("train iris.csv --target species", "Everything decided from the data:")];

    public override int Run(Call call)
    {
        TableTraining training = TableTrainer.Train(Table.Read(call.Value(data)!), [call.Value(target)!], new TableOptions { Seed = call.Seed }, call.Cancellation);
        foreach ((string name, double value) in training.Evaluation!.Scores)
        {
            call.Answer.Line($"{name} {value}");
        }

        return ExitCode.Ok;
    }
}
