using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <content>What recordings read.</content>
internal sealed partial class FitLoop<T>
{
    private readonly Dataset<T> source;

    /// <summary>The recording of this run, or null.</summary>
    public RunRecording<T>? Recording { get; private set; }

    /// <summary>The number of updates made so far.</summary>
    public long Steps => steps;

    /// <summary>The number of updates per epoch.</summary>
    public int StepsPerEpoch => stepsPerEpoch;

    /// <summary>The records of the finished epochs.</summary>
    public IReadOnlyList<EpochRecord> Epochs => log.Records;

    /// <summary>Where the last batch is in the order of rows.</summary>
    public (int Start, int Count) Batch { get; private set; }

    /// <summary>The loss of the last batch; NaN before the first.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>The learning rate of the last update; NaN before the first.</summary>
    public double LearningRate => Batch.Count == 0 ? double.NaN : Rate(position);

    /// <summary>The norm of all gradients of the last update together, after clipping; NaN before the first.</summary>
    public double GradientNorm => Batch.Count == 0 || iteration is not null ? double.NaN : stepper.GradientNorm();

    /// <summary>Why training ended, or would end now.</summary>
    public StopReason Stop => failed ? StopReason.Diverged : IsOver ? stop : StopReason.Cancelled;

    /// <summary>Describes this run for a recording, which begins with the present state.</summary>
    public RunRecording<T> Describe(RecordingStates states)
    {
        states.Add(Capture());
        return new RunRecording<T>(model.Network, model.InputShape, model.Seed, model.Plan.LaneBits, source, options, stepsPerEpoch, states, steps, log.Records);
    }

    /// <summary>Creates a model with the present weights.</summary>
    public Model<T> CopyOf(Model<T> template) => new(template.Network, template.InputShape, template.Seed, template.Plan.LaneBits) { Block = Present() };

    /// <summary>Copies the present weights.</summary>
    public AlignedBlock<T> Present()
    {
        AlignedBlock<T> present = stepper.Parameters.Copy();
        model.Steps.Parameters.ClearPadding(present.Span);
        return present;
    }

    /// <summary>Performs the next update, and returns everything that determined it.</summary>
    public RecordedStep<T> Record()
    {
        Open();
        int own = epoch;
        AlignedBlock<T> before = stepper.Parameters.Copy(), slotsBefore = stepper.Slots.Copy();
        int[] taken = [.. order];
        Next();
        RecordedParameter<T>[] parameters = [.. model.Parameters.Select(parameter => Record(parameter, before, slotsBefore))];
        GC.KeepAlive(before);
        GC.KeepAlive(slotsBefore);
        return new RecordedStep<T>(steps, own, Loss, taken[Batch.Start..(Batch.Start + Batch.Count)], parameters);
    }

    private RecordedParameter<T> Record(Parameter parameter, AlignedBlock<T> before, AlignedBlock<T> slotsBefore)
    {
        T[] Values(AlignedBlock<T> block) => block.Span.Slice(parameter.Offset, parameter.Count).ToArray();
        if (iteration is not null || !stepper.Trains(parameter))
        {
            return new(parameter.Name, parameter.Shape, Values(before), [], Values(stepper.Parameters), []);
        }

        int slots = stepper.Slots.Length / Math.Max(1, groups.SlotLength);
        IReadOnlyList<string> names = options.Optimizer.StateNames;
        RecordedState<T>[] values = [.. Enumerable.Range(0, slots).Select(slot => new RecordedState<T>(slot < names.Count ? names[slot] : $"state {slot + 1}", Slot(slotsBefore, slot), Slot(stepper.Slots, slot)))];
        (double quadratic, double absolute) = stepper.PenaltyOf(parameter);
        (double rate, long updates) = stepper.RateOf(parameter, position);
        return new(parameter.Name, parameter.Shape, Values(before), Values(stepper.Gradients), Values(stepper.Parameters), values)
        {
            LearningRate = rate,
            Updates = updates,
            QuadraticPenalty = quadratic,
            AbsolutePenalty = absolute,
        };

        T[] Slot(AlignedBlock<T> block, int slot) => block.Span.Slice((slot * groups.SlotLength) + groups.SlotOffset(parameter), parameter.Count).ToArray();
    }
}
