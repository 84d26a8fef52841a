using Descent.Data;

namespace Descent;

/// <summary>Training of one recipe on every fold of a table, side by side.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Coding">How its networks take the inputs.</param>
/// <param name="Divisions">The networks, one per fold, of each division of the rows that was trained on.</param>
/// <param name="Histories">The course of each training.</param>
/// <param name="Options">How the first of them was trained.</param>
/// <param name="Predictions">What each of <see cref="FoldRows.Judged"/> is predicted as by networks that did not train on it, at epochs between their own best and that of the other folds.</param>
/// <param name="Unchosen">The same at the epoch that the other folds find best: these rows had no part in choosing it.</param>
internal sealed record FoldTraining(
    Recipe Recipe, InputCoding Coding, IReadOnlyList<IReadOnlyList<Model<float>>> Divisions, IReadOnlyList<History> Histories, TrainingOptions Options, float[] Predictions, float[] Unchosen)
{
    /// <summary>So many epochs are worth while in any case.</summary>
    public const int FewestEpochs = 8;

    /// <summary>So many numbers, of all folds and epochs, are kept at most, 64 MiB. Where there would be more, there are so many rows that each fold may choose its own epoch.</summary>
    private const long MostPredictions = 1L << 24;

    /// <summary>Trains a recipe; null if the loss of any fold became infinite or NaN.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="preprocessor">What made the rows.</param>
    /// <param name="rows">The rows and their folds.</param>
    /// <param name="common">What does not depend on the recipe: last layer, loss, weights of classes, seed, threads.</param>
    /// <param name="operations">Multiplications and additions that the training may cost; divisions into folds and then epochs are limited accordingly.</param>
    /// <param name="cancellation">Ends it within a batch.</param>
    public static FoldTraining? Of(Recipe recipe, Preprocessor preprocessor, FoldRows rows, RecipeCommon common, double operations, CancellationToken cancellation)
    {
        InputCoding coding = InputCoding.Fit(preprocessor, rows.Data, recipe.Numbers, recipe.Codes);
        Dataset<float> coded = coding.Apply(rows.Data);
        int folds = rows.Folds.Count, divisions = rows.Divisions.Count;
        List<(TrainingJob<float> Job, EpochPredictions? Watch)> jobs = [];
        for (int number = 0; number < divisions * folds; number++)
        {
            ulong seed = common.Seed + (ulong)number;
            (int[] trained, int[] tested) = rows.Divisions[number / folds][number % folds];
            Dataset train = coded.Select(trained), held = coded.Select(tested);
            (Network network, TrainingOptions options) = recipe.For(new RecipeSubject(train.Rows, coded.TargetColumns, common.Fit.Last, common.Fit.Loss, coding.Shape.Numbers > 0));
            Model<float> model = network.Build<float>(coding.Shape, seed);
            double perEpoch = (double)folds * train.Rows * OperationsPerSample(model);
            divisions = number == 0 ? (int)Math.Clamp(operations / (perEpoch * options.Epochs), 1, divisions) : divisions;
            int epochs = Math.Clamp((int)(operations / divisions / perEpoch), Math.Min(FewestEpochs, options.Epochs), options.Epochs);
            EpochPredictions? watch = folds > 1 && (long)coded.Targets.Length * divisions * epochs <= MostPredictions ? new EpochPredictions(((Dataset<float>)held).Inputs, held.Rows * coded.TargetColumns) : null;
            jobs.Add((new TrainingJob<float>(model, train, options with
            {
                Epochs = epochs,
                Validation = held,
                ClassWeights = common.ClassWeights,
                WeightValidation = common.WeightValidation,
                Form = common.Form,
                Seed = seed,
                Callbacks = watch is null ? null : [watch],
            }), watch));
        }

        IReadOnlyList<TrainingJobResult<float>> results = Trainer.TrainMany([.. jobs.Select(job => job.Job)], common.Threads, cancellation: cancellation);
        if (results.Any(result => result.Failure is not null))
        {
            return null;
        }

        float[] chosen = rows.Means(jobs.Select(job => job.Job.Model.Predict(((Dataset<float>)job.Job.Options.Validation!).Inputs.Span)));
        float[] unchosen = !cancellation.IsCancellationRequested && jobs.All(job => job.Watch is not null)
            ? rows.Means(jobs.Chunk(folds).SelectMany(division => EpochPredictions.AtEpochOfOthers([.. division.Select(job => job.Watch!)])))
            : chosen;
        return new FoldTraining(
            recipe, coding, [.. jobs.Chunk(folds).Select(division => division.Select(job => job.Job.Model).ToArray())], [.. results.Select(result => result.History!)], jobs[0].Job.Options,
            [.. chosen.Zip(unchosen, (own, others) => (own + others) / 2)], unchosen);
    }

    /// <summary>Forwards, backwards to the inputs and backwards to the weights, a multiplication and an addition each.</summary>
    public static double OperationsPerSample(Model<float> model) => 6.0 * model.Steps.MultiplyAdds;
}

/// <summary>The rows of a table that an ensemble is trained on, and how they are divided.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Divisions">Divisions into folds, at least one, of as many folds each: row numbers to train on and to choose the epoch by.</param>
internal sealed record FoldRows(Dataset<float> Data, IReadOnlyList<IReadOnlyList<(int[] Train, int[] Test)>> Divisions)
{
    private readonly int[] judged = [.. Divisions[0].SelectMany(fold => fold.Test)];

    /// <summary>The folds of the first division.</summary>
    public IReadOnlyList<(int[] Train, int[] Test)> Folds => Divisions[0];

    /// <summary>The rows that are predicted by networks that did not train on them, in the order of the first division's folds.</summary>
    public Dataset<float> Judged => field ??= Data.Select(judged);

    /// <summary>What each of <see cref="Judged"/> is predicted as, on average over the divisions.</summary>
    /// <param name="predictions">Predictions of the rows kept out of each fold, division after division; not necessarily of all divisions.</param>
    public float[] Means(IEnumerable<float[]> predictions)
    {
        int width = Data.TargetColumns, divisions = 0;
        float[] sums = new float[Data.Targets.Length];
        foreach ((int number, float[] own) in predictions.Index())
        {
            int[] held = Divisions[number / Folds.Count][number % Folds.Count].Test;
            for (int i = 0; i < own.Length; i++)
            {
                sums[(held[i / width] * width) + (i % width)] += own[i];
            }

            divisions = (number / Folds.Count) + 1;
        }

        float[] means = new float[judged.Length * width];
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = sums[(judged[i / width] * width) + (i % width)] / divisions;
        }

        return means;
    }
}

/// <summary>What training by any recipe shares.</summary>
/// <param name="Fit">Loss and last layer.</param>
/// <param name="Form">How answers are judged.</param>
/// <param name="ClassWeights">A weight per class; null for none.</param>
/// <param name="WeightValidation">Whether they count in validation losses.</param>
/// <param name="Seed">Decides every random number.</param>
/// <param name="Threads">How many networks are trained at a time; 0 for one per core.</param>
internal sealed record RecipeCommon(LossFit Fit, OutcomeForm Form, IReadOnlyList<double>? ClassWeights, bool WeightValidation, ulong Seed, int Threads);
