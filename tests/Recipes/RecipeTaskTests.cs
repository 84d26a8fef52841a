using Descent.Data;

namespace Descent.Tests.Recipes;

/// <summary>Every recipe on every kind of task, with what tables bring: missing values, weights of rows and classes, several targets. Each must beat the guess that looks at no input.</summary>
public class RecipeTaskTests
{
    private const int Rows = 240;
    private static readonly string[] s_targets = ["sick", "level", "price", "rent", "warm", "wet", "visits", "times", "shade"];
    private static readonly Lazy<Table> s_table = new(MakeTable);

    private static readonly Dictionary<string, Case> s_tasks = new(StringComparer.Ordinal)
    {
        ["two classes"] = new(["sick"], "brier"),
        ["three classes"] = new(["level"], "brier"),
        ["numbers"] = new(["price"], "rmse"),
        ["two numbers"] = new(["price", "rent"], "rmse"),
        ["labels"] = new(["warm", "wet"], "brier"),
        ["counts"] = new(["visits"], "poissonDeviance", Loss: new Poisson()),
        ["row weights"] = new(["level"], "brier", Weight: "times"),
        ["class weights"] = new(["sick"], "balancedAccuracy", Balance: true),
        ["categories alone"] = new(["shade"], "brier", Ignore: ["x", "z"]),
        ["numbers alone"] = new(["level"], "brier", Ignore: ["color", "flag"]),
        ["absolute errors"] = new(["price"], "mae", Loss: new MeanAbsoluteError()),
        ["huber"] = new(["price", "rent"], "rmse", Loss: new Huber()),
        ["log-cosh"] = new(["visits"], "rmse", Loss: new LogCosh()),
        ["hinge"] = new(["sick"], "accuracy", Loss: new Hinge()),
        ["categorical hinge"] = new(["level"], "accuracy", Loss: new CategoricalHinge()),
        ["squared hinge"] = new(["warm", "wet"], "accuracy", Loss: new SquaredHinge()),
        ["cosine"] = new(["level"], "accuracy", Loss: new CosineProximity()),
        ["divergence"] = new(["level"], "brier", Loss: new KullbackLeibler()),
        ["smoothed labels"] = new(["level"], "brier", Loss: new CategoricalCrossEntropy(LabelSmoothing: 0.1)),
        ["focal"] = new(["warm", "wet"], "accuracy", Loss: new BinaryFocalCrossEntropy()),
        ["squares of classes"] = new(["level"], "brier", Loss: new MeanSquaredError()),
    };

    public static TheoryData<string, string> Cases => new(from recipe in Recipe.ByName.Keys from task in s_tasks.Keys select (recipe, task));

