using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>Explains a learning curve in a few sentences.</summary>
internal static class LearningCurveWords
{
    public static string Of(LearningCurve curve)
    {
        LearningCurvePoint last = curve.Points[^1];
        (double gain, double error) = curve.GainPerDoubling;
        string end = string.Create(CultureInfo.InvariantCulture, $"With {last.Rows:#,0} rows the score is {Number(last.MeanValidation)} on unseen rows and {Number(last.MeanTrain)} on training rows.");
        string skill = curve.Skill is { Gap: FitGap.Large } own ? $" {FitWords.Learned(own, "It")}, but {FitWords.OnUnseen(own)}." : "";
        string change = string.Create(CultureInfo.InvariantCulture, $"From {curve.Fitted[0].Rows:#,0} rows on, twice the rows {(gain < 0 ? "made" : "improved")} {StandardMetrics.NameOf(curve.Score)} on unseen rows{(gain < 0 ? " worse" : "")} by {Number(Math.Abs(gain))} on average (standard error {Number(error)}).");
        return curve.Advice switch
        {
            LearningCurveAdvice.MoreRowsHelp => $"More rows would help. {change} {end}",
            LearningCurveAdvice.Overfitting => $"More rows would hardly help, but the network fits its training rows too closely. {change} {end}{skill}",
            LearningCurveAdvice.MoreRowsDoNotHelp when curve.IsPerfect => $"More rows cannot improve {StandardMetrics.NameOf(curve.Score)}, which is the best possible one on the unseen rows of every fold. {end}",
            LearningCurveAdvice.MoreRowsDoNotHelp => $"More rows would not help. {change} That is negligible. {end}",
            _ when curve.Points.Count < 2 => $"The effect of more rows cannot be judged, because the curve has a single point for {StandardMetrics.NameOf(curve.Score)}. {end}",
            _ when !double.IsFinite(gain) => $"The effect of more rows cannot be judged, because {StandardMetrics.NameOf(curve.Score)} is undefined somewhere on the curve{(curve.Undefined is { } reason ? $": {reason}" : "")}. {end}",
            _ when curve.GetsWorse => $"The effect of more rows cannot be judged, because the score became worse with them, which more rows alone do not cause. {change} {end} Look for settings that suit the larger number of rows.",
            _ when curve.IsBelowBaseline && curve.IsNegligible => $"The effect of more rows cannot be judged while the model does worse than the baseline. {change} {end} Improve the model first.",
            _ when gain < 0 => $"The effect of more rows cannot be judged, because the folds differ too much. {change} {end}",
            _ => $"More rows might help, but the folds differ too much to be sure. {change} {end}",
        };
    }

    /// <summary>Gets the advice on what to try next.</summary>
    public static FitAdvice[] Tries(LearningCurve curve) => curve.Advice switch
    {
        LearningCurveAdvice.MoreRowsHelp => [new("more training rows")],
        // Without the advice to use more rows, which would hardly help.
        LearningCurveAdvice.Overfitting => [.. FitTries.AgainstOverfitting(curve.ChoseEpoch).Where(advice => advice.Remedies.Count > 0)],
        LearningCurveAdvice.MoreRowsDoNotHelp when curve.IsPerfect => [],
        LearningCurveAdvice.MoreRowsDoNotHelp => [new("more informative inputs"), FitTries.LargerNetwork],
        _ when curve.Points.Count < 2 || !double.IsFinite(curve.GainPerDoubling.Mean) || curve.GetsWorse || (curve.IsBelowBaseline && curve.IsNegligible) => [],
        _ => [new("more folds", new Remedy(nameof(TableTrainer.CrossValidate)))],
    };

    private static string Number(double value) =>
        Math.Abs(value) is 0 or (>= 0.001 and < 1000) ? value.ToString("0.000#", CultureInfo.InvariantCulture) : Amount.Measure(value);
}
