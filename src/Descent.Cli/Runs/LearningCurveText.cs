namespace Descent.Cli.Runs;

/// <summary>What a learning curve means, and the options to try.</summary>
internal static class LearningCurveText
{
    public static string Of(LearningCurve curve, IReadOnlySet<string>? options = null) =>
        FitText.Explained(curve.Explanation) + (curve.Tries.Count > 0 ? $" Try: {string.Join("; ", curve.Tries.Select(advice => FitText.Text(advice, options)))}." : "");
}
