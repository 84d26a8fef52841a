namespace Descent.Tests.Optimizers;

/// <summary>One step of a rule for a single number: the new θ from the old one and the gradient as a function of the place.</summary>
internal delegate double ScalarRule(double place, Func<double, double> gradientAt, double rate, TrainingPosition position);

/// <summary>Every rule once more, for one number, as its paper or note prints it. A new optimizer must be written down here.</summary>
internal static class ScalarRules
{
    public static ScalarRule Of(Optimizer optimizer) => optimizer switch
    {
        GradientDescent => (w, g, rate, at) => w - (rate * g(w)),
        Momentum o => Momentum(o),
        Nesterov o => Nesterov(o),
        Adagrad o => Adagrad(o),
        RmsProp o => RmsProp(o),
        Adam o => Adam(o),
        AdamW o => AdamW(o),
        Adadelta o => Adadelta(o),
        Adamax o => Adamax(o),
        Nadam o => Nadam(o),
        Lion o => Lion(o),
        _ => throw new ArgumentException($"Write down the formula of {optimizer} here."),
    };

    private static ScalarRule Momentum(Momentum o)
    {
        double v = 0;
        return (w, g, rate, at) =>
        {
            v = (o.Beta.At(at) * v) + ((o.Form == MomentumForm.HeavyBall ? 1 : 1 - o.Beta.At(at)) * g(w));
            return w - (rate * v);
        };
    }

    private static ScalarRule Nesterov(Nesterov o)
    {
        double v = 0;
        return o.Form == NesterovForm.LookAhead
            ? (w, g, rate, at) =>
            {
                v = (o.Beta.At(at) * v) + (rate * g(w - (o.Beta.At(at) * v)));
                return w - v;
            }
        : (w, g, rate, at) =>
            {
                v = (o.Beta.At(at) * v) + g(w);
                return w - (rate * (g(w) + (o.Beta.At(at) * v)));
            };
    }

    private static ScalarRule Adagrad(Adagrad o)
    {
        double sum = o.Start;
        return (w, g, rate, at) =>
        {
            sum += g(w) * g(w);
            return w - (rate * g(w) / Root(sum, o.Epsilon.At(at), o.Placement));
        };
    }

    private static ScalarRule RmsProp(RmsProp o)
    {
        double square = 0, mean = 0, velocity = 0;
        return (w, g, rate, at) =>
        {
            square = (o.Beta.At(at) * square) + ((1 - o.Beta.At(at)) * g(w) * g(w));
            mean = (o.Beta.At(at) * mean) + ((1 - o.Beta.At(at)) * g(w));
            double variance = o.Centered ? Math.Max(0, square - (mean * mean)) : square;
            velocity = (o.Momentum.At(at) * velocity) + (g(w) / Root(variance, o.Epsilon.At(at), o.Placement));
            return w - (rate * velocity);
        };
    }

    private static ScalarRule Adam(Adam o)
    {
        double m = 0, v = 0, largest = 0, product1 = 1, product2 = 1;
        return (w, g, rate, at) =>
        {
            double beta1 = o.Beta1.At(at), beta2 = o.Beta2.At(at);
            (product1, product2) = (product1 * beta1, product2 * beta2);
            m = (beta1 * m) + ((1 - beta1) * g(w));
            v = (beta2 * v) + ((1 - beta2) * g(w) * g(w));
            largest = Math.Max(largest, v);
            double first = m / (1 - product1), second = (o.AmsGrad ? largest : v) / (1 - product2);
            double epsilon = o.Epsilon.At(at);

            // Kingma and Ba, section 2: the efficient order, with ε hat.
            return o.Placement == AdamEpsilonPlacement.BeforeCorrection
                ? w - (rate * Math.Sqrt(1 - product2) / (1 - product1) * m / (Math.Sqrt(o.AmsGrad ? largest : v) + epsilon))
                : w - (rate * first / (o.Placement == AdamEpsilonPlacement.InsideRoot ? Math.Sqrt(second + epsilon) : Math.Sqrt(second) + epsilon));
        };
    }

    private static ScalarRule AdamW(AdamW o)
    {
        ScalarRule adam = Adam(new Adam(1, o.Beta1, o.Beta2, o.Epsilon, o.Placement, o.AmsGrad));
        return (w, g, rate, at) => w - (rate * o.WeightDecay.At(at) * w) + (adam(0, _ => g(w), 1, at) * rate);
    }

