using System.Runtime.CompilerServices;
using CsvHelper;

namespace Descent.Data;

/// <summary>The records of a block of CSV text.</summary>
internal sealed class CsvRecords : IDisposable
{
    private readonly CsvReader reader;
    private readonly string source;
    private readonly long linesBefore;
    private CsvMalformedReason? broken;
    private bool isUnread;
    private long skipped;

    public CsvRecords(RecordBlock block, string source, char separator)
    {
        this.source = source;
        linesBefore = block.LinesBefore;
        reader = CsvReader.Create(block.Text.AsMemory(), new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrimWhitespace = separator is not (' ' or '\t'),
            TrackLineNumbers = true,
            OnMalformedRecord = record => broken = record.Reason,
        });
    }

    /// <summary>The line of the file in which the current record begins.</summary>
    public long Line => linesBefore + reader.LineNumber;

    /// <summary>The number of cells of the current record.</summary>
    public int Cells => reader.FieldCount;

    /// <summary>The text of a cell of the current record.</summary>
    public string this[int cell] => reader.GetString(cell);

    /// <summary>Advances to the next record, good or bad.</summary>
    public bool Advance()
    {
        broken = null;
        return reader.Read();
    }

    /// <summary>Lets the current record be the next one again.</summary>
    public void Unread() => isUnread = true;

    /// <summary>Advances to the next good record.</summary>
    /// <param name="cells">The number of cells of a good record.</param>
    /// <param name="skips">Whether a bad one is skipped; otherwise it is an error.</param>
    public bool Read(int cells, bool skips)
    {
        while (isUnread || Advance())
        {
            isUnread = false;
            string? fault = broken switch
            {
                CsvMalformedReason.UnterminatedQuote => throw new DataException($"{source}, line {Line}: a quote is never closed. Close it, or double it (\"\") if it is part of the text."),
                CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote. Put the whole cell in quotes and double those inside",
                _ => reader.FieldCount != cells ? $"expected {Amount.Of(cells, "cell")} as in the header, found {reader.FieldCount}. Quote cells that contain the separator" : null,
            };
            if (fault is null)
            {
                return true;
            }

            if (!skips)
            {
                throw new DataException($"{source}, line {Line}: {fault}, or skip such rows.", new Remedy(nameof(CsvOptions.SkipBadRows)));
            }

            skipped++;
        }

        return false;
    }

    /// <summary>The number of bad records that were skipped since it was last asked for.</summary>
    public long TakeSkipped()
    {
        long count = skipped;
        skipped = 0;
        return count;
    }

    /// <summary>Appends the cells of the current record to columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AppendTo(TextColumn[] columns)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i].Append(reader.GetSpan(i));
        }
    }

    public void Dispose() => reader.Dispose();
}
