using System.Collections;
using System.Runtime.CompilerServices;

namespace Descent.Tuning;

/// <summary>An immutable list of the parameters to tune. A parameter with a condition follows the choice on which it depends.</summary>
/// <example>
/// <code>
/// SearchSpace space =
/// [
///     SearchParameter.LogNumber("learning-rate", 1e-4, 1e-1),
///     SearchParameter.Choice("optimizer", "adam", "momentum"),
///     SearchParameter.Number("momentum", 0.5, 0.99).When("optimizer", "momentum"),
/// ];
/// SearchSpace same = SearchSpace.Parse("""
///     learning-rate=log(1e-4,1e-1)
///     optimizer=choice(adam;momentum)
///     momentum=uniform(0.5,0.99) if optimizer=momentum
///     """);
/// </code>
/// </example>
[CollectionBuilder(typeof(SearchSpace), nameof(Create))]
public sealed class SearchSpace : IReadOnlyList<SearchParameter>, IEquatable<SearchSpace>
{
    private readonly SearchParameter[] parameters;
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly int[] parents;

    private SearchSpace(SearchParameter[] parameters)
    {
        this.parameters = parameters.Length > 0 ? parameters : throw new ArgumentException("A search space needs at least one parameter.", nameof(parameters));
        parents = new int[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            parents[i] = Parent(parameters[i]);
            if (!indices.TryAdd(parameters[i].Name, i))
            {
                throw new ArgumentException($"The search space has two parameters called '{parameters[i].Name}'.", nameof(parameters));
            }
        }
    }

    /// <summary>The number of parameters.</summary>
    public int Count => parameters.Length;

    /// <summary>The parameter at an index.</summary>
    /// <param name="index">The index.</param>
    /// <returns>The parameter.</returns>
    public SearchParameter this[int index] => parameters[index];

    /// <summary>The parameter of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter.</exception>
    public SearchParameter this[string name] => parameters[IndexOf(name)];

    /// <summary>Creates a search space.</summary>
    /// <param name="parameters">The parameters, at least one, with different names.</param>
    /// <returns>The search space.</returns>
    /// <exception cref="ArgumentException">If two parameters have the same name, or a condition does not name a preceding choice and its values.</exception>
    public static SearchSpace Create(params ReadOnlySpan<SearchParameter> parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(parameters[i], nameof(parameters));
        }

        return new(parameters.ToArray());
    }

    /// <summary>Reads the text form, a parameter per line, or several separated by ';'. Empty lines and lines that begin with '#' are skipped.</summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term><c>dropout=uniform(0,0.5)</c></term><description>a number; a third argument is the step</description></item>
    /// <item><term><c>learning-rate=log(1e-4,1e-1)</c></term><description>a number whose logarithm is uniform</description></item>
    /// <item><term><c>epochs=int(10,200)</c></term><description>an integer; a third argument is the step</description></item>
    /// <item><term><c>batch=int-log(16,512)</c></term><description>an integer whose logarithm is uniform</description></item>
    /// <item><term><c>layers=choice(64,64;128,128;256)</c></term><description>one of several texts, separated by ';'</description></item>
    /// <item><term><c>… if optimizer=adam</c></term><description>after a parameter: it is active only if the choice has this value</description></item>
    /// <item><term><c>… if optimizer=(adam;adamw)</c></term><description>the same for several values</description></item>
    /// </list>
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <returns>The search space.</returns>
    /// <exception cref="FormatException">If the text is not a search space; the message gives the reason.</exception>
    public static SearchSpace Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SpaceText.Parse(text);
    }

    /// <summary>Reads a search space in YAML: a mapping from the names of parameters to what follows <c>=</c> in the form that <see cref="Parse"/> reads, or to a list of choices.</summary>
    /// <remarks>
    /// <code>
    /// learning-rate: log(1e-4,1e-1)
    /// optimizer: [adam, momentum]
    /// optimizer.beta: uniform(0.5,0.99) if optimizer=momentum
    /// </code>
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <returns>The search space, in the order of the text.</returns>
    /// <exception cref="FormatException">If the text is not a search space; the message begins with the line and the column, and gives the reason.</exception>
    public static SearchSpace ParseYaml(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SpaceYaml.Parse(text);
    }

    /// <summary>The index of a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The index.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return indices.TryGetValue(name, out int index)
            ? index
            : throw new ArgumentException($"The search space has no parameter '{name}'. It has {string.Join(", ", indices.Keys)}.", nameof(name));
    }

    /// <summary>Chooses a value for every parameter that is active, in their order.</summary>
    /// <param name="choose">Returns the value of the parameter at an index. It is called for active parameters only, after those on which they depend.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentException">If a parameter does not have the returned value.</exception>
    public ParameterValues Assign(Func<int, double> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        double[] values = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            values[i] = IsActive(i, values) ? choose(i) : double.NaN;
            if (!double.IsNaN(values[i]) ? !parameters[i].Contains(values[i]) : IsActive(i, values))
            {
                throw new ArgumentException(FormattableString.Invariant($"{values[i]} is not a value of {parameters[i]}."), nameof(choose));
            }
        }

        return new ParameterValues(this, values);
    }

    /// <summary>Whether two search spaces have the same parameters in the same order.</summary>
    /// <param name="other">The other search space.</param>
    /// <returns>True if both are equal.</returns>
    public bool Equals(SearchSpace? other) => other is not null && parameters.SequenceEqual(other.parameters);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SearchSpace);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>The text form, a parameter per line.</summary>
    /// <returns>The text that <see cref="Parse"/> reads.</returns>
    public override string ToString() => string.Join('\n', (object[])parameters);

    /// <inheritdoc/>
    public IEnumerator<SearchParameter> GetEnumerator() => ((IEnumerable<SearchParameter>)parameters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The parameters that are active exactly when a parameter is, itself among them, in their order.</summary>
    internal int[] GroupOf(int index) => [.. Enumerable.Range(0, Count).Where(other => ConditionOf(other) == ConditionOf(index))];

    private string ConditionOf(int index) => parents[index] < 0 ? "" : $"{parameters[index].Condition} if {ConditionOf(parents[index])}";

    // A value that is NaN belongs to a parameter that is not active.
    private bool IsActive(int index, double[] values) => parents[index] < 0 ||
        (!double.IsNaN(values[parents[index]]) && parameters[index].Condition!.Values.Contains(parameters[parents[index]].TextOf(values[parents[index]]), StringComparer.Ordinal));

    private int Parent(SearchParameter parameter)
    {
        if (parameter.Condition is not { } condition)
        {
            return -1;
        }

        if (!indices.TryGetValue(condition.Parent, out int parent))
        {
            throw new ArgumentException($"{parameter.Name} depends on '{condition.Parent}', which must be a parameter before it.");
        }

        string[] choices = parameters[parent] is ChoiceParameter choice
            ? [.. choice.Choices]
            : throw new ArgumentException($"{parameter.Name} depends on {condition.Parent}, which is not a choice: {parameters[parent]}.");
        return condition.Values.FirstOrDefault(value => !choices.Contains(value, StringComparer.Ordinal)) is { } unknown
            ? throw new ArgumentException($"{parameter.Name} depends on {condition.Parent}={unknown}, but {condition.Parent} can only be {string.Join(", ", choices)}.")
            : parent;
    }
}