    private static ScalarRule Adadelta(Adadelta o)
    {
        double square = 0, steps = 0;
        return (w, g, rate, at) =>
        {
            square = (o.Beta.At(at) * square) + ((1 - o.Beta.At(at)) * g(w) * g(w));
            double step = -Math.Sqrt(steps + o.Epsilon.At(at)) / Math.Sqrt(square + o.Epsilon.At(at)) * g(w);
            steps = (o.Beta.At(at) * steps) + ((1 - o.Beta.At(at)) * step * step);
            return w + (rate * step);
        };
    }

    private static ScalarRule Adamax(Adamax o)
    {
        double m = 0, u = 0, product = 1;
        return (w, g, rate, at) =>
        {
            double beta1 = o.Beta1.At(at);
            product *= beta1;
            m = (beta1 * m) + ((1 - beta1) * g(w));
            u = Math.Max(o.Beta2.At(at) * u, Math.Abs(g(w)) + o.Epsilon.At(at));
            return w - (rate / (1 - product) * m / u);
        };
    }

    private static ScalarRule Nadam(Nadam o)
    {
        double m = 0, v = 0, product = 1, product2 = 1;
        int t = 0;
        return (w, g, rate, at) =>
        {
            double beta1 = o.Beta1.At(at), beta2 = o.Beta2.At(at);
            double At(int step) => o.Form != NadamForm.MomentumSchedule ? beta1 : beta1 * (1 - (Math.Pow(0.96, step * o.MomentumDecay.At(at)) / 2));
            t++;
            m = (beta1 * m) + ((1 - beta1) * g(w));
            v = (beta2 * v) + ((1 - beta2) * g(w) * g(w));
            (product, product2) = (product * At(t), product2 * beta2);
            double ahead = o.Form == NadamForm.Ruder ? ((beta1 * m) + ((1 - beta1) * g(w))) / (1 - product) : (At(t + 1) * m / (1 - (product * At(t + 1)))) + ((1 - At(t)) * g(w) / (1 - product));
            return w - (rate * ahead / (Math.Sqrt(v / (1 - product2)) + o.Epsilon.At(at)));
        };
    }

    private static ScalarRule Lion(Lion o)
    {
        double m = 0;
        return (w, g, rate, at) =>
        {
            double direction = Math.Sign((o.Beta1.At(at) * m) + ((1 - o.Beta1.At(at)) * g(w)));
            m = (o.Beta2.At(at) * m) + ((1 - o.Beta2.At(at)) * g(w));
            return w - (rate * direction);
        };
    }

    /// <summary>
    /// The learned rates from their definition: the derivative of the last step with respect to its rate, memory fixed, is the difference
    /// of that step at the rates 0 and 1, for every rule takes steps in proportion to its rate.
    /// </summary>
    public static double[][] Walk(Hypergradient o, double[] start, double[][] gradients)
    {
        List<double> rates = [];
        double[][] places = new double[gradients.Length][];
        double rate = o.LearningRate.At(new TrainingPosition(0, 3));
        for (int t = 0; t < gradients.Length; t++)
        {
            if (t > 0)
            {
                double[] direction = [.. To(t, [.. rates[..^1], 0]).Zip(To(t, [.. rates[..^1], 1]), (standing, moved) => standing - moved)];
                double product = gradients[t].Zip(direction, (g, u) => g * u).Sum(), norms = Math.Sqrt(gradients[t].Sum(g => g * g) * direction.Sum(u => u * u));
                double speed = o.HyperLearningRate.At(new TrainingPosition(t, 3));
                rate = o.Form == HypergradientForm.Additive ? rate + (speed * product) : rate * (1 + (speed * product / norms));
                rate = Math.Max(o.Lowest, Math.Min(o.Highest, rate));
            }

            rates.Add(rate);
            places[t] = To(t + 1, rates);
        }

        return places;

        double[] To(int steps, List<double> taken)
        {
            double[] at = [.. start];
            for (int i = 0; i < at.Length; i++)
            {
                ScalarRule rule = Of(o.Inner);
                for (int t = 0; t < steps; t++)
                {
                    double gradient = gradients[t][i];
                    at[i] = rule(at[i], _ => gradient, taken[t], new TrainingPosition(t, 3));
                }
            }

            return at;
        }
    }

    private static double Root(double x, double epsilon, EpsilonPlacement placement) =>
        placement == EpsilonPlacement.InsideRoot ? Math.Sqrt(x + epsilon) : Math.Sqrt(x) + epsilon;
}
