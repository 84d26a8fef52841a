using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace Descent.Playground;

/// <summary>
/// A tab. One loop reads what the page asks for; another one does it, trains in short turns, and sends a frame when the page has drawn
/// the ones before. So a slow page gets fewer frames and no queue grows, and when the socket closes, both loops end and with them the training.
/// </summary>
internal sealed partial class Session(WebSocket socket, SharedState shared) : IAsyncDisposable
{
    private const int LongestCommand = 1 << 17, FramesAhead = 2;

    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(34), s_turn = TimeSpan.FromMilliseconds(14), s_full = TimeSpan.FromMilliseconds(250), s_examination = TimeSpan.FromSeconds(3);

    private readonly Channel<SessionCommand> commands = Channel.CreateBounded<SessionCommand>(32);
    private readonly ArrayBufferWriter<byte> buffer = new();
    private Experiment? experiment;
    private bool isRunning, isDirty;
    private long shown = -1, sent, drawn, goal, stepsPerFrame;
    private long lastFrame, lastFull, lastTurn, lastExamination, examined;
    private CancellationToken cancellation;

    /// <summary>Serves the tab until it is closed.</summary>
    public async Task Run(CancellationTokenSource stop)
    {
        cancellation = stop.Token;
        Task reading = Read(stop);
        try
        {
            await Send(Hello(), PlaygroundJson.Default.HelloDocument).ConfigureAwait(false);
            while (!cancellation.IsCancellationRequested)
            {
                await Next().ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException or ChannelClosedException)
        {
            // The tab was closed, or the server stops.
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync()
    {
        experiment?.Dispose();
        experiment = null;
        return ValueTask.CompletedTask;
    }

    private HelloDocument Hello()
    {
        PlaygroundOptions options = shared.Options;
        RecordingDocument? recording = options.Recording is not { } recorded ? null : new RecordingDocument(options.RecordingName, string.Create(
            CultureInfo.InvariantCulture,
            $"A recorded training: updates {recorded.FirstStep:N0} to {recorded.Steps:N0}. The slider shows every one of them{(recorded.Options.Validation is null ? "; there are no unseen rows, so the training rows stand in for them" : "")}."));
        return new HelloDocument(
            ToyProblem.All.Select(toy => new ToyDocument(toy.Name, toy.Title, toy.Text, $"{toy.Task}", toy.Noise, toy.Rows, toy.Ceiling)), shared.InitialTable, options.Targets,
            shared.Recorded?.State ?? InitialNetwork.Of(options.Model), options.UploadLimit, options.CommandLine is not null, options.LearnPage is not null, recording);
    }

    /// <summary>Handles what was asked, trains for a turn, and sends a frame if one is due.</summary>
    private async Task Next()
    {
        while (commands.Reader.TryRead(out SessionCommand? command))
        {
            await Handle(command).ConfigureAwait(false);
        }

        if (experiment is { } present && isRunning)
        {
            // Even at full speed, a hundred frames show the course of a training.
            long stride = stepsPerFrame > 0 ? stepsPerFrame : Math.Max(present.Trainings[^1].StepsPerEpoch, present.Trainings[^1].LastStep / 100);
            if (goal > 0 || Stopwatch.GetElapsedTime(lastTurn) >= s_frame)
            {
                long until = goal > 0 ? goal : present.Front + stride;
                lastTurn = Stopwatch.GetTimestamp();
                await shared.Turn(() => present.Advance(until, goal > 0 ? s_turn : s_frame), cancellation).ConfigureAwait(false);
                isDirty = true;
            }

            if (present.HasEnded || (goal > 0 && present.IsAt(goal)))
            {
                (isRunning, goal) = (false, 0);
            }
        }

        if (experiment is not null && isDirty && IsFrameDue)
        {
            await Frame().ConfigureAwait(false);
        }
        else if (experiment is { } grown && grown.Steps > 0 && grown.Steps != examined && (isRunning ? Stopwatch.GetElapsedTime(lastExamination) >= s_examination : !isDirty))
        {
            await Examine(grown).ConfigureAwait(false);
        }
        else if (!isRunning)
        {
            await Wait(isDirty ? s_frame : Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        }
        else if (goal <= 0)
        {
            await Wait(TimeSpan.FromMilliseconds(4)).ConfigureAwait(false);
        }
    }

    private bool IsFrameDue => sent - drawn < FramesAhead && Stopwatch.GetElapsedTime(lastFrame) >= s_frame;

    private async Task Wait(TimeSpan most)
    {
        if (most == Timeout.InfiniteTimeSpan)
        {
            await commands.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false);
            return;
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(most);
        try
        {
            await commands.Reader.WaitToReadAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    /// <summary>Asks the doctor, who needs as long as some frames.</summary>
    private async Task Examine(Experiment present)
    {
        examined = present.Steps;
        FindingsDocument? findings = null;
        await shared.Turn(() => findings = new FindingsDocument([.. present.Trainings.Select(training => training.Findings().ToArray())]), cancellation).ConfigureAwait(false);
        lastExamination = Stopwatch.GetTimestamp();
        await Send(findings!, PlaygroundJson.Default.FindingsDocument).ConfigureAwait(false);
    }

    private async Task Frame()
    {
        bool isFull = !isRunning || Stopwatch.GetElapsedTime(lastFull) >= s_full;
        FramesDocument? frames = null;
        await shared.Turn(() => frames = experiment!.Frames(sent + 1, shown, isFull, isRunning), cancellation).ConfigureAwait(false);
        (isDirty, lastFrame, lastFull) = (false, Stopwatch.GetTimestamp(), isFull ? Stopwatch.GetTimestamp() : lastFull);
        sent++;
        await Send(frames!, PlaygroundJson.Default.FramesDocument).ConfigureAwait(false);
    }

    private async Task Send<T>(T document, JsonTypeInfo<T> info)
    {
        buffer.ResetWrittenCount();
        using (Utf8JsonWriter writer = new(buffer))
        {
            JsonSerializer.Serialize(writer, document, info);
        }

        await socket.SendAsync(buffer.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads commands until the socket closes, which also ends the other loop.</summary>
    private async Task Read(CancellationTokenSource stop)
    {
        byte[] message = new byte[LongestCommand];
        try
        {
            while (true)
            {
                int length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(message.AsMemory(length), cancellation).ConfigureAwait(false);
                    length += part.Count;
                }
                while (!part.EndOfMessage && length < message.Length);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).ConfigureAwait(false);
                    return;
                }

                if (!part.EndOfMessage)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, "The message is too long.", CancellationToken.None).ConfigureAwait(false);
                    return;
                }

                if (Command(message.AsSpan(0, length)) is { } command)
                {
                    await commands.Writer.WriteAsync(command, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // The tab was closed, or the server stops.
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A command; null for what is none.</summary>
    private static SessionCommand? Command(ReadOnlySpan<byte> message)
    {
        try
        {
            return JsonSerializer.Deserialize(message, PlaygroundJson.Default.SessionCommand);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
