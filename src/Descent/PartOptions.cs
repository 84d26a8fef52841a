using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Descent;

/// <summary>An element of a description of a network or a training (a layer, a loss, an optimizer …) whose options can be read.</summary>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)]
internal interface IPart;

/// <summary>The options of parts, written in full, with the elements of lists.</summary>
internal static class PartOptions
{
    private static Func<object, string?>? s_writer;

    /// <summary>Sets the function that writes a registered part, and returns null for a part that is not registered.</summary>
    public static void WriteBy(Func<object, string?> write) => Volatile.Write(ref s_writer, write);

    /// <summary>The options of some parts; null if all of them are types of the library and no custom types are registered.</summary>
    public static string? Of(params IEnumerable<object?> parts)
    {
        Func<object, string?>? write = Volatile.Read(ref s_writer);
        bool hasOwn = false;
        List<string> texts = [];
        foreach (object? part in parts)
        {
            Reader reader = new();
            reader.Add(part);
            hasOwn |= reader.HasOwn;
            texts.Add(part is null ? "none" : write?.Invoke(part) ?? reader.Text);
        }

        return write is not null || hasOwn ? string.Join("; ", texts) : null;
    }

    /// <summary>Rejects parts that are nested too deep to be saved, before a training rather than after it.</summary>
    /// <param name="parts">Layers, or the options of a training.</param>
    /// <exception cref="ArgumentException">If a part is nested too deep.</exception>
    public static void RequireShallow(params IEnumerable<object?> parts)
    {
        foreach (object? part in parts)
        {
            new Reader().Add(part);
        }
    }

    /// <summary>Finds the first part inside a part that meets a condition; null if there is none.</summary>
    public static IPart? Find(IPart part, Predicate<IPart> condition)
    {
        Reader reader = new(condition);
        reader.Add(part);
        return reader.Found;
    }

    /// <summary>Reads a part with all parts inside it.</summary>
    private sealed class Reader(Predicate<IPart>? condition = null)
    {
        private readonly StringBuilder text = new();

        // The description that contains the parts is the first level.
        private int depth = 1;

        public string Text => text.ToString();

        /// <summary>Whether a part is a custom type.</summary>
        public bool HasOwn { get; private set; }

        /// <summary>The first part that meets the condition.</summary>
        public IPart? Found { get; private set; }

        public void Add(object? value)
        {
            Found ??= value is IPart inside && condition?.Invoke(inside) == true ? inside : null;
            switch (value)
            {
                case IPart part: Add(part); break;
                case string words: text.Append('"').Append(words).Append('"'); break;
                case IEnumerable list: Add(list); break;
                default: text.Append(value is null ? "none" : Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }

        private void Add(IPart part)
        {
            Type type = part.GetType();
            Enter();
            HasOwn |= type.Assembly != typeof(PartOptions).Assembly;
            text.Append(type.Name).Append(" {");
            foreach (PropertyInfo option in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                if (option.GetMethod is { IsPublic: true } get && option.GetIndexParameters().Length == 0)
                {
                    text.Append(' ').Append(option.Name).Append(" = ");
                    Add(get.Invoke(part, BindingFlags.DoNotWrapExceptions, null, null, null));
                    text.Append(';');
                }
            }

            text.Append(" }");
            depth--;
        }

        private void Add(IEnumerable list)
        {
            Enter();
            text.Append('[');
            foreach (object? item in list)
            {
                Add(item);
                text.Append(", ");
            }

            text.Append(']');
            depth--;
        }

        private void Enter()
        {
            if (++depth > Nesting.Json)
            {
                throw new ArgumentException(Nesting.TooDeep);
            }
        }
    }
}
