using System.IO.Pipes;
using System.Text;
using Descent.Cli;
using Descent.Data;

namespace Descent.Tests.Cli;

public class ArrivingStreamTests
{
    private static ArrivingStream Of(string text) => new(() => new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static string[] Read(Stream stream) => [.. Table.ReadArriving(stream, "test").SelectMany(Rows)];

    private static IEnumerable<string> Rows(Table table) => Enumerable.Range(0, table.Rows).Select(row => $"{table.LineOf(row)}:{string.Join('|', table.Columns.Select((_, column) => table[row, column]))}");

    // The pieces end within a character, a quoted cell, a line's end.
    [Fact]
    public void RowsArriveWhenTheirLineIsComplete()
    {
        using AnonymousPipeServerStream writer = new(PipeDirection.Out);
        using AnonymousPipeClientStream reader = new(PipeDirection.In, writer.ClientSafePipeHandle);
        IEnumerator<Table> tables = Table.ReadArriving(new ArrivingStream(() => reader), "test").GetEnumerator();
        try
        {
            Send("na", "me;valu", "e\n");
            Send("a;1\nb;");
            Assert.Equal(["2:a|1"], Next());
            Send("2\n");
            Assert.Equal(["3:b|2"], Next());
            Send("\n\n", "c;\"two\nlines;", "\"\"\n\"\"", "\"\r\n");
            Assert.Equal(["6:c|two\nlines;\"\n\""], Next());
            Send("x\"y;\"4\"\n");
            Assert.Equal(["9:x\"y|4"], Next());
            byte[] last = Encoding.UTF8.GetBytes("größe;4");
            writer.Write(last.AsSpan(0, 3));
            writer.Flush();
            writer.Write(last.AsSpan(3));
            writer.Dispose();
            Assert.Equal(["10:größe|4"], Next());
            Assert.False(tables.MoveNext());
            tables.Dispose();
        }
        finally
        {
            // A thread that still waits for more would keep the reader from being closed.
            writer.Dispose();
        }

        string[] Next()
        {
            Task<bool> next = Task.Factory.StartNew(tables.MoveNext, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Assert.True(next.Wait(TimeSpan.FromSeconds(20)) && next.Result, "The row has not come.");
            return [.. Rows(tables.Current)];
        }

        void Send(params string[] pieces)
        {
            foreach (string piece in pieces)
            {
                writer.Write(Encoding.UTF8.GetBytes(piece));
                writer.Flush();
            }
        }
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a;b\r\n1;2\r\n3;4")]
    [InlineData("a\tb\n1\t2\n")]
    [InlineData("a\n1\n2\n")]
    [InlineData("a,b\n")]
    [InlineData("a,b")]
    [InlineData("a,\"b\nc\"\n\"1\n\", \"2\n3\"\n\n5\" pipe,\"\"\n")]
    [InlineData("a\tb\n1\t \"2\n3\t4\n")]
    [InlineData("a,b\r1,2\r3,4\r")]
    public void WhatArrivesIsWhatAFileHolds(string text)
    {
        string[] expected = [.. Rows(Table.ReadChunks(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test").Single())];
        Assert.Equal(expected, Read(Of(text)));
        Assert.Equal(expected, Read(new Drops(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void LongInputIsReadWhole()
    {
        string text = "x,y\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{i % 1000}\n"));
        string[] rows = Read(Of(text));
        Assert.Equal(50_000, rows.Length);
        Assert.Equal("50001:49999|999", rows[^1]);
        string lost = text + "1\n2,2\n";
        Assert.Contains("line 50002", Assert.Throws<DataException>(() => Read(Of(lost))).Message, StringComparison.Ordinal);
        Assert.Contains("quote", Assert.Throws<DataException>(() => Read(Of(text + "\"" + new string('x', 1 << 24) + "\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WaitingCanBeCancelled()
    {
        using ManualResetEventSlim gate = new();
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(50));
        Assert.ThrowsAny<OperationCanceledException>(() => Table.Read(new ArrivingStream(() => new Blocked(gate), source.Token), "test"));
        // A pipe that nobody writes waits already while it is opened.
        Assert.ThrowsAny<OperationCanceledException>(() => Table.Read(new ArrivingStream(Open, source.Token), "test"));
        gate.Set();

        Stream Open()
        {
            gate.Wait(CancellationToken.None);
            return Stream.Null;
        }
    }

    [Fact]
    public void FaultsAreThoseOfFiles()
    {
        Assert.Contains("theirs", Assert.Throws<DataException>(() => Read(new ArrivingStream(() => throw new IOException("theirs")))).Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<DataException>(() => Table.Read(Of("a\n"), "test")).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<DataException>(() => Read(Of(""))).Message, StringComparison.Ordinal);
    }

    private sealed class Blocked(ManualResetEventSlim gate) : MemoryStream
    {
        public override int Read(Span<byte> buffer)
        {
            gate.Wait(CancellationToken.None);
            return 0;
        }
    }

    /// <summary>Gives one byte at a time.</summary>
    private sealed class Drops(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
