using System.Globalization;

namespace Descent.Training;

/// <summary>A learning curve as one sentence.</summary>
internal static class LearningCurveWords
{
    public static string Of(LearningCurve curve)
    {
        LearningCurvePoint last = curve.Points[^1];
        (double gain, double error) = curve.GainPerDoubling;
        string end = string.Create(CultureInfo.InvariantCulture, $"with {last.Rows:#,0} rows it is {Number(last.MeanValidation)}, and {Number(last.MeanTrain)} on training rows");
        string skill = curve.Skill is { Gap: FitGap.Large } own ? $"{FitWords.Learnt(own, "it")}, but {FitWords.OnUnseen(own)}; {end}" : end;
        string size = $"{Number(Math.Abs(gain))} ± {Number(error)}";
        string change = $"a doubling makes {curve.Score} on rows never seen {(gain < 0 ? "worse" : "better")} by {size}";
        return curve.Advice switch
        {
            LearningCurveAdvice.MoreRowsHelp => $"More rows would help: {change}; {end}.",
            LearningCurveAdvice.Overfitting => $"More rows would hardly help, as {change}, but the network fits its training rows too closely: {skill}; try a stronger penalty, augmentation or fewer neurons.",
            LearningCurveAdvice.MoreRowsDoNotHelp => $"More rows would not help: {change}, which is negligible; {end}; try more informative inputs, and keep a larger network only if it does better on unseen rows.",
            _ when curve.Points.Count < 2 => $"Nothing can be said about more rows, as the curve has a single point: {curve.Score} on rows never seen, {end}.",
            _ when !double.IsFinite(gain) => $"Nothing can be said about more rows, as {curve.Score} is undefined somewhere on the curve; {end}.",
            _ => $"More rows might help, but the folds differ too much to be sure: {change}; {end}; use more folds.",
        };
    }

    private static string Number(double value) =>
        value.ToString(value == 0 || Math.Abs(value) is >= 0.001 and < 1000 ? "0.000#" : "G3", CultureInfo.InvariantCulture);
}
