using Descent.Numerics;

namespace Descent;

/// <content>The last part of a step: from gradients to parameters.</content>
internal sealed partial class Stepper<T>
{
    // The penalty's slopes for the current update.
    private double quadratic, absolute;

    // Not null only if a penalty must produce exact zeros.
    private readonly ExactZeros<T>? zeros;

    /// <summary>Computes the gradient sums that <see cref="Plan{T}.Pass"/> has not computed.</summary>
    private void SumGradients()
    {
        if (!SumsInPass)
        {
            Together(Part.Gradient);
        }
    }

    private bool SumsInPass => Plan<T>.SumsInPass(frame.Columns, team.Members);

    private void Update(in TrainingPosition position)
    {
        // These need all gradients before the first parameter is updated.
        bool separate = options.Clipping is not null || updater.LearnedRate is not null || zeros is not null;
        if (separate)
        {
            SumGradients();
        }

        if (options.Clipping is { } clipping)
        {
            Norms.Clip(gradients, trained, clipping.Form, NumberRange.Positive.At(clipping.Limit, position, "Clipping's Limit"));
        }

        (quadratic, absolute) = options.Regularizer?.FiniteSlopes(frame.Columns, position) ?? (0, 0);
        if (zeros is not null)
        {
            foreach (Parameter parameter in PenalizedParameters)
            {
                zeros.Penalize(gradients.Span, parameter, absolute * groups.DecayFactor(parameter));
            }

            absolute = 0;
        }

        if (updater.LearnedRate is not null)
        {
            // The penalty of the padding between parameters would remain there and enter the norms of the next step.
            Together(Part.Penalty);
            plan.Parameters.ClearPadding(gradients.Span);
            LearnRate(position);
            (quadratic, absolute) = (0, 0);
        }

        Together(separate || SumsInPass ? Part.Update : Part.GradientAndUpdate);
        foreach (Parameter parameter in bounded)
        {
            Update<T, Lane128<T>>.Clamp(Parameters.View(parameter.Offset, 1, parameter.Count, parameter.Count), parameter.Bounds!.Value.Low, parameter.Bounds.Value.High);
        }

        if (zeros is not null)
        {
            foreach (Parameter parameter in PenalizedParameters)
            {
                zeros.Stop(Parameters.Span, parameter);
            }
        }

        if (options.Regularizer?.LargestNorm(position) is { } limit)
        {
            LimitNeurons(limit);
        }
    }

    /// <summary>Updates the learned rate from the products of gradients and the last step, in double, in a fixed order, on one thread.</summary>
    private void LearnRate(in TrainingPosition position)
    {
        double product = 0, squares = 0, steps = 0;
        foreach (Parameter parameter in trained)
        {
            ReadOnlySpan<T> gradient = gradients.Span.Slice(parameter.Offset, parameter.Count);
            ReadOnlySpan<T> step = slots.Span.Slice(((updater.Slots - 1) * groups.SlotLength) + groups.SlotOffset(parameter), parameter.Count);
            product += Reductions.Product(gradient, step);
            squares += Reductions.Product(gradient, gradient);
            steps += Reductions.Product(step, step);
        }

        updater.Learn(position, product, squares, steps);
    }

    private Parameter[] PenalizedParameters => options.Regularizer!.PenalizesAll ? trained : decaying;

    private void LimitNeurons(double limit)
    {
        foreach (Parameter matrix in decaying)
        {
            // A vector to which a group applies decay, such as biases, is not a matrix of one row per neuron.
            for (int neuron = 0; neuron < matrix.Rows && !matrix.IsVector; neuron++)
            {
                Norms.Limit(Parameters.Span.Slice(matrix.Offset + (neuron * matrix.Columns), matrix.Columns), limit);
            }
        }
    }

    /// <summary>
    /// Executes the current part for a thread's own parameters. They are those whose gradients it sums, so that they stay in its caches. A single
    /// thread processes all parameters in two runs, whatever the network.
    /// </summary>
    private void Own(int member, int members)
    {
        if (members == 1 && groups.IsPlain)
        {
            int decays = plan.Parameters.Decaying;
            Run(updater, 0, 0, decays, decays: true);
            Run(updater, decays, decays, plan.Parameters.Trainable - decays, decays: false);
            return;
        }

        foreach (Parameter parameter in trained)
        {
            ThreadRange share = Plan<T>.Units(parameter, member, members);
            int first = share.Start * parameter.UnitSize;
            Run(updaters[groups.FactorIndex(parameter)], parameter.Offset + first, groups.SlotOffset(parameter) + first, share.Count * parameter.UnitSize, groups.Decays(parameter), groups.DecayFactor(parameter));
        }
    }

    private void Run(Updater<T> updater, int offset, int slot, int count, bool decays, double decayFactor = 1)
    {
        if (count == 0)
        {
            return;
        }

        int length = Parameters.Length;
        Matrix<T> own = Parameters.View(offset, 1, count, length), gradient = gradients.View(offset, 1, count, length);
        bool penalized = decays || options.Regularizer is { PenalizesAll: true };
        double square = penalized ? quadratic * decayFactor : 0, size = penalized ? absolute * decayFactor : 0;
        switch (part)
        {
            case Part.LookAhead:
                updater.LookAhead(own, gradient, slots.View(slot, updater.Slots, count, groups.SlotLength));
                break;
            case Part.Penalty:
                updater.Penalize(own, gradient, square, size);
                break;
            default:
                updater.Apply(own, gradient, slots.View(slot, updater.Slots, count, groups.SlotLength), square, size, decays);
                break;
        }
    }
}
