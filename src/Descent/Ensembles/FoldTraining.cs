using Descent.Data;

namespace Descent;

/// <summary>Training of one recipe on every fold of a table, side by side.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Coding">How its networks take the inputs.</param>
/// <param name="Models">A network per fold.</param>
/// <param name="Histories">The course of each training.</param>
/// <param name="Options">How the first of them was trained.</param>
/// <param name="Predictions">What each row is predicted as by the network that did not train on it, in the order of <see cref="FoldRows.Judged"/>.</param>
internal sealed record FoldTraining(Recipe Recipe, InputCoding Coding, IReadOnlyList<Model<float>> Models, IReadOnlyList<History> Histories, TrainingOptions Options, float[] Predictions)
{
    /// <summary>Trains a recipe; null if the loss of any fold became infinite or NaN.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="preprocessor">What made the rows.</param>
    /// <param name="rows">The rows and their folds.</param>
    /// <param name="common">What does not depend on the recipe: last layer, loss, weights of classes, seed, threads.</param>
    /// <param name="operations">Multiplications and additions that the training may cost; its epochs are limited accordingly.</param>
    /// <param name="cancellation">Ends it within a batch.</param>
    public static FoldTraining? Of(Recipe recipe, Preprocessor preprocessor, FoldRows rows, RecipeCommon common, double operations, CancellationToken cancellation)
    {
        InputCoding coding = InputCoding.Fit(preprocessor, rows.Data, recipe.Numbers, recipe.Codes);
        Dataset<float> coded = coding.Apply(rows.Data);
        TrainingJob<float>[] jobs = new TrainingJob<float>[rows.Folds.Count];
        for (int fold = 0; fold < jobs.Length; fold++)
        {
            ulong seed = common.Seed + (ulong)fold;
            Dataset train = coded.Select(rows.Folds[fold].Train);
            (Network network, TrainingOptions options) = recipe.For(new RecipeSubject(train.Rows, coded.TargetColumns, common.Fit.Last, common.Fit.Loss, coding.Shape.Numbers > 0));
            Model<float> model = network.Build<float>(coding.Shape, seed);
            jobs[fold] = new TrainingJob<float>(model, train, options with
            {
                Epochs = Math.Clamp((int)(operations / jobs.Length / ((double)train.Rows * OperationsPerSample(model))), Math.Min(FewestEpochs, options.Epochs), options.Epochs),
                Validation = coded.Select(rows.Folds[fold].Test),
                ClassWeights = common.ClassWeights,
                WeightValidation = common.WeightValidation,
                Form = common.Form,
                Seed = seed,
            });
        }

        IReadOnlyList<TrainingJobResult<float>> results = Trainer.TrainMany(jobs, common.Threads, cancellation: cancellation);
        if (results.Any(result => result.Failure is not null))
        {
            return null;
        }

        return new FoldTraining(recipe, coding, [.. jobs.Select(job => job.Model)], [.. results.Select(result => result.History!)], jobs[0].Options,
            [.. jobs.SelectMany(job => job.Model.Predict(((Dataset<float>)job.Options.Validation!).Inputs.Span))]);
    }

    /// <summary>So many epochs are worth while in any case.</summary>
    private const int FewestEpochs = 8;

    /// <summary>Forwards, backwards to the inputs and backwards to the weights, a multiplication and an addition each.</summary>
    private static double OperationsPerSample(Model<float> model) => 6.0 * model.Steps.MultiplyAdds;
}

/// <summary>The rows of a table that an ensemble is trained on, and how they are divided.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Folds">Row numbers to train on and to choose the epoch by.</param>
internal sealed record FoldRows(Dataset<float> Data, IReadOnlyList<(int[] Train, int[] Test)> Folds)
{
    /// <summary>The rows that are predicted by a network that did not train on them, fold after fold.</summary>
    public Dataset<float> Judged { get; } = (Dataset<float>)Data.Select([.. Folds.SelectMany(fold => fold.Test)]);
}

/// <summary>What training by any recipe shares.</summary>
/// <param name="Fit">Loss and last layer.</param>
/// <param name="Form">How answers are judged.</param>
/// <param name="ClassWeights">A weight per class; null for none.</param>
/// <param name="WeightValidation">Whether they count in validation losses.</param>
/// <param name="Seed">Decides every random number.</param>
/// <param name="Threads">How many networks are trained at a time; 0 for one per core.</param>
internal sealed record RecipeCommon(LossFit Fit, OutcomeForm Form, IReadOnlyList<double>? ClassWeights, bool WeightValidation, ulong Seed, int Threads);
