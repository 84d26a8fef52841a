using System.Globalization;

namespace Descent.Laws;

/// <summary>The laws of an augmentation: the rows of every epoch depend only on the seed and the epoch.</summary>
internal static class AugmentationLaws
{
    public static IEnumerable<NamedLaw> Of(Augmentation augmentation)
    {
        // A copy made before the augmentation is used has no state from its use.
        Augmentation unused = augmentation with { };
        Trial trial = TrialOf(augmentation);
        return [.. SameBits.Of(() => [trial]), new("epochs", () => Epochs(unused))];
    }

    private static Trial TrialOf(Augmentation augmentation)
    {
        TrainingOptions options = new() { Loss = new CategoricalCrossEntropy(), Augmentations = [augmentation], RestoreBestWeights = false };
        return new([new Dense(5, new Tanh()), new Dense(3, new Softmax())], 4, options, [new Targets("one-hot", 3)]) { Course = Course.Fit };
    }

    /// <summary>Compares a training with one that is resumed after its first epoch by a new instance, which has not seen that
    /// epoch.</summary>
    private static string? Epochs(Augmentation unused)
    {
        Trial trial = TrialOf(unused with { }), resumed = TrialOf(unused with { });
        Checkpoint? first = null;
        double[] expected = Fit(trial, trial.Options with { OnCheckpoint = checkpoint => first ??= checkpoint });
        double[] actual = Fit(resumed, resumed.Options with { Resume = first });
        int wrong = Enumerable.Range(0, expected.Length).FirstOrDefault(i => BitConverter.DoubleToInt64Bits(expected[i]) != BitConverter.DoubleToInt64Bits(actual[i]), -1);
        return wrong < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"After two epochs {trial.Place(wrong)} is {expected[wrong]:R}, but {actual[wrong]:R} if an instance that has not seen the first epoch augments the rows of the second. The augmented rows may depend only on the given rows and on the random draws of their epoch.");
    }

    private static double[] Fit(Trial trial, TrainingOptions options)
    {
        Model<double> model = trial.Build<double>();
        model.Fit(trial.Rows(), options with { Epochs = 2, BatchSize = 20, Threads = 1 });
        return [.. model.Parameters.SelectMany(parameter => model.GetParameter(parameter.Name))];
    }
}
