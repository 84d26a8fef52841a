using Descent.Data;

namespace Descent;

/// <summary>The result of training one recipe on every fold of a table, in parallel.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Coding">The coding of the inputs of its networks.</param>
/// <param name="Divisions">The networks, one per fold, of each division of the rows.</param>
/// <param name="Histories">The history of each training run.</param>
/// <param name="Options">The training options of the first run.</param>
/// <param name="OfDivisions">The out-of-fold predictions of <see cref="FoldRows.Judged"/> by the networks of each division: the mean of those at the fold's own best epoch and those at the best epoch of the other folds.</param>
/// <param name="Unchosen">The out-of-fold predictions at the best epoch of the other folds, in whose choice these rows had no part.</param>
internal sealed record FoldTraining(
    Recipe Recipe, InputCoding Coding, IReadOnlyList<IReadOnlyList<Model<float>>> Divisions, IReadOnlyList<History> Histories, TrainingOptions Options, IReadOnlyList<float[]> OfDivisions, float[] Unchosen)
{
    /// <summary>The fewest epochs, whatever the allowed work.</summary>
    public const int FewestEpochs = 8;

    /// <summary>The largest number of predictions kept, over all folds and epochs, which is 64 MiB. If there would be more, there are so many rows that each fold may choose its own epoch.</summary>
    private const long MostPredictions = 1L << 24;

    /// <summary>Trains a recipe; null if the loss of any fold became infinite or NaN.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="preprocessor">The preprocessor that produced the rows.</param>
    /// <param name="rows">The rows and their folds.</param>
    /// <param name="common">The settings that do not depend on the recipe: last layer, loss, class weights, seed, threads.</param>
    /// <param name="operations">The largest number of multiplications and additions, which limits first the divisions into folds and then the epochs.</param>
    /// <param name="cancellation">Ends training within a batch.</param>
    /// <param name="observer">Creates a callback for the training on the first fold, from its model with the coding, the coded rows that are held out and the number of epochs; null, the default, for none.</param>
    public static FoldTraining? Of(
        Recipe recipe, Preprocessor preprocessor, FoldRows rows, RecipeCommon common, double operations, CancellationToken cancellation, Func<TableMember, Dataset<float>, int, TrainingCallback>? observer = null)
    {
        InputCoding coding = InputCoding.Fit(preprocessor, rows.Data, recipe.NumbersOf(preprocessor.Features, rows.Data.Rows), recipe.Codes);
        Dataset<float> coded = coding.Apply(rows.Data);
        int folds = rows.Folds.Count, divisions = rows.Divisions.Count;
        List<(TrainingJob<float> Job, EpochPredictions? Watch)> jobs = [];
        for (int number = 0; number < divisions * folds; number++)
        {
            ulong seed = common.Seed + (ulong)number;
            (int[] trained, int[] tested) = rows.Divisions[number / folds][number % folds];
            Dataset<float> train = coded.Select(trained), held = coded.Select(tested);
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
                Runner = common.Runner,
                Selection = new RowSelection(coded, trained, tested),
                Callbacks = [.. watch is null ? [] : (TrainingCallback[])[watch], .. number > 0 || observer is null ? [] : (TrainingCallback[])[observer(new TableMember(model, coding), held, epochs)]],
            }), watch));
        }

        IReadOnlyList<TrainingJobResult<float>> results = Trainer.TrainMany([.. jobs.Select(job => job.Job)], common.Threads, cancellation: cancellation);
        if (results.Any(result => result.Failure is not null))
        {
            return null;
        }

        float[][] chosen = [.. jobs.Select(job => job.Job.Model.Predict(((Dataset<float>)job.Job.Options.Validation!).Inputs.Span))];
        float[][] unchosen = !cancellation.IsCancellationRequested && jobs.All(job => job.Watch is not null)
            ? [.. jobs.Chunk(folds).SelectMany(division => EpochPredictions.AtEpochOfOthers([.. division.Select(job => job.Watch!)]))]
            : chosen;
        float[][] between = [.. chosen.Zip(unchosen, (own, others) => own.Zip(others, (a, b) => (a + b) / 2).ToArray())];
        return new FoldTraining(
            recipe, coding, [.. jobs.Chunk(folds).Select(division => division.Select(job => job.Job.Model).ToArray())], [.. results.Select(result => result.History!)], jobs[0].Job.Options,
            [.. between.Chunk(folds).Select((division, number) => rows.Means(division, number))], rows.Means(unchosen));
    }

    /// <summary>Computes the out-of-fold predictions: the mean over the divisions.</summary>
    public float[] Predict() => OfDivisions.Count == 1 ? OfDivisions[0] : GreedySelection.Mean(OfDivisions, [.. OfDivisions.Select(_ => 1.0 / OfDivisions.Count)]);

    /// <summary>Computes the operations per sample: a multiplication and an addition each for the forward pass, the gradient of the inputs and the gradient of the weights.</summary>
    public static double OperationsPerSample(Model<float> model) => 6.0 * model.Steps.MultiplyAdds;
}

/// <summary>The rows of a table on which an ensemble is trained, with their divisions into folds.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Divisions">The divisions, at least one, with the same number of folds each. Each fold has the row numbers for training and those that choose the epoch.</param>
internal sealed record FoldRows(Dataset<float> Data, IReadOnlyList<IReadOnlyList<(int[] Train, int[] Test)>> Divisions)
{
    private readonly int[] judged = [.. Divisions[0].SelectMany(fold => fold.Test)];

    /// <summary>The folds of the first division.</summary>
    public IReadOnlyList<(int[] Train, int[] Test)> Folds => Divisions[0];

    /// <summary>The rows that have out-of-fold predictions, in the order of the folds of the first division.</summary>
    public Dataset<float> Judged => field ??= Data.Select(judged);

    /// <summary>Computes the predictions of <see cref="Judged"/>, averaged over the divisions.</summary>
    /// <param name="predictions">The predictions of the held-out rows of each fold, division by division; not necessarily of all divisions.</param>
    /// <param name="first">The number of the first division.</param>
    public float[] Means(IEnumerable<float[]> predictions, int first = 0)
    {
        int width = Data.TargetColumns, divisions = 0;
        float[] sums = new float[Data.Targets.Length];
        foreach ((int number, float[] own) in predictions.Index())
        {
            int[] held = Divisions[first + (number / Folds.Count)][number % Folds.Count].Test;
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

/// <summary>The settings that all recipes share.</summary>
/// <param name="Fit">The loss and the last layer.</param>
/// <param name="Form">The outcome form, by which metrics are computed.</param>
/// <param name="ClassWeights">A weight per class; null for none.</param>
/// <param name="WeightValidation">Whether the class weights also apply to validation losses.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Threads">The number of networks trained at a time; 0 for one per core.</param>
/// <param name="Runner">Where the networks are trained; null for this process.</param>
internal sealed record RecipeCommon(LossFit Fit, OutcomeForm Form, IReadOnlyList<double>? ClassWeights, bool WeightValidation, ulong Seed, int Threads, IJobRunner? Runner = null);
