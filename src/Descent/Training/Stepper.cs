using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Performs single updates. Each thread takes some columns of the batch through gathering, forward pass, loss and backward pass (in several
/// phases, separated by barriers, if an operation needs the whole batch or threads divide a matrix). Then it sums the
/// gradients of some rows of every parameter and updates these rows, which no other thread touches.
/// No sum is split among threads, so the result has the same bits for any number of threads. Nothing is allocated per step.
/// </summary>
internal sealed partial class Stepper<T> : ITeamWork, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The size of the inputs, in bytes, from which the rows of the next batch are prefetched; smaller inputs stay in the second-level cache.</summary>
    private const int FarFrom = 1 << 20;

    private readonly Plan<T> plan;
    private readonly Frame<T> frame;
    private readonly Team team;
    private readonly Updater<T> updater;
    private readonly Updater<T>[] updaters;
    private readonly TrainingPositionContext?[] contexts;
    private readonly TrainedParameters groups;
    private readonly TrainingOptions options;
    private readonly AlignedBlock<T> gradients, slots;

    // Those that are trained in the current epoch; parameters of a group may be frozen for some epochs.
    private Parameter[] bounded = [], decaying = [], trained = [];
    private int trainedAfter = -1;

    private Part part;
    private Dataset<T> data;
    private ReadOnlyMemory<T> weights;
    private int[] order, sequence = [];
    private int start, phase;
    private double scale;

    // The number of samples and the value with which the row of weights was filled, and whether the next pass needs the same.
    private (int Count, double Scale) filled;
    private bool hasFill;

    public Stepper(CompiledTraining<T> compiled, Dataset<T> data, ReadOnlyMemory<T> weights, int capacity, int threads, AlignedBlock<T> parameters)
    {
        this.data = data;
        this.weights = weights;
        options = compiled.Options;
        Parameters = parameters;
        (groups, plan, updaters) = (compiled.Groups, compiled.Plan, compiled.Updaters);
        contexts = [.. groups.Factors.Select(factors => factors == GroupFactors.None ? null : new TrainingPositionContext { RateFactor = factors.Rate, DecayFactor = factors.Decay, FrozenEpochs = factors.FrozenEpochs })];
        updater = updaters[Array.IndexOf(groups.Factors, GroupFactors.None)];
        gradients = new AlignedBlock<T>(parameters.Length);
        slots = new AlignedBlock<T>((long)groups.SlotLength * updater.Slots);
        frame = new Frame<T>(plan, capacity, training: true, threads) { Parameters = parameters, Gradients = gradients, Seed = compiled.Seed };
        team = new Team(threads);
        zeros = options.Regularizer is { StopsAtZero: true } ? new ExactZeros<T>(plan.Parameters.Length) : null;
        order = [];
        Thaw(0);
    }

    private enum Part
    {
        Pass,
        Gradient,
        LookAhead,
        Penalty,
        Update,
        GradientAndUpdate,
    }

    /// <summary>The parameters that are being trained.</summary>
    public AlignedBlock<T> Parameters { get; }

    /// <summary>The gradients of the last batch.</summary>
    public AlignedBlock<T> Gradients => gradients;

    /// <summary>The state of the optimizer.</summary>
    public AlignedBlock<T> Slots => slots;

    /// <summary>The learning rate that the optimizer has learned, if it learns one.</summary>
    public double? LearnedRate
    {
        get => updater.LearnedRate;
        set
        {
            if (value is not null)
            {
                updater.LearnedRate = value;
            }
        }
    }

    /// <summary>Gets the learning rate of the last update, which was made at this position.</summary>
    public double LearningRate(in TrainingPosition position) => updater.LearnedRate ?? options.Optimizer.Rate(position);

    public int Capacity => frame.Capacity;

    /// <summary>The number of threads.</summary>
    public int Members => team.Members;

    /// <summary>Performs one update.</summary>
    /// <param name="order">Row numbers.</param>
    /// <param name="start">Where the batch begins in the row numbers.</param>
    /// <param name="count">Rows of the batch.</param>
    /// <param name="position">The point in training.</param>
    /// <param name="keep">Receives the parameters before the update if their loss is finite; with an optimizer that looks ahead, in any case.</param>
    /// <returns>The loss of the batch before the update, at the point where its gradient was computed; if it is not finite, no update was made.</returns>
    public double Step(int[] order, int start, int count, in TrainingPosition position, AlignedBlock<T>? keep = null)
    {
        for (int i = 0; i < updaters.Length; i++)
        {
            if (contexts[i] is { } own)
            {
                updaters[i].Prepare(position with { Context = own });
            }
            else
            {
                updaters[i].Prepare(position);
            }
        }

        Thaw((int)Math.Min(position.Step / Math.Max(1, position.StepsPerEpoch), int.MaxValue));
        zeros?.Remember(Parameters.Span);
        if (updater.LooksAhead)
        {
            Keep(keep);
            keep = null;
            Together(Part.LookAhead);
        }

        frame.Begin(plan, position);
        double loss = Pass(order, start, count, learning: true, of: count);
        if (double.IsFinite(loss))
        {
            Keep(keep);
            Update(position);
        }

        return loss;
    }

    /// <summary>Sets the position of the first update, from which rules count the updates of their averages.</summary>
    public void BeginUpdatesAt(long position)
    {
        foreach (TrainingPositionContext? own in contexts)
        {
            own?.FirstUpdate = position;
        }
    }

    /// <summary>Determines the parameters that are trained after a number of finished epochs.</summary>
    private void Thaw(int finished)
    {
        // A method of its own, because the delegate below would be allocated by every update.
        if (finished != trainedAfter && trainedAfter < groups.LastThaw)
        {
            Select(finished);
        }
    }

    private void Select(int finished)
    {
        trainedAfter = finished;
        Parameter[] now = [.. groups.InOrder.Where(parameter => groups.TrainsAfter(parameter, finished))];
        if (now.Length != trained.Length)
        {
            trained = now;
            bounded = [.. trained.Where(p => p.Bounds is not null)];
            decaying = [.. trained.Where(groups.Decays)];
        }
    }

    /// <summary>Performs one update on rows other than those of the constructor.</summary>
    public double Step(Dataset<T> rows, in TrainingPosition position, AlignedBlock<T> keep)
    {
        (data, weights) = (rows, rows.Weights);
        if (sequence.Length < rows.Rows)
        {
            sequence = [.. Enumerable.Range(0, rows.Rows)];
        }

        return Step(sequence, 0, rows.Rows, position, keep);
    }

    /// <inheritdoc/>
    // A single copy of the pass. If profile-guided inlining decided, its speed would depend on the first run.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Execute(int member, int members)
    {
        switch (part)
        {
            case Part.Pass:
                ThreadRange share = Plan<T>.Columns(frame.Columns, member, members);
                if (phase == 0 && share.Count > 0)
                {
                    Gather(share);
                }

                plan.Pass(frame, phase, member, members, gradient: frame.Learning);
                break;
            case Part.Gradient:
                plan.Gradient(frame, member, members);
                break;
            case Part.GradientAndUpdate:
                plan.Gradient(frame, member, members);
                Own(member, members);
                break;
            default:
                Own(member, members);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => team.Dispose();

    private double Pass(int[] order, int start, int count, bool learning, int of)
    {
        (this.order, this.start) = (order, start);
        (frame.Columns, frame.Learning) = (count, learning);
        double factor = plan.Loss!.Scale(of, learning);
        hasFill = weights.IsEmpty && filled == (count, factor);
        filled = weights.IsEmpty ? (count, factor) : (0, 0);
        scale = factor;
        int phases = plan.Phases(learning, gradient: learning, count, team.Members);
        for (phase = 0; phase < phases; phase++)
        {
            Together(Part.Pass);
        }

        return Reductions.Sum(frame.Losses.Row(0));
    }

    private void Keep(AlignedBlock<T>? place)
    {
        if (place is not null)
        {
            Parameters.Span.CopyTo(place.Span);
        }
    }

    private void Together(Part part)
    {
        this.part = part;
        team.Run(this);
    }

    private void Gather(ThreadRange share)
    {
        ReadOnlySpan<int> rows = order.AsSpan(start + share.Start, share.Count);
        Transposition<T>.Gather(data.Inputs.Span, rows, frame.Value(plan.Input, share));
        Transposition<T>.Gather(data.Targets.Span, rows, frame.Value(plan.Target, share));
        int next = start + share.Start + frame.Columns;
        if (data.Inputs.Length > FarFrom / Unsafe.SizeOf<T>() && next + share.Count <= order.Length)
        {
            ReadOnlySpan<int> soon = order.AsSpan(next, share.Count);
            Transposition<T>.Prefetch(data.Inputs.Span, soon, plan.Input.Rows);
            Transposition<T>.Prefetch(data.Targets.Span, soon, plan.Target.Rows);
        }

        if (hasFill)
        {
            return;
        }

        Matrix<T> row = frame.Weights.SliceColumns(share.Start, share.Count);
        Span<T> own = row.PaddedRow(0);
        T factor = T.CreateTruncating(scale);
        own[..share.Count].Fill(factor);
        own[share.Count..].Clear();
        if (!weights.IsEmpty)
        {
            ReadOnlySpan<T> given = weights.Span;
            for (int i = 0; i < rows.Length; i++)
            {
                own[i] = factor * given[rows[i]];
            }
        }
    }
}
