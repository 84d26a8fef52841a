using System.Collections;

namespace Descent.Laws;

/// <summary>
/// The laws of one activation, loss, optimizer and so on; each is checked when it is enumerated. All types of the library obey them.
/// Use an instance whose options are not the defaults: the effect of an option, and its loss in JSON, show only then.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>gradient</term><description>Derivatives agree with finite differences of the value, in double; those of an activation
/// with parameters also after some updates. For a penalty, the change of a weight in an update is checked. Near a kink of the function
/// nothing is reported.</description></item>
/// <item><term>range</term><description>The values of an activation are in its declared range, and finite.</description></item>
/// <item><term>repeat</term><description>Repeating a training gives the same bits.</description></item>
/// <item><term>widths</term><description>All register widths of this machine give the same bits.</description></item>
/// <item><term>threads</term><description>1, 2, 3 and 8 threads give the same bits.</description></item>
/// <item><term>allocation</term><description>Neither an update nor the evaluation of a schedule allocates memory.</description></item>
/// <item><term>json</term><description>Writing it as JSON and reading it gives an equal object, for changes of every option in JSON.
/// The type must be registered.</description></item>
/// <item><term>text</term><description>The same for the text form.</description></item>
/// <item><term>equality</term><description>A copy is equal and has the same hash code.</description></item>
/// <item><term>slots</term><description>An update rule uses no more state slots than it declares.</description></item>
/// <item><term>descent</term><description>An optimizer decreases a quadratic.</description></item>
/// <item><term>rate</term><description>An optimizer follows the schedule of its learning rate, from the step at which it changes,
/// and the factor of a parameter group.</description></item>
/// <item><term>epochs</term><description>An augmentation changes the rows of an epoch in the same way whether or not it has seen the
/// previous epochs.</description></item>
/// <item><term>finite</term><description>An activation and its derivative are never NaN in float, from −100 to 100 and far outside. The
/// value of a schedule is finite and not negative, in trainings of every length and after their end.</description></item>
/// <item><term>pure</term><description>A schedule or metric returns the same value again; a schedule in any order of
/// calls.</description></item>
/// <item><term>penalty</term><description>A penalty is finite and not negative.</description></item>
/// <item><term>fills</term><description>An initializer sets every value of every shape to a finite number.</description></item>
/// <item><term>seed</term><description>The same seed gives the same numbers, on any thread.</description></item>
/// <item><term>order</term><description>A metric does not depend on the order of the rows.</description></item>
/// <item><term>weights</term><description>A row with weight 2 counts as two rows, a row with weight 0 as none.</description></item>
/// <item><term>best</term><description>A perfect outcome gives a metric's <see cref="Metric.Best"/>, and no outcome is
/// better.</description></item>
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
    /// <returns>gradient, range, finite, repeat, widths, threads, allocation, json, text, equality; for <see cref="Step"/>, which has
    /// no gradient, only those of prediction.</returns>
    public static LawSet Of(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return new(activation, [.. ActivationLaws.Of(activation), .. DescriptionLaws.Of(activation, activation with { })]);
    }

    /// <summary>The laws of a loss.</summary>
    /// <param name="loss">The loss. Networks and targets for it are found by trying common ones.</param>
    /// <returns>gradient, repeat, widths, threads, allocation, json, text, equality.</returns>
    public static LawSet Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new(loss, [.. LossLaws.Of(loss), .. DescriptionLaws.Of(loss, loss with { })]);
    }

    /// <summary>The laws of an optimizer.</summary>
    /// <param name="optimizer">The optimizer, with a learning rate that suits it.</param>
    /// <returns>slots, descent, rate, repeat, widths, threads, allocation, json, text, equality; without rate for
    /// <see cref="Hypergradient"/>, which learns its rate, and without slots, rate and allocation for a
    /// <see cref="FullBatchOptimizer"/>, which makes no updates from single batches.</returns>
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
    /// <param name="augmentation">The augmentation. It is checked on rows of three classes.</param>
    /// <returns>repeat, widths, threads, epochs, json, text, equality.</returns>
    public static LawSet Of(Augmentation augmentation)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        return new(augmentation, [.. AugmentationLaws.Of(augmentation), .. DescriptionLaws.Of(augmentation, augmentation with { })]);
    }

    /// <summary>The laws of a metric, for every form of outcome that it supports.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>pure, order, weights, best, equality.</returns>
    public static LawSet Of(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return new(metric, [.. MetricLaws.Of(metric), DescriptionLaws.Equality(metric, metric with { })]);
    }

    /// <summary>The laws of a layer.</summary>
    /// <param name="layer">The layer. It is put into networks of the widths that it accepts, at most 64.</param>
    /// <returns>gradient, repeat, widths, threads, allocation, json, text, equality.</returns>
    public static LawSet Of(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer is Activation activation ? Of(activation) : new(layer, [.. LayerLaws.Of(layer), .. DescriptionLaws.Of(layer, layer with { })]);
    }

    /// <summary>The laws of the example of a catalogue entry.</summary>
    /// <param name="entry">The entry, such as one of <see cref="Catalogue.Entries"/>.</param>
    /// <returns>The laws of its kind; for models json, text and equality.</returns>
    /// <exception cref="ArgumentException">If there are no laws for the kind of the example.</exception>
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
            object other => throw new ArgumentException($"{other.GetType().Name} is of a kind for which there are no laws.", nameof(entry)),
        };
    }

    /// <summary>The same laws without some of them. For example, an object that is never saved need not be registered, so
    /// <c>Without("json", "text")</c> is enough.</summary>
    /// <param name="names">The names of laws of this set.</param>
    /// <returns>The other laws.</returns>
    /// <exception cref="ArgumentException">If the set has no law with one of the names; the message lists those that it
    /// has.</exception>
    public LawSet Without(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.FirstOrDefault(name => !laws.Any(law => law.Name == name)) is { } unknown
            ? throw new ArgumentException($"The set has no law {unknown}. It has: {string.Join(", ", laws.Select(law => law.Name))}.", nameof(names))
            : new(part, laws.Where(law => !names.Contains(law.Name, StringComparer.Ordinal)));
    }

    /// <summary>Checks all laws, and throws if any is broken.</summary>
    /// <exception cref="LawException">If one or more laws are broken; the message names them all.</exception>
    public void Require()
    {
        LawResult[] broken = [.. this.Where(law => !law.Passed)];
        if (broken.Length > 0)
        {
            throw new LawException($"{part}", broken);
        }
    }

    /// <summary>Checks the laws one by one, each when it is enumerated.</summary>
    /// <returns>The results.</returns>
    public IEnumerator<LawResult> GetEnumerator() => laws.Select(law => law.Check()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
