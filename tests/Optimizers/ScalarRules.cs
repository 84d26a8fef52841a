using Descent.Optimizers;

namespace Descent.Tests.Optimizers;

/// <summary>One step of a rule for a single number: the new θ from the old one and the gradient as a function of the place.</summary>
internal delegate double ScalarRule(double place, Func<double, double> gradientAt, double rate);

/// <summary>Every rule once more, for one number, as its paper or note prints it. A new optimizer must be written down here.</summary>
internal static class ScalarRules
{
    public static ScalarRule Of(Optimizer optimizer) => optimizer switch
    {
        GradientDescent => (w, g, rate) => w - (rate * g(w)),
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
        return (w, g, rate) =>
        {
            v = (o.Beta * v) + ((o.Form == MomentumForm.HeavyBall ? 1 : 1 - o.Beta) * g(w));
            return w - (rate * v);
        };
    }

    private static ScalarRule Nesterov(Nesterov o)
    {
        double v = 0;
        return o.Form == NesterovForm.LookAhead
            ? (w, g, rate) =>
            {
                v = (o.Beta * v) + (rate * g(w - (o.Beta * v)));
                return w - v;
            }
        : (w, g, rate) =>
            {
                v = (o.Beta * v) + g(w);
                return w - (rate * (g(w) + (o.Beta * v)));
            };
    }

    private static ScalarRule Adagrad(Adagrad o)
    {
        double sum = o.Start;
        return (w, g, rate) =>
        {
            sum += g(w) * g(w);
            return w - (rate * g(w) / Root(sum, o.Epsilon, o.Placement));
        };
    }

    private static ScalarRule RmsProp(RmsProp o)
    {
        double square = 0, mean = 0, velocity = 0;
        return (w, g, rate) =>
        {
            square = (o.Beta * square) + ((1 - o.Beta) * g(w) * g(w));
            mean = (o.Beta * mean) + ((1 - o.Beta) * g(w));
            double variance = o.Centered ? Math.Max(0, square - (mean * mean)) : square;
            velocity = (o.Momentum * velocity) + (g(w) / Root(variance, o.Epsilon, o.Placement));
            return w - (rate * velocity);
        };
    }

    private static ScalarRule Adam(Adam o)
    {
        double m = 0, v = 0, largest = 0;
        int t = 0;
        return (w, g, rate) =>
        {
            t++;
            m = (o.Beta1 * m) + ((1 - o.Beta1) * g(w));
            v = (o.Beta2 * v) + ((1 - o.Beta2) * g(w) * g(w));
            largest = Math.Max(largest, v);
            double first = m / (1 - Math.Pow(o.Beta1, t)), second = (o.AmsGrad ? largest : v) / (1 - Math.Pow(o.Beta2, t));
            return w - (rate * first / Root(second, o.Epsilon, o.Placement));
        };
    }

    private static ScalarRule AdamW(AdamW o)
    {
        ScalarRule adam = Adam(new Adam(1, o.Beta1, o.Beta2, o.Epsilon));
        return (w, g, rate) => w - (rate * o.WeightDecay * w) + (adam(0, _ => g(w), 1) * rate);
    }

    private static ScalarRule Adadelta(Adadelta o)
    {
        double square = 0, steps = 0;
        return (w, g, rate) =>
        {
            square = (o.Beta * square) + ((1 - o.Beta) * g(w) * g(w));
            double step = -Math.Sqrt(steps + o.Epsilon) / Math.Sqrt(square + o.Epsilon) * g(w);
            steps = (o.Beta * steps) + ((1 - o.Beta) * step * step);
            return w + (rate * step);
        };
    }

    private static ScalarRule Adamax(Adamax o)
    {
        double m = 0, u = 0;
        int t = 0;
        return (w, g, rate) =>
        {
            t++;
            m = (o.Beta1 * m) + ((1 - o.Beta1) * g(w));
            u = Math.Max(o.Beta2 * u, Math.Abs(g(w)) + o.Epsilon);
            return w - (rate / (1 - Math.Pow(o.Beta1, t)) * m / u);
        };
    }

    private static ScalarRule Nadam(Nadam o)
    {
        double m = 0, v = 0, product = 1;
        int t = 0;
        double At(int step) => o.Form == NadamForm.Simple ? o.Beta1 : o.Beta1 * (1 - (Math.Pow(0.96, step * o.MomentumDecay) / 2));
        return (w, g, rate) =>
        {
            t++;
            m = (o.Beta1 * m) + ((1 - o.Beta1) * g(w));
            v = (o.Beta2 * v) + ((1 - o.Beta2) * g(w) * g(w));
            product *= At(t);
            double ahead = (At(t + 1) * m / (1 - (product * At(t + 1)))) + ((1 - At(t)) * g(w) / (1 - product));
            return w - (rate * ahead / (Math.Sqrt(v / (1 - Math.Pow(o.Beta2, t))) + o.Epsilon));
        };
    }

    private static ScalarRule Lion(Lion o)
    {
        double m = 0;
        return (w, g, rate) =>
        {
            double direction = Math.Sign((o.Beta1 * m) + ((1 - o.Beta1) * g(w)));
            m = (o.Beta2 * m) + ((1 - o.Beta2) * g(w));
            return w - (rate * direction);
        };
    }

    private static double Root(double x, double epsilon, EpsilonPlacement placement) =>
        placement == EpsilonPlacement.InsideRoot ? Math.Sqrt(x + epsilon) : Math.Sqrt(x) + epsilon;
}
