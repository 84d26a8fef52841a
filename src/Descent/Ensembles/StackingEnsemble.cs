using Descent.Data;

namespace Descent;

/// <summary>Networks of several recipes, whose predictions are the inputs of a linear model that learns how much to rely on each of them.</summary>
/// <remarks>
/// Wolpert, "Stacked generalization", 1992; Breiman, "Stacked regressions", 1996. Each recipe is trained on every fold of the training rows. The linear model (logistic regression for labels, a log-linear model for counts, with an L2 penalty of 1/n as
/// that of <see cref="LinearRecipe"/>) learns from predictions of rows by networks that were not trained on them, as scores: numbers, or logits or logarithms of probabilities and counts. <see cref="StackCombination"/> has its weights. The networks of the folds are
/// kept, and their mean represents the recipe.
/// </remarks>
/// <param name="Recipes">The recipes, at least one; default linear, perceptron, mlp and realmlp.</param>
/// <param name="Folds">The number of folds, at least 2; default 5.</param>
public sealed record StackingEnsemble([Option("linear/perceptron/mlp/realmlp")] IReadOnlyList<Recipe>? Recipes = null, [Option("number of folds of the training rows", AtLeast = 2, AtMost = 100)] int Folds = 5) : EnsembleMethod
{
    /// <summary>The largest number of multiplications and additions for the training of a recipe, as with <see cref="Effort.Normal"/>.</summary>
    private const double UsualWork = 5e11;

    private static readonly Recipe[] s_usual = [new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe()];

    /// <summary>The recipes.</summary>
    public IReadOnlyList<Recipe> Recipes { get; init => field = Checked(value); } = Checked(Recipes);

    /// <summary>The number of folds.</summary>
    public int Folds { get; init => field = Check.Within(value, 2, 100, nameof(Folds)); } = Check.Within(Folds, 2, 100);

    /// <inheritdoc/>
    public override string Name => "stacking";

    /// <inheritdoc/>
    public override EnsembleFacts Facts => new(
        "Networks of several kinds, of which each may be right where the others are not.",
        "their recipe and the fold of the training rows that they do not learn from",
        "a linear model of the predictions of each recipe, which learned from rows that the networks were not trained on",
        "costs the recipes times the folds; the recipes are trained as they are, so options of the network cannot be combined with it",
        "Wolpert 1992; Breiman 1996; scikit-learn: ensemble.StackingClassifier, StackingRegressor");

    /// <inheritdoc/>
    public override int Networks => Recipes.Count * Folds;

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, object Value)> Settings => [("recipes", string.Join('/', Recipes)), ("folds", Folds)];

    /// <inheritdoc/>
    internal override bool UsesValidation => false;

    /// <inheritdoc/>
    internal override int FoldCount => Folds;

    /// <inheritdoc/>
    internal override TrainedEnsemble Train(MemberSource source, CancellationToken cancellation)
    {
        FoldRows rows = source.Folds!;
        TrainingOptions options = source.Options;
        RecipeCommon common = new(source.Fit, options.Form!.Value, options.ClassWeights, options.WeightValidation, source.Seed, options.Threads, options.Runner);
        List<FoldTraining> trained = [];
        List<string> failed = [];
        bool isCut = false;
        foreach (Recipe recipe in Recipes)
        {
            FoldTraining? training = FoldTraining.Of(recipe, source.Preprocessor, rows, common, UsualWork, cancellation);
            isCut = cancellation.IsCancellationRequested;
            if (isCut)
            {
                break;
            }

            failed.AddRange(training is null ? [recipe.Label] : []);
            trained.AddRange(training is null ? [] : [training]);
            source.Progress?.Report(new MemberProgress(this, (trained.Count + failed.Count) * Folds, Networks));
        }

        if (trained.Count == 0)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new DataException($"No network could be trained, because the loss became infinite or NaN with every recipe ({string.Join(", ", failed)}). Look for extreme targets or weights.", new NotFiniteNumberException());
        }

        StackCombination combination = StackFit.Of(source.Fit, [.. trained.Select(training => training.Unchosen)], rows.Judged, [.. trained.Select(_ => Folds)], options);
        double share = 1.0 / (trained.Count * Folds);
        TableMember[] members = [.. trained.SelectMany(training => training.Divisions[0].Select((model, fold) => new TableMember(model, training.Coding, share, training.Recipe.Label, fold)))];
        MemberTraining[] course = [.. trained.SelectMany(training => training.Histories.Select(history => new MemberTraining(share, history))), .. isCut ? Enumerable.Repeat(new MemberTraining(0, new History([], 0, 0, 0, 1, StopReason.Cancelled)), Networks - members.Length) : []];
        return new TrainedEnsemble(members, course)
        {
            Combination = combination,
            Held = new HeldRows(rows.Judged, combination.OfGroups([.. trained.Select(training => training.Unchosen)], rows.Judged.TargetColumns)),
            Notices = [.. failed.Select(name => Notice.Warning($"The recipe {name} was left out, because the loss of one of its networks became infinite or NaN.")), .. ParallelTraining.Notices(course)],
        };
    }

    /// <summary>Whether recipes and folds are equal.</summary>
    /// <param name="other">Another method.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(StackingEnsemble? other) => other is not null && Folds == other.Folds && Recipes.SequenceEqual(other.Recipes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Folds, Recipes.Count, Recipes[0]);

    private static Recipe[] Checked(IReadOnlyList<Recipe>? recipes) => recipes is null ? s_usual
        : recipes.Count > 0 && recipes.All(recipe => recipe is not null) ? recipes.Distinct().Count() == recipes.Count ? [.. recipes] : throw new ArgumentException("Two recipes are the same. Name each once.", nameof(recipes))
        : throw new ArgumentException("Stacking needs at least one recipe.", nameof(recipes));
}
