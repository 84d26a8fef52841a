#:project ../src/Descent/Descent.csproj
#:project ../src/Descent.Sources.Parquet/Descent.Sources.Parquet.csproj
using System.Data;
using Descent.Data;
using Descent.Sources.Parquet;

// Objects: every public property is a column, or each column is named with its value.
Visit[] visits = [new("Oslo", 41, new DateOnly(2024, 2, 29)), new("Bergen", null, new DateOnly(2024, 3, 1))];
Table objects = Table.From(visits);
Table chosen = Table.From(visits, ("age", visit => visit.Age), ("is_weekend", visit => visit.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
Console.WriteLine($"{string.Join(", ", objects.Columns)}; {string.Join(", ", chosen.Columns)}");

// A matrix of numbers, which stay equal to the bit.
Table matrix = Table.From(new[,] { { 0.1, 0.2 }, { 0.3, double.NaN } }, ["x", "y"]);
Console.WriteLine($"{matrix.Rows} rows; the last cell is {(matrix.IsMissing(1, 1) ? "missing" : matrix[1, 1])}");

// A database: the data reader of any provider. Here it belongs to a DataTable.
using DataTable prices = new("prices");
prices.Columns.Add("price", typeof(decimal));
prices.Rows.Add(12.50m);
using IDataReader reader = prices.CreateDataReader();
Table query = Table.From(reader, "prices");
Console.WriteLine($"{query.Source}: {query[0, "price"]}");

// A Parquet file, as a whole or one row group at a time.
Table iris = ParquetTable.Read("samples/data/iris.parquet");
Console.WriteLine($"{iris.Rows} flowers, read in parts of {string.Join(" and ", ParquetTable.ReadChunks("samples/data/iris.parquet").Select(part => part.Rows))}");

internal sealed record Visit(string City, int? Age, DateOnly Day);
