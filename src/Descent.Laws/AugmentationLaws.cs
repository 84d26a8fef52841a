namespace Descent.Laws;

/// <summary>What an augmentation must keep: the rows of every epoch follow from the seed.</summary>
internal static class AugmentationLaws
{
    public static IEnumerable<NamedLaw> Of(Augmentation augmentation)
    {
        TrainingOptions options = new() { Loss = new CategoricalCrossEntropy(), Augmentations = [augmentation], RestoreBestWeights = false };
        Trial trial = new([new Dense(5, new Tanh()), new Dense(3, new Softmax())], 4, options, [new Targets("one-hot", 3)]) { Course = Course.Fit };
        return SameBits.Of(() => [trial]);
    }
}
