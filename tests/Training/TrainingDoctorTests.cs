using Descent.Benchmarks.Doctor;
using Descent.Data;

namespace Descent.Tests.Training;

/// <summary>What was made ill on purpose is named, with its cause first; a healthy network has no finding. eng/doctor examines many more.</summary>
public class TrainingDoctorTests
{
    public static TheoryData<int> Ill => [.. Enumerable.Range(0, 16)];

    [Theory]
    [MemberData(nameof(Ill))]
    public void EveryIllnessIsNamedFirst(int number)
    {
        DoctorCase ill = DoctorCases.Ill(0, 16).ElementAt(number);
        (Diagnosis diagnosis, _) = ill.Examine();
        Assert.True(diagnosis.Findings is [{ Kind: var first }, ..] && first == ill.Expected, $"{ill.Name}: {string.Join("\n", diagnosis.Findings)}\n{diagnosis.Fit}");
        Finding finding = diagnosis.Findings[0];
        Assert.NotEmpty(finding.Advice);
        Assert.NotEmpty(finding.Evidence);
        Assert.All(finding.Courses, course => Assert.Equal(course.Steps.Count, course.Values.Count));
    }

    [Fact]
    public void AHealthyNetworkHasNoFinding()
    {
        foreach (DoctorCase healthy in DoctorCases.Healthy(0, 8))
        {
            (Diagnosis diagnosis, _) = healthy.Examine();
            Assert.True(diagnosis.Findings.Count == 0, $"{healthy.Name}: {string.Join("\n", diagnosis.Findings)}");
            Assert.Equal("nothing found", $"{diagnosis}");
            Assert.NotEmpty(diagnosis.Courses);
        }
    }

    [Fact]
    public void CausesComeBeforeTheirConsequences()
    {
        Diagnosis sigmoids = DoctorCases.Ill(0, 1).Single().Examine().Diagnosis;
        Assert.Equal([FindingKind.VanishingGradients, FindingKind.Underfitting], sigmoids.Findings.Select(finding => finding.Kind));
        Assert.Contains("consequence", sigmoids.Findings[1].Reason, StringComparison.Ordinal);
        Assert.Contains("Sigmoid", sigmoids.Findings[0].Reason, StringComparison.Ordinal);
        Assert.Equal(FitVerdict.Underfitting, sigmoids.Fit.Verdict);

        // The first gradient is the smallest one, in every measurement of the course.
        LayerCourse[] gradients = [.. sigmoids.Findings[0].Courses];
        Assert.Equal(7, gradients.Length);
        Assert.True(gradients[0].Values[0] < 0.01 * gradients[^1].Values[0]);
    }

    /// <summary>The growth is that of a linear network of one weight, whose error is multiplied by 1 − 2·η·x² in every update.</summary>
    [Fact]
    public void ADivergedRunSaysWhereGradientsFirstGrew()
    {
        Dataset<double> rows = Dataset.Create<double>([1, 1], 1, [1, 1], 1);
        Network network = [new Dense(1, UseBias: false)];
        RunRecorder recorder = new();
        Model<double> model = network.Build<double>(1, 1);
        Assert.Throws<TrainingFailedException>(() => model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(20), Epochs = 400, BatchSize = 2, Recorder = recorder }));
        Finding finding = TrainingDoctor.Examine(recorder.GetRecording<double>()).Findings.First(own => own.Kind == FindingKind.LearningRateTooHigh);
        Assert.Equal(0, finding.Layer);
        Assert.Contains("in layers.0.weight: 39 times", finding.Reason, StringComparison.Ordinal);
        Assert.Equal(2, finding.Step);
    }

    [Fact]
    public void AModelIsExaminedWithoutItsTraining()
    {
        DoctorTask task = DoctorTask.Of("moons", 300, 3);
        Network network = [new Dense(16, new Relu()) { BiasInitializer = new Constant(-8) }, new Dense(1, new Sigmoid())];
        TrainingOptions options = new() { Loss = task.Loss, Validation = task.Valid };
        Diagnosis dead = TrainingDoctor.Examine(network.Build<float>(2, 1), task.Train, options);
        Assert.Equal(FindingKind.DeadUnits, dead.Findings[0].Kind);
        Assert.Equal(1, dead.Findings[0].Evidence[0].Value);

        Diagnosis leaking = TrainingDoctor.Examine(network.Build<float>(3, 1), task.Leaking(0.01, 5).Train, options with { Validation = null }, inputNames: ["x", "y", "total"]);
        Assert.Equal((FindingKind.LeakedTarget, 2), (leaking.Findings[0].Kind, leaking.Findings[0].Column));
        Assert.Contains("\"total\"", leaking.Findings[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunCanBeExaminedWhileItGoesOn()
    {
        DoctorCase one = DoctorCases.Ill(0, 1).Single();
        using LiveTraining<float> training = one.Network.Build<float>(2, 1).Start(one.Task.Train, one.Options with { Recorder = new RunRecorder() });
        Assert.DoesNotContain(TrainingDoctor.Examine(training.Recording!).Findings, finding => finding.Kind is not (FindingKind.VanishingGradients or FindingKind.Underfitting));
        training.Advance(200);
        Assert.Equal(FindingKind.VanishingGradients, TrainingDoctor.Examine(training.Recording!).Findings[0].Kind);
    }

    [Fact]
    public void ASparklineShowsTheCourse()
    {
        Assert.Equal("▁▅█ ", new LayerCourse("x", "layer 0", [0, 1, 2, 3], [1, 10, 100, double.NaN]).Sparkline());
        Assert.Equal("▁█▁", new LayerCourse("x", "layer 0", [0, 1, 2], [0, 1, 0]).Sparkline());
        Assert.Equal("▁▁", new LayerCourse("x", "layer 0", [0, 1], [0, 0]).Sparkline());
        Assert.Equal("", new LayerCourse("x", "layer 0", [], []).Sparkline());
    }
}