    public static TheoryData<string> Names => new(Recipe.ByName.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryRecipeLearnsEveryTask(string recipe, string task)
    {
        Case one = s_tasks[task];
        TableEvaluation evaluation = Trained(recipe, one).Evaluation!;
        double own = evaluation.Scores[one.Score];
        Assert.NotEmpty(evaluation.Baselines);
        Assert.All(evaluation.Baselines, guess => Assert.True(
            one.Score is "accuracy" or "balancedAccuracy" ? own > guess.Scores[one.Score] + 0.05 : own < 0.85 * guess.Scores[one.Score],
            $"{recipe}, {task}: {one.Score} is {own:F4}, that of the guess '{guess.Name}' {guess.Scores[one.Score]:F4}"));
    }

    /// <summary>Of a quantile of nine tenths about nine tenths of the rows lie below what is predicted; of a tenth, a tenth.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void EveryRecipeLearnsQuantiles(string recipe)
    {
        double Below(double share)
        {
            Outcome outcome = Trained(recipe, new Case(["price"], "mae", Loss: new Quantile(share))).Evaluation!.Outcome;
            return Enumerable.Range(0, outcome.Rows).Average(row => outcome.Targets.Span[row] <= outcome.Outputs.Span[row] ? 1.0 : 0);
        }

        (double low, double high) = (Below(0.1), Below(0.9));
        Assert.InRange(low, 0, 0.4);
        Assert.InRange(high, 0.6, 1);
    }

    /// <summary>The default tries all of them on a table without a column of numbers.</summary>
    [Fact]
    public void TheDefaultTakesCategoriesAlone()
    {
        Case one = s_tasks["categories alone"];
        TableTraining training = TableTrainer.Train(s_table.Value, one.Targets, Options("linear", one) with { Recipe = null, Effort = null });
        Assert.Equal(Recipe.ByName.Keys, training.Trials.Select(trial => trial.Recipe));
        Assert.All(training.Trials, trial => Assert.True(double.IsFinite(trial.Loss!.Value)));
        Assert.True(training.Evaluation!.Scores["logLoss"] < 0.85 * training.Evaluation.Baselines[0].Scores["logLoss"]);
    }

    /// <summary>Weights count: where all rows of a class weigh next to nothing, it is hardly predicted.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void WeightsReachEveryRecipe(string recipe)
    {
        Table table = s_table.Value, light = Table.Create(
            table.Columns, [.. table.Columns.Select(column => Enumerable.Range(0, Rows).Select(row => column != "times" ? table[row, column] : table[row, "sick"] == "ill" ? "0.001" : "1").ToArray())]);
        TableModel even = Trained(recipe, new Case(["sick"], "brier")).Model, weighted = TableTrainer.Train(light, ["sick"], Options(recipe, new Case(["sick"], "brier", Weight: "times"))).Model;
        Assert.True(weighted.Predict(table).Labels().Count(label => label == "ill") < even.Predict(table).Labels().Count(label => label == "ill") / 2);
    }

    private static TableTraining Trained(string recipe, Case one) => TableTrainer.Train(s_table.Value, one.Targets, Options(recipe, one));

    private static TableOptions Options(string recipe, Case one) => new()
    {
        Recipe = Recipe.ByName[recipe],
        Effort = Effort.Quick,
        Loss = one.Loss,
        BalanceClasses = one.Balance,
        Threads = 1,
        Schema = new SchemaOptions { Weight = one.Weight, Ignore = [.. one.Ignore ?? [], .. s_targets.Except(one.Targets).Where(name => name != one.Weight)] },
    };

    /// <summary>Half of it follows from x, z and the color; a tenth of the cells is missing.</summary>
    private static Table MakeTable()
    {
        double[] noise = Laws.Samples.Targets("real", Rows, 8, 4);
        string[] colors = ["red", "green", "blue", "gray"];
        string[][] columns = [.. Enumerable.Range(0, 13).Select(_ => new string[Rows])];
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<double> own = noise.AsSpan(8 * row, 8);
            int color = row * 7 % 4, flag = row * 5 % 3 == 0 ? 1 : 0;
            double signal = own[0] + (0.7 * own[1]) + (color == 2 ? 1.2 : -0.4) + (flag == 1 ? 0.9 : -0.45) + (0.3 * own[2]);
            string[] cells =
            [
                row % 11 == 3 ? "" : Text(own[0]), Text(own[1]), row % 13 == 5 ? "" : colors[color], flag == 1 ? "yes" : "no",
                signal > 0.8 ? "ill" : "well", signal < -0.8 ? "low" : signal < 0.8 ? "middle" : "high", Text(50 + (10 * signal)), Text(-3 - signal + (0.4 * own[3])),
                signal + (0.5 * own[4]) > 0 ? "yes" : "no", (0.5 * own[5]) - signal > 0.4 ? "yes" : "no", $"{Math.Round(Math.Exp(1 + (0.5 * signal)))}", $"{1 + (row % 3)}", (color == 2 ? 1.2 : -0.4) + flag + (0.3 * own[6]) is var shade && shade > 1.2 ? "dark" : shade > 0.2 ? "middle" : "light",
            ];
            for (int column = 0; column < cells.Length; column++)
            {
                columns[column][row] = cells[column];
            }
        }

        return Table.Create(["x", "z", "color", "flag", "sick", "level", "price", "rent", "warm", "wet", "visits", "times", "shade"], columns);

        static string Text(double number) => number.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed record Case(IReadOnlyList<string> Targets, string Score, Loss? Loss = null, string? Weight = null, bool Balance = false, IReadOnlyList<string>? Ignore = null);
}
