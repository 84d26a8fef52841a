using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>
/// Examines a training and names what is wrong with it: the layers at some of its updates, the rows, and the verdict on the fit. Causes come before their
/// consequences: a deep network of sigmoids that learned nothing has vanishing gradients first, and underfits for that reason.
/// </summary>
/// <remarks>
/// Every finding has the numbers on which it rests, their limits, and remedies. <see cref="FindingKind"/> is in the order of causes; the documentation gives the reason of every limit.
/// The examination recomputes up to <see cref="MostSteps"/> updates from the recording, and up to <see cref="MostGrowthSteps"/> of a run that failed.
/// </remarks>
/// <example>
/// <code>
/// RunRecorder recorder = new();
/// model.Fit(rows, options with { Recorder = recorder });
/// Diagnosis diagnosis = TrainingDoctor.Examine(recorder.GetRecording&lt;float&gt;());
/// </code>
/// </example>
public static class TrainingDoctor
{
    /// <summary>The largest number of updates that are examined: 16.</summary>
    public const int MostSteps = 16;

    /// <summary>The largest number of updates before a failure in which the growth of gradients is looked for: 1,000.</summary>
    public const int MostGrowthSteps = 1_000;

    /// <summary>The largest number of rows on which layers are measured: 256.</summary>
    public const int ExaminedRows = 256;

    /// <summary>The largest number of training rows on which the skill is measured: 5,000.</summary>
    public const int JudgedRows = 5_000;

    /// <summary>Examines a recorded training, which may still go on.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="recording">The recording.</param>
    /// <param name="inputNames">The names of the input columns, for messages; by default those of its preprocessor, if it has one.</param>
    /// <param name="fit">The verdict on the fit, if rows that the recording does not know have shown it; by default it is found from the training and validation rows.</param>
    /// <returns>The diagnosis.</returns>
    public static Diagnosis Examine<T>(RunRecording<T> recording, IReadOnlyList<string>? inputNames = null, FitDiagnosis? fit = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(recording);
        long first = recording.FirstStep, last = recording.Steps;
        Model<T> start = recording.ModelAt(first);
        Measuring<T> measuring = new(Sample(recording.Rows, ExaminedRows), recording.Options.Loss, start);
        List<LayerMeasurement> measurements = [];
        foreach (long step in Chosen(first, last))
        {
            measurements.Add(measuring.Of(recording.ModelAt(step), step, step < last ? recording.StepAt(step + 1) : null));
        }

        History history = recording.History ?? new History(recording.Epochs, recording.Epochs.Count, last, 0, 1, StopReason.Cancelled);
        long kept = (long)history.BestEpoch * recording.StepsPerEpoch;
        Model<T> result = kept > first && kept <= last && recording.Options is { Validation: not null, RestoreBestWeights: true } ? recording.ModelAt(kept) : recording.ModelAt(last);
        return Of(result, recording.Options, history, recording.Rows, measurements, inputNames ?? recording.Preprocessor?.InputNames, recording.Failure is null ? null : GradientGrowth.Find(recording), fit);
    }

    /// <summary>Examines a model as it is, without the course of its training: its layers, the rows, and the fit to them.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="options">The options with which it was trained; the loss, and unseen rows as <see cref="TrainingOptions.Validation"/>, matter most.</param>
    /// <param name="history">The history of its training; null, the default, if it is not known.</param>
    /// <param name="inputNames">The names of the input columns, for messages; default none.</param>
    /// <returns>The diagnosis.</returns>
    /// <exception cref="ArgumentException">If rows, options and model do not fit each other.</exception>
    public static Diagnosis Examine<T>(Model<T> model, Dataset rows, TrainingOptions options, History? history = null, IReadOnlyList<string>? inputNames = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        (Dataset<T> own, options) = FitChecks.Prepare(model, rows, options);
        LayerMeasurement now = new Measuring<T>(Sample(own, ExaminedRows), options.Loss, model).Of(model, history?.Steps ?? 0, update: null);
        return Of(model, options, history ?? new History([], 0, 0, 0, 1, StopReason.Completed), own, [now], inputNames, growth: null);
    }

