namespace Descent;

/// <summary>
/// The line search of Moré and Thuente, "Line search algorithms with guaranteed sufficient decrease", 1994, with the constants of L-BFGS-B: finds a length α along a
/// descent direction with <c>φ(α) ≤ φ(0) + 10⁻³·α·φ′(0)</c> and <c>|φ′(α)| ≤ 0.9·|φ′(0)|</c>.
/// </summary>
internal struct StrongWolfeSearch
{
    private const double Decrease = 1e-3, Curvature = 0.9, Width = 0.1, Longest = 1e10, Least = 1.1, Most = 4, Shrinks = 0.66;

    // The best length so far, the other end of the interval, and whether both enclose a solution.
    private Point best, other;
    private bool isBracketed;
    private double step, low, high, longest;

    private StrongWolfeSearch(double value, double slope, double first)
    {
        best = other = new Point(0, value, slope);
        (step, high, longest) = (first, first + (Most * first), Longest);
    }

    /// <summary>Runs the search.</summary>
    /// <param name="evaluate">Computes the value and the slope at a length; a value that is not finite marks lengths that are too long.</param>
    /// <param name="value">The value at 0.</param>
    /// <param name="slope">The slope at 0, below 0.</param>
    /// <param name="first">The first length to try.</param>
    /// <param name="evaluations">The most evaluations.</param>
    /// <returns>The length, which was evaluated last; 0 if none was found.</returns>
    public static double Run(Func<double, (double Value, double Slope)> evaluate, double value, double slope, double first, int evaluations)
    {
        StrongWolfeSearch search = new(value, slope, first);
        double promised = Decrease * slope, width = Longest, wider = 2 * width;
        bool isSecondStage = false;
        for (int i = 0; i < evaluations; i++)
        {
            Point at = search.Evaluate(evaluate);
            if (!double.IsFinite(at.Value) || !double.IsFinite(at.Slope))
            {
                search.Retreat();
                continue;
            }

            double limit = value + (at.Length * promised);
            isSecondStage |= at.Value <= limit && at.Slope >= 0;
            if (at.Value <= limit && Math.Abs(at.Slope) <= Curvature * -slope)
            {
                return at.Length;
            }

            if (search.IsAtEnd || (at.Length == search.longest && at.Value <= limit && at.Slope <= promised))
            {
                // No further progress is possible, because of rounding or because the function falls without end.
                return at.Value < value ? at.Length : 0;
            }

            // In the first stage, the interval is updated by the function minus the promised decrease.
            bool isModified = !isSecondStage && at.Value <= search.best.Value && at.Value > limit;
            search.Update(at, isModified ? promised : 0);
            if (search.isBracketed)
            {
                double size = Math.Abs(search.other.Length - search.best.Length);
                search.step = size >= Shrinks * wider ? search.best.Length + ((search.other.Length - search.best.Length) / 2) : search.step;
                (wider, width) = (width, size);
            }

            search.Bound();
        }

        return 0;
    }

    private readonly bool IsAtEnd => isBracketed && (step <= low || step >= high || high - low <= Width * high);

    private readonly Point Evaluate(Func<double, (double Value, double Slope)> evaluate)
    {
        (double value, double slope) = evaluate(step);
        return new Point(step, value, slope);
    }

    /// <summary>After a length at which the function is not finite: goes back towards the best one, and never that far again.</summary>
    private void Retreat()
    {
        (low, high, longest) = (best.Length, step, step);
        step = best.Length + ((step - best.Length) / 10);
    }

    /// <summary>Moves an end of the interval to a point, and chooses the next length by interpolation.</summary>
    /// <param name="at">The point.</param>
    /// <param name="promised">The slope of a line that is subtracted from the function.</param>
    private void Update(Point at, double promised)
    {
        (Point x, Point y, Point p) = (best.Minus(promised), other.Minus(promised), at.Minus(promised));
        double next = Next(x, y, p);
        if (p.Value > x.Value)
        {
            other = at;
        }
        else
        {
            other = p.Slope * Math.Sign(x.Slope) < 0 ? best : other;
            best = at;
        }

        step = next;
    }

