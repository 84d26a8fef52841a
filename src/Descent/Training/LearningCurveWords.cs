using System.Globalization;

namespace Descent.Training;

/// <summary>A learning curve as one sentence.</summary>
internal static class LearningCurveWords
{
    public static string Of(LearningCurve curve)
    {
        LearningCurvePoint last = curve.Points[^1];
        string end = string.Create(CultureInfo.InvariantCulture, $"with {last.Rows:#,0} rows {curve.Score} is {Number(last.MeanValidation)} on rows never seen and {Number(last.MeanTrain)} on training rows");
        string gain = string.Create(CultureInfo.InvariantCulture, $"{Number(Math.Abs(curve.GainPerDoubling.Mean))} (± {Number(curve.GainPerDoubling.StandardError)}) {(curve.GainPerDoubling.Mean < 0 ? "worse" : "better")} per doubling");
        return curve.Advice switch
        {
            LearningCurveAdvice.MoreRowsHelp => $"More rows would help: {curve.Score} on rows never seen still gets {gain}; {end}.",
            LearningCurveAdvice.Overfitting => $"More rows would hardly help ({gain}), but the network fits its training rows too closely: {end}; try stronger regularization, augmentation or fewer neurons.",
            LearningCurveAdvice.MoreRowsDoNotHelp => $"More rows would not help ({gain}), and training rows are answered no better: {end}; try a larger network, or inputs that say more.",
            _ => $"Nothing can be said about more rows: {(curve.Points.Count < 2 ? "the curve has a single point" : $"{curve.Score} is undefined somewhere on the curve")}; {end}.",
        };
    }

    private static string Number(double value) =>
        value.ToString(value == 0 || Math.Abs(value) is >= 0.001 and < 1000 ? "0.000#" : "G3", CultureInfo.InvariantCulture);
}
