using System.Text.RegularExpressions;

namespace Descent.Tests.Numerics.Kernels;

/// <summary>One method of a listing that the just-in-time compiler wrote, and the loops in it.</summary>
/// <remarks>
/// Loops are found in the flow of control, not in the order of the lines: the compiler moves rare blocks to the end, and a jump
/// back from there closes no loop. An edge closes one if the block it goes to dominates the block it comes from.
/// </remarks>
internal sealed partial class MachineCode
{
    private readonly List<Block> blocks = [];

    private MachineCode(string title, string frame)
    {
        Title = title;
        Method = NameOf(title);
        StackRegisters = frame.Contains("rsp based", StringComparison.Ordinal) ? ["[rsp"] : ["[rsp", "[rbp"];
    }

    /// <summary>As in the listing: class, method, arguments and (…how far it is optimized).</summary>
    public string Title { get; }

    /// <summary>Class and method without namespaces, type arguments and parameters: <c>Tile.Six</c>.</summary>
    public string Method { get; }

    /// <summary>How operands in this method's frame begin; a method that keeps no frame may use rbp for anything.</summary>
    private string[] StackRegisters { get; }

    /// <summary>The methods of a listing; of one compiled twice, both.</summary>
    public static IReadOnlyList<MachineCode> Read(string listing)
    {
        const string start = "; Assembly listing for method ";
        List<MachineCode> methods = [];
        foreach (string part in listing.Split(start).Skip(1))
        {
            string[] lines = part.Split('\n');
            MachineCode code = new(lines[0].Trim(), Array.Find(lines, line => line.Contains("based frame", StringComparison.Ordinal)) ?? "");
            code.Divide(lines);
            methods.Add(code);
        }

        return methods;
    }

    /// <summary>The instructions of every loop that has no other loop inside.</summary>
    public IEnumerable<IReadOnlyList<string>> InnermostLoops()
    {
        List<HashSet<int>> dominators = Dominators();
        Dictionary<int, HashSet<int>> bodies = [];
        for (int from = 0; from < blocks.Count; from++)
        {
            foreach (int head in blocks[from].Next.Where(next => dominators[from].Contains(next)))
            {
                bodies.TryAdd(head, [head]);
                bodies[head].UnionWith(Reaching(from, head));
            }
        }

        return bodies.Where(loop => !bodies.Keys.Any(other => other != loop.Key && loop.Value.Contains(other)))
            .Select(loop => (IReadOnlyList<string>)[.. loop.Value.Order().SelectMany(block => blocks[block].Instructions)]);
    }

    /// <summary>Whether an instruction reads or writes the stack, or calls: what costs an inner loop its speed.</summary>
    public bool LeavesRegisters(string instruction) =>
        Mnemonic(instruction) is "call" or "push" or "pop" || StackRegisters.Any(register => instruction.Contains(register, StringComparison.Ordinal));

    // Descent.Numerics.Tile`2[Descent.…Strip4`2[…],float]:Six(ptr,nint,…):int (FullOpts)
    private static string NameOf(string title)
    {
        Match match = TitleParts().Match(title);
        return match.Success ? $"{match.Groups[1].Value}.{match.Groups[2].Value}" : title;
    }

    private static string Mnemonic(string instruction) => instruction.Split(' ', 2)[0];

    private void Divide(string[] lines)
    {
        Dictionary<string, int> labels = [];
        Block current = Add();
        foreach (string line in lines)
        {
            if (Label().Match(line) is { Success: true } label)
            {
                current = Add();
                labels[label.Groups[1].Value] = blocks.Count - 1;
            }
            else if (Instruction().Match(line) is { Success: true } instruction)
            {
                current.Instructions.Add(instruction.Groups[1].Value.TrimEnd());
                if (instruction.Groups[1].Value[0] == 'j' || Mnemonic(current.Instructions[^1]) is "ret" or "int3")
                {
                    current = Add();
                }
            }
        }

        for (int i = 0; i < blocks.Count; i++)
        {
            string last = blocks[i].Instructions.LastOrDefault("");
            if (Target().Match(last) is { Success: true } target)
            {
                blocks[i].Next.Add(labels[target.Groups[1].Value]);
            }

            if (i + 1 < blocks.Count && Mnemonic(last) is not ("jmp" or "ret" or "int3"))
            {
                blocks[i].Next.Add(i + 1);
            }
        }

        for (int i = 0; i < blocks.Count; i++)
        {
            blocks[i].Next.ForEach(next => blocks[next].Previous.Add(i));
        }
    }

    private Block Add()
    {
        blocks.Add(new Block());
        return blocks[^1];
    }

    /// <summary>For each block those that every way to it passes; none for a block that nothing leads to.</summary>
    private List<HashSet<int>> Dominators()
    {
        HashSet<int>?[] found = new HashSet<int>?[blocks.Count];
        found[0] = [0];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 1; i < blocks.Count; i++)
            {
                HashSet<int>[] before = [.. blocks[i].Previous.Select(previous => found[previous]).OfType<HashSet<int>>()];
                if (before.Length > 0)
                {
                    HashSet<int> common = [.. before.Skip(1).Aggregate(before[0].AsEnumerable(), (all, one) => all.Intersect(one)), i];
                    changed |= found[i]?.SetEquals(common) != true;
                    found[i] = common;
                }
            }
        }

        return [.. found.Select(set => set ?? [])];
    }

    private HashSet<int> Reaching(int from, int head)
    {
        HashSet<int> body = [head];
        Stack<int> open = new([from]);
        while (open.TryPop(out int block))
        {
            if (body.Add(block))
            {
                blocks[block].Previous.ForEach(open.Push);
            }
        }

        return body;
    }

    [GeneratedRegex(@"^Descent\.Numerics\.(\w+)[^:]*:(\w+)")]
    private static partial Regex TitleParts();

    [GeneratedRegex(@"^(G_M\w+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^ +([a-z]\w*( .*)?)$")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"^j\w+ .*\b(G_M\w+)$")]
    private static partial Regex Target();

    /// <summary>Instructions that always run one after the other.</summary>
    private sealed class Block
    {
        public List<string> Instructions { get; } = [];

        public List<int> Next { get; } = [];

        public List<int> Previous { get; } = [];
    }
}
