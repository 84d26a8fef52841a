using System.Security.Cryptography;
using Descent.Data;

namespace Descent.Playground;

/// <summary>The tables that were dropped on the page: the last few, by an identifier that follows from their content.</summary>
internal sealed class TableStore
{
    private const int MostTables = 8;

    private readonly Lock gate = new();
    private readonly LinkedList<(string Id, string Name, Table Table)> tables = [];

    /// <summary>Reads a table and keeps it.</summary>
    /// <exception cref="DataException">If it cannot be read, or has fewer than two columns.</exception>
    public TableDocument Add(byte[] content, string name)
    {
        using MemoryStream stream = new(content);
        return Add(Table.Read(stream, name, new CsvOptions { MemoryLimit = 512L << 20 }), name, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
    }

    /// <summary>Keeps a table.</summary>
    public TableDocument Add(Table table, string name, string id)
    {
        if (table.Columns.Count < 2 || table.Rows < 10)
        {
            throw new DataException($"The table must have at least two columns and ten rows, but has {table.Columns.Count} and {table.Rows}.");
        }

        lock (gate)
        {
            for (LinkedListNode<(string Id, string Name, Table Table)>? node = tables.First; node is not null; node = node.Next)
            {
                if (node.Value.Id == id)
                {
                    tables.Remove(node);
                    break;
                }
            }

            tables.AddFirst((id, name, table.Rows <= PlayProblem.MostRows ? table : table.Select([.. Enumerable.Range(0, PlayProblem.MostRows)])));
            if (tables.Count > MostTables)
            {
                tables.RemoveLast();
            }
        }

        return new TableDocument(id, name, table.Columns, table.Rows, Math.Min(table.Rows, PlayProblem.MostRows));
    }

    public (string Name, Table Table)? Find(string id)
    {
        lock (gate)
        {
            foreach ((string known, string name, Table table) in tables)
            {
                if (known == id)
                {
                    return (name, table);
                }
            }
        }

        return null;
    }
}
