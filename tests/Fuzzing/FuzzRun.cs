using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Descent.Tests.Fuzzing;

/// <summary>Feeds changed inputs to targets and collects whatever is not documented, each kind of fault once.</summary>
internal sealed class FuzzRun(ulong seed)
{
    private const int MostFaults = 20;
    private static readonly TimeSpan s_stall = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> faults = new(StringComparer.Ordinal);
    private string current = "nothing";

    /// <summary>How many inputs were taken in so far.</summary>
    public long Taken { get; private set; }

    /// <summary>What is wrong, with the numbers that make the inputs again; empty if nothing is.</summary>
    public string Faults => string.Join("\n\n", faults.Values);

    /// <summary>Takes in the inputs with some numbers, shared out among the targets; a run that stands still is a fault.</summary>
    public void Take(IReadOnlyList<FuzzTarget> targets, long from, long to)
    {
        Thread worker = new(() =>
        {
            int shares = targets.Sum(target => target.Share);
            for (long number = from; number < to && faults.Count < MostFaults; number++)
            {
                int place = (int)(number % shares);
                Take(targets.First(target => (place -= target.Share) < 0), number);
            }
        })
        { IsBackground = true };
        worker.Start();
        for (long before = -1; !worker.Join(s_stall); before = Taken)
        {
            if (before == Taken)
            {
                faults["stall"] = $"Nothing came back for {s_stall.TotalSeconds} s: {current}";
                return;
            }
        }
    }

    private void Take(FuzzTarget target, long number)
    {
        current = $"{target.Name} {number}";
        byte[] input = target.Make(new Dice(seed, (ulong)number));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            target.Take(input);
        }
        catch (Exception fault) when (target.IsDocumented(fault) && IsHelpful(fault))
        {
        }
        catch (Exception fault)
        {
            Report(target, number, input, fault.ToString());
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before, allowed = target.Allowance + (1000L * input.Length);
        if (allocated > allowed)
        {
            Report(target, number, input, $"It allocated {allocated:N0} bytes, for {input.Length:N0} of its own.");
        }

        if (clock.Elapsed > s_stall / 2)
        {
            Report(target, number, input, $"It took {clock.Elapsed.TotalSeconds:F1} s.");
        }

        Taken++;
    }

    private static bool IsHelpful(Exception fault)
    {
        Helpful.Require(fault.Message);
        return true;
    }

    // One report per place in the code, whatever input leads there.
    private void Report(FuzzTarget target, long number, byte[] input, string fault)
    {
        string[] lines = fault.Split('\n');
        string place = lines.FirstOrDefault(line => line.Contains(" at Descent.", StringComparison.Ordinal) && !line.Contains(".Tests.", StringComparison.Ordinal)) ?? "";
        string kind = $"{target.Name}|{string.Concat(lines[0].Split(" Key: ")[0].TakeWhile(character => character is not ('\'' or '"' or '“' or '(') && !char.IsDigit(character)))}|{place}";
        string shown = string.Concat(Encoding.UTF8.GetString(input[..Math.Min(2000, input.Length)]).Select(character => char.IsControl(character) && character is not '\n' ? ' ' : character));
        faults.TryAdd(kind, string.Create(CultureInfo.InvariantCulture, $"{target.Name}, input {number} of seed {seed}:\n{shown}\n{string.Join('\n', lines.Take(14))}"));
    }
}
