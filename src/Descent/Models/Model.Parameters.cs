using Descent.Numerics;

namespace Descent;

/// <content>
/// The weights, which readers take as one block and whoever changes them swaps as one block: nobody sees half a change, and no
/// change is lost.
/// </content>
public sealed partial class Model<T>
{
    // Held while a changed block is made and put in place, and while training begins: never while anything is computed.
    private readonly Lock changing = new();
    private readonly HashSet<string> given = new(StringComparer.Ordinal);
    private AlignedBlock<T>? parameters;
    private bool isTraining;

    /// <summary>
    /// The weights in use. Whoever writes them makes a new block and swaps it in: readers never see half a change. The first ones
    /// are drawn when they are first asked for: training from fresh weights draws its own, and would only hold these as well.
    /// </summary>
    internal AlignedBlock<T> Block
    {
        get => Volatile.Read(ref parameters) ?? Interlocked.CompareExchange(ref parameters, Plan.Parameters.Initialize<T>(Seed), null) ?? parameters;
        set => Volatile.Write(ref parameters, value);
    }

    /// <summary>Whether <see cref="Block"/> was drawn or set.</summary>
    internal bool HasBlock => Volatile.Read(ref parameters) is not null;

    /// <summary>A copy of one array, row after row. Arrays read one after the other may be of two trainings: see <see cref="GetParameters"/>.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <returns>The numbers.</returns>
    /// <exception cref="ArgumentException">If there is no such array; the message lists those there are.</exception>
    public T[] GetParameter(string name)
    {
        Parameter parameter = Find(name, nameof(name));
        return Copy(Block, parameter);
    }

    /// <summary>A copy of all arrays as they were at one moment, also while the model is being trained or set by others.</summary>
    /// <returns>The numbers of each array, row after row, by its name and in the order of the layers.</returns>
    public IReadOnlyDictionary<string, T[]> GetParameters()
    {
        AlignedBlock<T> block = Block;
        OrderedDictionary<string, T[]> copies = new(Parameters.Count, StringComparer.Ordinal);
        foreach (Parameter parameter in Parameters)
        {
            copies.Add(parameter.Name, Copy(block, parameter));
        }

        return copies;
    }

    /// <summary>Replaces one array. Threads that set several at once lose none of them.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <param name="values">Its numbers, row after row, all finite.</param>
    /// <exception cref="ArgumentException">If there is no such array, or the numbers do not fit it.</exception>
    /// <exception cref="InvalidOperationException">If the model is being trained: the end of training would undo it.</exception>
    public void SetParameter(string name, ReadOnlySpan<T> values)
    {
        Parameter parameter = Find(name, nameof(name));
        CheckValues(parameter, values);
        lock (changing)
        {
            RequireRest();
            AlignedBlock<T> changed = Block.Copy();
            values.CopyTo(changed.Span.Slice(parameter.Offset, parameter.Count));
            Block = changed;
            given.Add(name);
        }
    }

    /// <summary>Replaces several arrays, or all, in one step; those that are not named stay as they are.</summary>
    /// <param name="values">The numbers of each array, row after row, all finite, by its name.</param>
    /// <exception cref="ArgumentException">If there is no such array, or the numbers do not fit it; then none is replaced.</exception>
    /// <exception cref="InvalidOperationException">If the model is being trained: the end of training would undo it.</exception>
    public void SetParameters(IReadOnlyDictionary<string, T[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach ((string name, T[] numbers) in values)
        {
            ArgumentNullException.ThrowIfNull(numbers, $"{nameof(values)}[{name}]");
            CheckValues(Find(name, nameof(values)), numbers);
        }

        lock (changing)
        {
            RequireRest();
            // When all are given, none has to be drawn first.
            AlignedBlock<T> changed = values.Count == Parameters.Count ? new(Plan.Parameters.Length) : Block.Copy();
            foreach ((string name, T[] numbers) in values)
            {
                numbers.CopyTo(changed.Span[Find(name, nameof(values)).Offset..]);
            }

            Block = changed;
            given.UnionWith(values.Keys);
        }
    }

    /// <summary>Whether somebody set one of these parameters since the last training, which one from fresh weights would replace.</summary>
    internal bool WasSet(IEnumerable<Parameter> among)
    {
        lock (changing)
        {
            return among.Any(parameter => given.Contains(parameter.Name));
        }
    }

    /// <summary>Marks the model as being trained, which only one may do at a time.</summary>
    internal void BeginTraining()
    {
        lock (changing)
        {
            isTraining = isTraining
                ? throw new InvalidOperationException("This model is being trained already. Wait for that Fit to return, or train another model.")
                : true;
        }
    }

    /// <summary>Ends the training.</summary>
    /// <param name="hasWeights">Whether the weights are those of the training now.</param>
    internal void EndTraining(bool hasWeights)
    {
        lock (changing)
        {
            isTraining = false;
            if (hasWeights)
            {
                given.Clear();
            }
        }
    }

    private void RequireRest()
    {
        if (isTraining)
        {
            throw new InvalidOperationException("This model is being trained, and the weights that training ends with would replace these. Set them before Fit, with WarmStart, or after it.");
        }
    }

    private Parameter Find(string name, string argument)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Plan.Parameters.Find(name)
            ?? throw new ArgumentException($"There is no parameter '{name}'. There are: {string.Join(", ", Parameters.Select(p => p.Name))}.", argument);
    }

    private static T[] Copy(AlignedBlock<T> block, Parameter parameter)
    {
        T[] copy = block.Span.Slice(parameter.Offset, parameter.Count).ToArray();

        // A span does not hold its block, which somebody may have replaced meanwhile.
        GC.KeepAlive(block);
        return copy;
    }

    private static void CheckValues(Parameter parameter, ReadOnlySpan<T> values)
    {
        string name = parameter.Name;
        if (values.Length != parameter.Count)
        {
            throw new ArgumentException($"{name} holds {parameter.Count} numbers of shape [{string.Join(", ", parameter.Shape)}], but {values.Length} came.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; parameters are finite numbers.", nameof(values));
            }

            if (!parameter.Trains && parameter.Bounds is { } bounds && double.CreateTruncating(values[i]) < bounds.Low)
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; it is at least {bounds.Low}.", nameof(values));
            }
        }
    }
}
