namespace Descent;

/// <summary>Separates the uses of the random stream for augmentations; the low 40 bits are the epoch or the class.</summary>
internal static class AugmentationUse
{
    public const ulong Partners = 1UL << 40, Coefficients = 2UL << 40, Noise = 3UL << 40, Oversampling = 4UL << 40, Undersampling = 5UL << 40, Bases = 6UL << 40, Neighbors = 7UL << 40, Candidates = 8UL << 40, Own = 9UL << 40;
}
