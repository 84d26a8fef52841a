using Descent.Engine;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;
using Descent.Schedules;

namespace Descent.Training;

/// <content>The last part of a step: from gradients to parameters.</content>
internal sealed partial class Stepper<T>
{
    // The penalty's slopes for the update at hand.
    private double quadratic, absolute;

    private void Update(Moment moment)
    {
        if (options.Clipping is { } clipping)
        {
            Norms.Clip(gradients, trained, clipping.Form, NumberRange.Positive.At(clipping.Limit, moment, "Clipping's Limit"));
        }

        (quadratic, absolute) = options.Regularizer?.Slopes(frame.Columns, moment) ?? (0, 0);
        if (updater.LearntRate is not null)
        {
            Together(Part.Penalty);
            LearnRate(moment);
            (quadratic, absolute) = (0, 0);
        }

        Together(Part.Update);
        foreach (Parameter parameter in bounded)
        {
            Update<T, Lane128<T>>.Clamp(Parameters.View(parameter.Offset, 1, parameter.Count, parameter.Count), parameter.Bounds!.Value.Low, parameter.Bounds.Value.High);
        }

        if (options.Regularizer?.LargestNorm(moment) is { } limit)
        {
            LimitNeurons(limit);
        }
    }

    /// <summary>Tells how the gradients lie to the last step: products in double, in one fixed order, by one thread.</summary>
    private void LearnRate(Moment moment)
    {
        double product = 0, squares = 0, steps = 0;
        foreach (Parameter parameter in trained)
        {
            ReadOnlySpan<T> gradient = gradients.Span.Slice(parameter.Offset, parameter.Count);
            ReadOnlySpan<T> step = slots.Span.Slice(((updater.Slots - 1) * Parameters.Length) + parameter.Offset, parameter.Count);
            product += Norms.Product(gradient, step);
            squares += Norms.Product(gradient, gradient);
            steps += Norms.Product(step, step);
        }

        updater.Learn(moment, product, squares, steps);
    }

    private void LookAhead(Share share)
    {
        if (share.Count > 0)
        {
            int length = Parameters.Length;
            updater.LookAhead(Parameters.View(share.Start, 1, share.Count, length), gradients.View(share.Start, 1, share.Count, length), slots.View(share.Start, updater.Slots, share.Count, length));
        }
    }

    private void LimitNeurons(double limit)
    {
        foreach (Parameter matrix in decaying)
        {
            for (int neuron = 0; neuron < matrix.Rows; neuron++)
            {
                Norms.Limit(Parameters.Span.Slice(matrix.Offset + (neuron * matrix.Columns), matrix.Columns), limit);
            }
        }
    }

    private void Update(int member, int members)
    {
        bool all = options.Regularizer is { PenalizesAll: true };
        int decays = plan.Parameters.Decaying, trainable = plan.Parameters.Trainable;
        Range(0, decays, quadratic, absolute, decays: true);
        Range(decays, trainable, all ? quadratic : 0, all ? absolute : 0, decays: false);

        void Range(int from, int to, double quadratic, double absolute, bool decays)
        {
            Share share = Plan<T>.Columns(to - from, member, members);
            if (share.Count > 0)
            {
                int offset = from + share.Start, length = Parameters.Length;
                Matrix<T> own = Parameters.View(offset, 1, share.Count, length), gradient = gradients.View(offset, 1, share.Count, length);
                if (part == Part.Penalty)
                {
                    updater.Penalize(own, gradient, quadratic, absolute);
                }
                else
                {
                    updater.Apply(own, gradient, slots.View(offset, updater.Slots, share.Count, length), quadratic, absolute, decays);
                }
            }
        }
    }
}
