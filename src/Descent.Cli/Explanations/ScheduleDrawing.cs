namespace Descent.Cli.Explanations;

internal static class ScheduleDrawing
{
    private const double Usual = 100, Most = 100_000;
    private const int StepsPerEpoch = 100, Standstill = 20;

    public static Drawing Of(Schedule schedule)
    {
        double epochs = schedule is WarmUpSchedule { Then: ConstantSchedule } rising ? 5 * rising.Epochs : Math.Clamp(Length(schedule), Usual, Most);
        // A plateau schedule waits for a loss that falls and then stops falling.
        double[] losses = schedule is PlateauSchedule ? [.. Enumerable.Range(0, (int)epochs).Select(epoch => 1.0 / (1 + Math.Min(epoch, Standstill)))] : [];
        return new Drawing("epoch", 0, epochs, [new FunctionCurve("value, by epoch", "value", epoch => schedule.At(new TrainingPosition((long)(epoch * StepsPerEpoch), StepsPerEpoch) { Losses = losses.AsMemory(0, Math.Min((int)epoch, losses.Length)) }))])
        {
            Remark = schedule is PlateauSchedule ? $"The loss falls for {Standstill} epochs and stays the same afterwards." : "",
        };
    }

    /// <summary>The number of epochs that show everything that a schedule does.</summary>
    private static double Length(Schedule schedule) => schedule switch
    {
        CosineSchedule cosine => cosine.Epochs ?? Usual,
        FlatCosineSchedule flat => flat.Epochs ?? Usual,
        LogarithmicCosineSchedule waves => waves.Epochs ?? Usual,
        PolynomialSchedule polynomial => polynomial.Epochs ?? Usual,
        OneCycleSchedule cycle => cycle.Epochs ?? Usual,
        CosineRestartsSchedule restarts => restarts.Epochs * (1 + restarts.Growth),
        MultiStepSchedule steps => 1.2 * steps.Milestones[^1],
        StepSchedule steps => 4 * steps.Every,
        ExponentialSchedule exponential => 4 * exponential.Every,
        WarmUpSchedule rising => rising.Epochs + Length(rising.Then),
        PlateauSchedule plateau => Standstill + (4.0 * plateau.Patience),
        _ => 0,
    };
}