    /// <summary>The next length, by the four cases of section 4 of the paper.</summary>
    private double Next(Point x, Point y, Point p)
    {
        if (p.Value > x.Value)
        {
            isBracketed = true;
            double cubic = Cubic(x, p, p.Length < x.Length);
            double quadratic = x.Length + (x.Slope / (((x.Value - p.Value) / (p.Length - x.Length)) + x.Slope) / 2 * (p.Length - x.Length));
            return Math.Abs(cubic - x.Length) < Math.Abs(quadratic - x.Length) ? cubic : cubic + ((quadratic - cubic) / 2);
        }

        double secant = p.Length + (p.Slope / (p.Slope - x.Slope) * (x.Length - p.Length));
        if (p.Slope * Math.Sign(x.Slope) < 0)
        {
            isBracketed = true;
            double cubic = Cubic(p, x, p.Length > x.Length);
            return Math.Abs(cubic - p.Length) > Math.Abs(secant - p.Length) ? cubic : secant;
        }

        if (Math.Abs(p.Slope) < Math.Abs(x.Slope))
        {
            double cubic = CubicAhead(p, x);
            bool isCubicNearer = Math.Abs(cubic - p.Length) < Math.Abs(secant - p.Length);
            if (!isBracketed)
            {
                return Math.Clamp(isCubicNearer ? secant : cubic, low, high);
            }

            double next = isCubicNearer ? cubic : secant, most = p.Length + (Shrinks * (y.Length - p.Length));
            return p.Length > x.Length ? Math.Min(most, next) : Math.Max(most, next);
        }

        return isBracketed ? Cubic(p, y, p.Length > y.Length) : p.Length > x.Length ? high : low;
    }

    /// <summary>The minimum of the cubic through two points with their slopes.</summary>
    private static double Cubic(Point from, Point to, bool isReversed)
    {
        (double theta, double gamma) = Terms(from, to);
        gamma = isReversed ? -gamma : gamma;
        return from.Length + ((gamma - from.Slope + theta) / (gamma - from.Slope + gamma + to.Slope) * (to.Length - from.Length));
    }

    /// <summary>The same beyond the first point; where the cubic has no minimum, or it lies on the other side, the end of the allowed lengths.</summary>
    private readonly double CubicAhead(Point p, Point x)
    {
        (double theta, double gamma) = Terms(p, x);
        gamma = p.Length > x.Length ? -gamma : gamma;
        double ratio = (gamma - p.Slope + theta) / (gamma + (x.Slope - p.Slope) + gamma);
        return ratio < 0 && gamma != 0 ? p.Length + (ratio * (x.Length - p.Length)) : p.Length > x.Length ? high : low;
    }

    private static (double Theta, double Gamma) Terms(Point from, Point to)
    {
        double theta = (3 * (from.Value - to.Value) / (to.Length - from.Length)) + from.Slope + to.Slope;
        double scale = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(from.Slope), Math.Abs(to.Slope)));
        double square = (theta / scale * (theta / scale)) - (from.Slope / scale * (to.Slope / scale));
        return (theta, scale * Math.Sqrt(Math.Max(0, square)));
    }

    /// <summary>Sets the allowed lengths of the next evaluation, and keeps the next length within them.</summary>
    private void Bound()
    {
        (low, high) = isBracketed
            ? (Math.Min(best.Length, other.Length), Math.Max(best.Length, other.Length))
            : (step + (Least * (step - best.Length)), step + (Most * (step - best.Length)));
        step = Math.Clamp(step, 0, longest);
        if (IsAtEnd)
        {
            step = best.Length;
        }
    }

    /// <summary>A length with the value and the slope of the function there.</summary>
    private readonly record struct Point(double Length, double Value, double Slope)
    {
        /// <summary>The point of the function minus a line through 0.</summary>
        public Point Minus(double slope) => new(Length, Value - (Length * slope), Slope - slope);
    }
}
