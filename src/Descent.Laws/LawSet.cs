using System.Collections;

namespace Descent.Laws;

/// <summary>
/// The laws of one part, each tried when it is asked for. They are those that the parts of the library keep. Give an instance whose options are not the
/// defaults: what an option does, or loses on the way through JSON, shows only then.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>gradient</term><description>Derivatives are those of differences of the value, in double, of an activation that learns also behind its start; of a penalty, what an update takes off a weight. Where the function has a kink nothing is said.</description></item>
/// <item><term>range</term><description>Values of an activation lie where it says, and are finite.</description></item>
/// <item><term>repeat</term><description>The same training gives the same bits again.</description></item>
/// <item><term>widths</term><description>The same bits on every width of registers that this machine has.</description></item>
/// <item><term>threads</term><description>The same bits on 1, 2, 3 and 8 threads.</description></item>
/// <item><term>allocation</term><description>An update allocates nothing, nor does asking a schedule.</description></item>
/// <item><term>json</term><description>Written as JSON and read again it is the same, with every option that JSON can change. The part must be registered.</description></item>
/// <item><term>text</term><description>The same of the text form.</description></item>
/// <item><term>equality</term><description>A copy is equal and has the same hash code.</description></item>
/// <item><term>slots</term><description>A rule remembers in as many slots as it says that it has.</description></item>
/// <item><term>descent</term><description>An optimizer makes a quadratic smaller.</description></item>
/// <item><term>rate</term><description>An optimizer follows the schedule of its learning rate, from the step on at which that changes, and the factor of a group of parameters.</description></item>
/// <item><term>epochs</term><description>An augmentation changes the rows of an epoch in the same way whether or not it has seen those before.</description></item>
/// <item><term>finite</term><description>An activation and its derivative are never NaN in float, from −100 to 100 and far outside. A schedule's number is finite and not negative, in runs of every length and behind their end.</description></item>
/// <item><term>pure</term><description>A schedule or metric says the same again, in whatever order it is asked.</description></item>
/// <item><term>penalty</term><description>A penalty is finite and not negative.</description></item>
/// <item><term>fills</term><description>An initializer sets every number of every shape, to a finite one.</description></item>
/// <item><term>seed</term><description>The same seed gives the same numbers, on every thread.</description></item>
/// <item><term>order</term><description>The order of rows does not matter to a metric.</description></item>
/// <item><term>weights</term><description>A row of weight 2 is a row twice, one of weight 0 none.</description></item>
/// <item><term>best</term><description>A perfect outcome gives a metric's <see cref="Metric.Best"/>, and none is better.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <code>
/// LawSet.Of(new Isru(0.7)).Require();
/// foreach (LawResult law in LawSet.Of(new Isru(0.7))) Console.WriteLine($"{law.Name}: {(law.Passed ? "kept" : law.Message)}");
/// </code>
/// </example>
public sealed class LawSet : IEnumerable<LawResult>
{
    private readonly object part;
    private readonly IReadOnlyList<NamedLaw> laws;

    private LawSet(object part, IEnumerable<NamedLaw> laws)
    {
        this.part = part;
        this.laws = [.. laws];
    }

    /// <summary>The laws of an activation.</summary>
    /// <param name="activation">The activation.</param>
    /// <returns>gradient, range, finite, repeat, widths, threads, allocation, json, text, equality; of <see cref="Step"/>, which has no gradient, what prediction must keep.</returns>
    public static LawSet Of(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return new(activation, [.. ActivationLaws.Of(activation), .. DescriptionLaws.Of(activation, activation with { })]);
    }

