namespace Descent.Data;

/// <summary>Computes class weights, so that rare classes count as much as frequent ones.</summary>
public static class ClassWeights
{
    /// <summary>One weight per class: n / (k · count), as for scikit-learn's "balanced"; 0 for a class without rows.</summary>
    /// <param name="classes">The class of each row, 0 … <paramref name="count"/> − 1 (see <see cref="Schema.Classes"/>).</param>
    /// <param name="count">The number of classes k, at least 1.</param>
    /// <returns>One weight per class; their average over all rows is 1 if every class has rows.</returns>
    public static double[] Balanced(ReadOnlySpan<int> classes, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double[] weights = new double[count];
        foreach (int label in classes)
        {
            weights[label]++;
        }

        for (int i = 0; i < count; i++)
        {
            weights[i] = weights[i] == 0 ? 0 : classes.Length / (count * weights[i]);
        }

        return weights;
    }
}
