namespace Descent.Cli.Learning;

/// <summary>Waits for the reader between two steps, at a terminal only.</summary>
internal sealed class Pause
{
    private readonly Call call;
    private readonly Lazy<StreamReader> input;
    private bool waits;

    public Pause(Call call)
    {
        this.call = call;
        input = new(() => new StreamReader(call.OpenInput()));
        IsInteractive = waits = call.Answer.Terminal.IsTerminal && call.People.Terminal.IsTerminal && call.People.Writer != TextWriter.Null;
    }

    /// <summary>Whether there is a reader who can be waited for.</summary>
    public bool IsInteractive { get; }

    /// <summary>Waits for a line; a or the end of the input means that no more waiting is wanted.</summary>
    /// <returns>Whether to go on.</returns>
    /// <exception cref="OperationCanceledException">If Ctrl-C was pressed.</exception>
    public bool Continues(string prompt)
    {
        if (!waits)
        {
            return true;
        }

        call.People.Writer.Write($"\n{prompt} ");
        // Reading cannot be canceled, so it happens on another thread, which does not keep the process alive.
        Task<string?> line = Task.Run(() => input.Value.ReadLine());
        line.Wait(call.Cancellation);
        waits = line.Result is not (null or "a" or "A");
        return line.Result is not ("q" or "Q");
    }
}
