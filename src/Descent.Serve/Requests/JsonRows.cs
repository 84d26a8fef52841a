using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Descent.Data;

namespace Descent.Serve;

/// <summary>Reads the rows of a request: one JSON object with a member per column, or an array of such objects. Numbers, strings and
/// truth values become the cells of a table, as if they were written in a CSV file; null is a missing value.</summary>
internal sealed class JsonRows
{
    /// <summary>Letters of other languages are written as they are: the answers are JSON, never part of a page.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string[] names;
    private readonly byte[][] utf8Names;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly int limit;

    /// <summary>Creates a reader for a model.</summary>
    /// <param name="columns">The columns of the rows.</param>
    /// <param name="limit">The largest number of rows.</param>
    public JsonRows(IReadOnlyList<string> columns, int limit)
    {
        names = [.. columns];
        utf8Names = Array.ConvertAll(names, Encoding.UTF8.GetBytes);
        this.limit = limit;
        for (int i = 0; i < names.Length; i++)
        {
            places.Add(names[i], i);
        }
    }

    /// <summary>Appends all rows.</summary>
    /// <param name="json">The body of the request, as UTF-8.</param>
    /// <param name="rows">Receives the rows.</param>
    /// <returns>Whether it was an array; false for a single row.</returns>
    /// <exception cref="RequestFault">If the body is malformed, a column is missing, or there are no or too many rows.</exception>
    public bool Read(ReadOnlySpan<byte> json, RowTable rows)
    {
        json = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        if (json.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw NotRows("The body is empty.");
        }

        Utf8JsonReader reader = new(json);
        bool isBatch = false;
        try
        {
            _ = reader.Read();
            isBatch = reader.TokenType == JsonTokenType.StartArray;
            if (isBatch)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (rows.Rows == limit)
                    {
                        throw TooMany(limit);
                    }

                    ReadRow(ref reader, rows, isBatch);
                }
            }
            else
            {
                ReadRow(ref reader, rows, isBatch);
            }

            // Anything behind the rows is an error of the reader.
            _ = reader.Read();
        }
        catch (JsonException fault)
        {
            throw new RequestFault(FaultKind.MalformedJson, $"The body is not valid JSON, line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: {Reason(fault)}", isBatch ? $"$[{rows.Rows}]" : "$");
        }

        return rows.Rows > 0 ? isBatch : throw new RequestFault(FaultKind.EmptyBatch, "The array has no rows. Send at least one.", "$");
    }

    /// <summary>The JSON path (RFC 9535) of a value.</summary>
    public static string PathOf(bool isBatch, int row, string? column)
    {
        string start = isBatch ? $"$[{row}]" : "$";
        return column is null ? start
            : column.Length > 0 && !char.IsAsciiDigit(column[0]) && column.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? $"{start}.{column}"
            : $"{start}['{column.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";
    }

    /// <summary>The fault of a request with more rows than allowed.</summary>
    public static RequestFault TooMany(int limit) => new(FaultKind.TooManyRows, $"The request has more than {limit:#,0} rows. Divide it into several requests.", "$");

    private void ReadRow(ref Utf8JsonReader reader, RowTable rows, bool isBatch)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw NotRows($"{PathOf(isBatch, rows.Rows, null)} is {Kind(reader.TokenType)}.", PathOf(isBatch, rows.Rows, null));
        }

        int expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Clients usually send the columns in the order of the table.
            int column = expected < utf8Names.Length && reader.ValueTextEquals(utf8Names[expected]) ? expected : Find(ref reader);
            string? other = column < 0 ? Text(ref reader, rows, isBatch) : null;
            _ = reader.Read();
            if (other is not null)
            {
                // Values of other columns may be anything.
                reader.Skip();
                rows.AppendOther(other);
                continue;
            }

            if (rows.Has(column))
            {
                throw new RequestFault(FaultKind.RepeatedColumn, $"Column \"{names[column]}\" is given twice in a row. Give it once.", PathOf(isBatch, rows.Rows, names[column]), names[column]);
            }

            Append(ref reader, rows, column, isBatch);
            expected = column + 1;
        }

        if (rows.EndRow() is >= 0 and var missing)
        {
            string[] given = [.. names.Where((_, column) => rows.Has(column)), .. rows.OtherColumns];
            throw new RequestFault(FaultKind.MissingColumn, $"The row has no column \"{names[missing]}\", which the model was trained with. {(given.Length == 0 ? "It has none." : Wording.Hint(names[missing], given))} Add it; its value may be null.", PathOf(isBatch, rows.Rows, null), names[missing]);
        }
    }

    private int Find(ref Utf8JsonReader reader)
    {
        if (names.Length <= 16)
        {
            for (int i = 0; i < utf8Names.Length; i++)
            {
                if (reader.ValueTextEquals(utf8Names[i]))
                {
                    return i;
                }
            }

            return -1;
        }

        try
        {
            return places.GetValueOrDefault(reader.GetString()!, -1);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no column; the caller reports it.
            return -1;
        }
    }

    private void Append(ref Utf8JsonReader reader, RowTable rows, int column, bool isBatch)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                rows.Append(column, []);
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                rows.Append(column, reader.ValueSpan);
                break;
            case JsonTokenType.String when !reader.ValueIsEscaped && Utf8.IsValid(reader.ValueSpan):
                rows.Append(column, reader.ValueSpan);
                break;
            case JsonTokenType.String:
                rows.Append(column, Encoding.UTF8.GetBytes(Text(ref reader, rows, isBatch)));
                break;
            default:
                throw new RequestFault(FaultKind.UnusableValue, $"Column \"{names[column]}\" is {Kind(reader.TokenType)}, but must be a number, a string, true, false or null.", PathOf(isBatch, rows.Rows, names[column]), names[column]);
        }
    }

    private static string Text(ref Utf8JsonReader reader, RowTable rows, bool isBatch)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RequestFault(FaultKind.MalformedJson, $"A string at byte {reader.TokenStartIndex + 1} of the body is not valid Unicode.", PathOf(isBatch, rows.Rows, null));
        }
    }

    private static RequestFault NotRows(string found, string path = "$") =>
        new(FaultKind.MalformedJson, $"{found} Send one row as a JSON object with a member for each column, or an array of such objects.", path);

    private static string Kind(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a truth value",
    };

    // The message of the exception ends with the position, which is given in front already.
    private static string Reason(JsonException fault) => fault.Message.Split(" LineNumber:")[0];
}
