using Descent.Numerics;

namespace Descent;

/// <content>
/// The weights. Readers take them as one block and writers replace them as one block, so no reader sees a partial change and no
/// change is lost.
/// </content>
public sealed partial class Model<T>
{
    // Held while a changed block is created and swapped in, and while training begins, but never during computation.
    private readonly Lock changing = new();
    private readonly HashSet<string> given = new(StringComparer.Ordinal);
    private AlignedBlock<T>? parameters;
    private bool isTraining;

    /// <summary>
    /// The current weights. A writer creates a new block and swaps it in, so readers never see a partial change. The initial weights
    /// are drawn when they are first needed, because training from new weights draws its own and would only keep these in memory as well.
    /// </summary>
    internal AlignedBlock<T> Block
    {
        get => Volatile.Read(ref parameters) ?? Interlocked.CompareExchange(ref parameters, Plan.Parameters.Initialize<T>(Seed), null) ?? parameters;
        set => Volatile.Write(ref parameters, value);
    }

    /// <summary>Whether <see cref="Block"/> was drawn or set.</summary>
    internal bool HasBlock => Volatile.Read(ref parameters) is not null;

    /// <summary>Gets a copy of one parameter, row by row. Parameters that are read one after the other may be from different training runs; <see cref="GetParameters"/> reads all at once.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter; the message lists the existing ones.</exception>
    public T[] GetParameter(string name)
    {
        Parameter parameter = Find(name, nameof(name));
        return Copy(Block, parameter);
    }

    /// <summary>Gets a consistent copy of all parameters, even while the model is being trained or changed by other threads.</summary>
    /// <returns>The values of each parameter, row by row, by its name and in the order of the layers.</returns>
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

    /// <summary>Replaces one parameter. Several threads can set parameters at once without losing any change.</summary>
    /// <param name="name">Its name, such as <c>layers.0.weight</c>.</param>
    /// <param name="values">Its values, row by row, all finite.</param>
    /// <exception cref="ArgumentException">If there is no such parameter, or the values do not fit it.</exception>
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

    /// <summary>Replaces several or all parameters in one step; parameters that are not named keep their values.</summary>
    /// <param name="values">The values of each parameter, row by row, all finite, by its name.</param>
    /// <exception cref="ArgumentException">If there is no such parameter, or the values do not fit it; then none is replaced.</exception>
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
            // If all are given, no initial weights have to be drawn first.
            AlignedBlock<T> changed = values.Count == Parameters.Count ? new(Plan.Parameters.Length) : Block.Copy();
            foreach ((string name, T[] numbers) in values)
            {
                numbers.CopyTo(changed.Span[Find(name, nameof(values)).Offset..]);
            }

            Block = changed;
            given.UnionWith(values.Keys);
        }
    }

    /// <summary>Whether one of these parameters was set since the last training run, so that training from new weights would replace it.</summary>
    internal bool WasSet(IEnumerable<Parameter> among)
    {
        lock (changing)
        {
            return among.Any(parameter => given.Contains(parameter.Name));
        }
    }

    /// <summary>Replaces all parameters by those that another process has trained, at the end of the training that is marked as running.</summary>
    /// <param name="values">The values of each parameter, checked.</param>
    internal void Receive(IReadOnlyDictionary<string, T[]> values)
    {
        AlignedBlock<T> received = new(Plan.Parameters.Length);
        foreach (Parameter parameter in Parameters)
        {
            values[parameter.Name].CopyTo(received.Span[parameter.Offset..]);
        }

        Block = received;
    }

    /// <summary>Marks the model as being trained; only one training run at a time is allowed.</summary>
    internal void BeginTraining()
    {
        lock (changing)
        {
            isTraining = isTraining
                ? throw new InvalidOperationException("This model is already being trained. Wait until that training has ended, or train another model.")
                : true;
        }
    }

    /// <summary>Marks the end of training.</summary>
    /// <param name="hasWeights">Whether the model now has the weights of the training run.</param>
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
            throw new InvalidOperationException("This model is being trained, and the end of training would replace these weights. Set them before training and use WarmStart, or set them after training.");
        }
    }

    private Parameter Find(string name, string argument)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Plan.Parameters.Find(name)
            ?? throw new ArgumentException($"There is no parameter '{name}'. The parameters are: {string.Join(", ", Parameters.Select(p => p.Name))}.", argument);
    }

    private static T[] Copy(AlignedBlock<T> block, Parameter parameter)
    {
        T[] copy = block.Span.Slice(parameter.Offset, parameter.Count).ToArray();

        // A span does not keep its block alive, and the model may have got another block in the meantime.
        GC.KeepAlive(block);
        return copy;
    }

    private static void CheckValues(Parameter parameter, ReadOnlySpan<T> values)
    {
        string name = parameter.Name;
        if (values.Length != parameter.Count)
        {
            throw new ArgumentException($"{name} needs {parameter.Count} values of shape [{string.Join(", ", parameter.Shape)}], but {values.Length} were given.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i}] must be a finite number, but is {values[i]}.", nameof(values));
            }

            if (!parameter.Trains && parameter.Bounds is { } bounds && double.CreateTruncating(values[i]) < bounds.Low)
            {
                throw new ArgumentException($"{name}[{i}] must be at least {bounds.Low}, but is {values[i]}.", nameof(values));
            }
        }
    }
}