    private static Diagnosis Of<T>(Model<T> model, TrainingOptions options, History history, Dataset<T> rows, IReadOnlyList<LayerMeasurement> measurements, IReadOnlyList<string>? inputNames, (long, string, double)? growth, FitDiagnosis? fit = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        OutcomeForm form = FitChecks.FormOf(model, options);
        Outcome trained = OutcomeOf(model, Sample(rows, JudgedRows), form);
        FitSkill? skill = form is OutcomeForm.Counts || !trained.IsUsable ? null : FitSkill.Of(
            trained, options.Validation?.As<T>() is { Rows: >= FitDiagnosis.FewestRows } unseen ? OutcomeOf(model, Sample(unseen, JudgedRows), form) : null) with
        { UnseenChoseEpoch = options.RestoreBestWeights };
        Examination examination = new()
        {
            Options = options,
            History = history,
            Measurements = measurements,
            Rows = Sample(rows, JudgedRows).As<double>(),
            InputNames = inputNames,
            Range = model.Plan.OutputRange,
            Form = form,
            Fit = fit ?? (history.Epochs.Count == 0 && skill is not null && history.Stop != StopReason.Diverged ? WithoutCourse(skill) : FitDiagnosis.Of(history, skill)),
            Skill = skill?.Training ?? double.NaN,
            Trained = trained,
            Growth = growth,
        };
        return new Diagnosis(Findings.Of(examination), examination.Fit)
        {
            Courses = [.. examination.CoursesOf("gradient", matrix => matrix.Gradient), .. examination.CoursesOf("step", matrix => matrix.Step), .. examination.CoursesOf("dead neurons", units => units.Dead), .. examination.CoursesOf("saturated outputs", units => units.Saturated)],
        };
    }

    /// <summary>The verdict by the skill alone.</summary>
    private static FitDiagnosis WithoutCourse(FitSkill skill)
    {
        FitVerdict verdict = skill.Gap == FitGap.Large ? FitVerdict.Overfitting : skill.Training < FitDiagnosis.LittleSkill ? FitVerdict.Underfitting : skill.Unseen is null ? FitVerdict.Undecided : FitVerdict.Good;
        return new FitDiagnosis(verdict, $"{FitWords.Learned(skill, "The model")}{FitWords.AndOnUnseen(skill)}.", FitAdvice.For(verdict, skill), [new("trainingSkill", skill.Training, "skill on training rows", $"below 0.3: underfitting")]);
    }

    /// <summary>The steps to examine: the first ones, in which most illnesses begin, and others evenly spaced.</summary>
    private static long[] Chosen(long first, long last)
    {
        IEnumerable<long> early = [first, first + 1, first + 3, first + 10], even = Enumerable.Range(0, MostSteps - 4).Select(i => first + ((last - first) * i / (MostSteps - 5)));
        return [.. early.Concat(even).Where(step => step <= last).Distinct().Order()];
    }

    private static Dataset<T> Sample<T>(Dataset<T> rows, int most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rows.Rows <= most ? rows : rows.Select([.. Enumerable.Range(0, most).Select(i => (int)((long)i * rows.Rows / most))]);

    private static Outcome OutcomeOf<T>(Model<T> model, Dataset<T> rows, OutcomeForm form)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] outputs = model.Predict(rows.Inputs.Span);
        if (model.Plan.OutputRange == OutputRange.LogDistribution)
        {
            outputs = Array.ConvertAll(outputs, T.Exp);
        }

        bool areScores = form is not (OutcomeForm.Regression or OutcomeForm.Counts) && model.Plan.OutputRange is not (OutputRange.UnitInterval or OutputRange.Distribution or OutputRange.LogDistribution);
        return Outcome.From<T>(form, rows.Targets.Span, outputs, rows.TargetColumns) with { HasProbabilities = !areScores };
    }
}
