using System.Globalization;
using System.Text.RegularExpressions;

namespace Descent.Tests.Training;

/// <summary>The last line of an explanation is a calculation whose result is the new weight.</summary>
public partial class UpdateExplanationTests
{
    public static TheoryData<string> Rules => new("gradient_descent", "momentum", "momentum:form=HeavyBall", "adam", "adam:placement=InsideRoot", "adam:placement=BeforeCorrection", "adam:amsGrad=true", "adamw", "adagrad", "adagrad:placement=OutsideRoot", "rmsprop", "rmsprop:placement=OutsideRoot");

    [Theory]
    [MemberData(nameof(Rules))]
    public void TheNumbersGiveTheNewWeight(string rule)
    {
        Optimizer optimizer = Catalogue.Parse<Optimizer>(rule) with { LearningRate = 0.05 };
        RunRecording<double> recording = RecordingTests.Recorded<double>(RecordingTests.Options(optimizer), out _);
        RecordedStep<double> update = recording.StepAt(8);
        foreach (string name in (string[])["layers.0.weight", "layers.4.bias"])
        {
            RecordedParameter<double> parameter = update[name];
            int at = Enumerable.Range(0, parameter.Before.Length).MaxBy(i => Math.Abs(parameter.After[i] - parameter.Before[i]));
            UpdateExplanation explanation = UpdateExplanation.Of(parameter, at, optimizer, new TrainingPosition(7, recording.StepsPerEpoch));
            string formula = Assert.IsType<string>(explanation.Formula);
            Assert.StartsWith("θ ←", formula[formula.IndexOf('θ', StringComparison.Ordinal)..], StringComparison.Ordinal);
            string[] sides = explanation.Lines[^1].Split('=');
            Assert.Equal(parameter.After[at], Value(sides[^1]), 1e-5);
            Assert.Equal(parameter.After[at], Value(sides[1]), 2e-5);

            // The step is a visible part of it: a wrong sign or a missing factor would not pass.
            Assert.True(Math.Abs(parameter.After[at] - parameter.Before[at]) > 1e-4, $"{rule}: the step is too small to show anything.");
        }
    }

    [Fact]
    public void WhatHasNoGradientIsRefused()
    {
        RunRecording<double> recording = RecordingTests.Recorded<double>(RecordingTests.Options(new Adam()), out _);
        RecordedStep<double> update = recording.StepAt(8);
        Assert.Contains("running_mean", Assert.Throws<ArgumentException>(() => UpdateExplanation.Of(update.Parameters.First(parameter => parameter.Gradient.Length == 0), 0, new Adam(), default)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => UpdateExplanation.Of(update["layers.0.bias"], 6, new Adam(), default));
    }

    // A small calculator for a − b·c/(√d + e): enough for the last lines.
    private static double Value(string text)
    {
        text = Number().Replace(text.Replace("−", "-", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), match => match.Value);
        int at = 0;
        double value = Sum();
        Assert.Equal(text.Length, at);
        return value;

        double Sum()
        {
            double sum = Product();
            while (at < text.Length && text[at] is '+' or '-')
            {
                sum += text[at++] == '+' ? Product() : -Product();
            }

            return sum;
        }

        double Product()
        {
            double product = Factor();
            while (at < text.Length && text[at] is '·' or '/')
            {
                product = text[at++] == '·' ? product * Factor() : product / Factor();
            }

            return product;
        }

        double Factor()
        {
            if (text[at] == '√')
            {
                at++;
                return Math.Sqrt(Factor());
            }

            if (text[at] == '(')
            {
                at++;
                double inner = Sum();
                Assert.Equal(')', text[at++]);
                return inner;
            }

            Match match = Number().Match(text, at);
            Assert.Equal(at, match.Index);
            at += match.Length;
            return double.Parse(match.Value, CultureInfo.InvariantCulture);
        }
    }

    [GeneratedRegex(@"-?[0-9.]+(?:e-?[0-9]+)?")]
    private static partial Regex Number();
}