    /// <summary>The laws of a loss.</summary>
    /// <param name="loss">The loss. Networks and targets for it are found by trying the usual ones.</param>
    /// <returns>gradient, repeat, widths, threads, allocation, json, text, equality.</returns>
    public static LawSet Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new(loss, [.. LossLaws.Of(loss), .. DescriptionLaws.Of(loss, loss with { })]);
    }

    /// <summary>The laws of an optimizer.</summary>
    /// <param name="optimizer">The optimizer, with a learning rate that suits it.</param>
    /// <returns>slots, descent, rate, repeat, widths, threads, allocation, json, text, equality; without rate for <see cref="Hypergradient"/>, which learns it.</returns>
    public static LawSet Of(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new(optimizer, [.. OptimizerLaws.Of(optimizer), .. DescriptionLaws.Of(optimizer, optimizer with { })]);
    }

    /// <summary>The laws of a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <returns>finite, pure, allocation, json, text, equality.</returns>
    public static LawSet Of(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new(schedule, [.. ScheduleLaws.Of(schedule), .. DescriptionLaws.Of(schedule, schedule with { })]);
    }

    /// <summary>The laws of a penalty.</summary>
    /// <param name="regularizer">The penalty.</param>
    /// <returns>penalty, gradient, repeat, widths, threads, allocation, json, text, equality.</returns>
    public static LawSet Of(Regularizer regularizer)
    {
        ArgumentNullException.ThrowIfNull(regularizer);
        return new(regularizer, [.. RegularizerLaws.Of(regularizer), .. DescriptionLaws.Of(regularizer, regularizer with { })]);
    }

    /// <summary>The laws of an initializer.</summary>
    /// <param name="initializer">The initializer.</param>
    /// <returns>fills, seed, repeat, widths, threads, json, text, equality.</returns>
    public static LawSet Of(Initializer initializer)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        return new(initializer, [.. InitializerLaws.Of(initializer), .. DescriptionLaws.Of(initializer, initializer with { })]);
    }

    /// <summary>The laws of an augmentation.</summary>
    /// <param name="augmentation">The augmentation. It is tried on rows of three classes.</param>
    /// <returns>repeat, widths, threads, epochs, json, text, equality.</returns>
    public static LawSet Of(Augmentation augmentation)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        return new(augmentation, [.. AugmentationLaws.Of(augmentation), .. DescriptionLaws.Of(augmentation, augmentation with { })]);
    }

    /// <summary>The laws of a metric, on every form of outcome that it judges.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>pure, order, weights, best, equality.</returns>
    public static LawSet Of(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return new(metric, [.. MetricLaws.Of(metric), DescriptionLaws.Equality(metric, metric with { })]);
    }

    /// <summary>The laws of a layer.</summary>
    /// <param name="layer">The layer. It is put into networks of the widths that it takes, at most 64.</param>
    /// <returns>gradient, repeat, widths, threads, allocation, json, text, equality.</returns>
    public static LawSet Of(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer is Activation activation ? Of(activation) : new(layer, [.. LayerLaws.Of(layer), .. DescriptionLaws.Of(layer, layer with { })]);
    }

    /// <summary>The laws of an entry's example.</summary>
    /// <param name="entry">The entry, such as one of <see cref="Catalogue.Entries"/>.</param>
    /// <returns>The laws of its kind; of models json, text and equality.</returns>
    /// <exception cref="ArgumentException">If the example is of no kind that has laws.</exception>
    public static LawSet Of(CatalogueEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Example switch
        {
            Layer layer => Of(layer),
            Loss loss => Of(loss),
            Optimizer optimizer => Of(optimizer),
            Schedule schedule => Of(schedule),
            Regularizer regularizer => Of(regularizer),
            Initializer initializer => Of(initializer),
            Metric metric => Of(metric),
            Augmentation augmentation => Of(augmentation),
            Perceptron perceptron => new(perceptron, DescriptionLaws.Of(perceptron, perceptron with { })),
            object other => throw new ArgumentException($"{other.GetType().Name} is of no kind that has laws.", nameof(entry)),
        };
    }

    /// <summary>The same laws without some of them: a part that is never saved need not be registered, so <c>Without("json", "text")</c>.</summary>
    /// <param name="names">Names of laws of this set.</param>
    /// <returns>The others.</returns>
    /// <exception cref="ArgumentException">If the set has no law of a name; the message lists those that it has.</exception>
    public LawSet Without(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.FirstOrDefault(name => !laws.Any(law => law.Name == name)) is { } unknown
            ? throw new ArgumentException($"There is no law {unknown} here. There are: {string.Join(", ", laws.Select(law => law.Name))}.", nameof(names))
            : new(part, laws.Where(law => !names.Contains(law.Name, StringComparer.Ordinal)));
    }

    /// <summary>Tries all laws.</summary>
    /// <exception cref="LawException">If one is broken or more; the message names them all.</exception>
    public void Require()
    {
        LawResult[] broken = [.. this.Where(law => !law.Passed)];
        if (broken.Length > 0)
        {
            throw new LawException($"{part}", broken);
        }
    }

    /// <summary>Tries one law after the other, each when it is reached.</summary>
    /// <returns>Their results.</returns>
    public IEnumerator<LawResult> GetEnumerator() => laws.Select(law => law.Check()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
