using Descent.Schedules;

namespace Descent.Cli.Explanations;

/// <summary>Draws the course of a schedule over the epochs.</summary>
internal static class ScheduleDrawing
{
    private const double Epochs = 100;
    private const int StepsPerEpoch = 100, Standstill = 20;

    // What reduce-on-plateau waits for: a loss that falls, then stands still.
    private static readonly double[] Losses = [.. Enumerable.Range(0, (int)Epochs).Select(epoch => 1.0 / (1 + Math.Min(epoch, Standstill)))];

    /// <summary>The drawing.</summary>
    public static Drawing Of(Schedule schedule) => new(
        "epoch", 0, schedule is WarmUpSchedule { Then: ConstantSchedule } rising ? 5 * rising.Epochs : Epochs,
        [new FunctionCurve("value, by epoch", "value", epoch => schedule.At(new Moment((long)(epoch * StepsPerEpoch), StepsPerEpoch) { Losses = Losses.AsMemory(0, Math.Min((int)epoch, Losses.Length)) }))])
    { Remark = schedule is PlateauSchedule ? $"The loss falls for {Standstill} epochs and stands still from there on." : "" };
}
