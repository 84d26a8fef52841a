// Writes the Parquet files of tests/Data/Tables/ParquetTableTests.cs with the C++ library of Apache Arrow, which pandas and pyarrow use, too.
// It is reached through ParquetSharp 25.0.1.2. The values are repeated in the tests.
// usage: dotnet fsi tests/Goldens/parquet/write.fsx
#r "nuget: ParquetSharp, 25.0.1.2"

open System
open System.IO
open ParquetSharp

type Series = { Column: Column; Length: int; Write: RowGroupWriter -> int -> int -> unit }

let typed (name: string) (logical: LogicalType) (values: 'T[]) =
    { Column = new Column<'T>(name, logical)
      Length = values.Length
      Write = fun group start count ->
        use writer = group.NextColumn().LogicalWriter<'T>()
        writer.WriteBatch(values[start .. start + count - 1]) }

let plain name (values: 'T[]) = typed name null values

let write (file: string) (compression: Compression) (rowsPerGroup: int) (columns: Series list) =
    use writer = new ParquetFileWriter(Path.Combine(__SOURCE_DIRECTORY__, file), [| for series in columns -> series.Column |], compression)
    for start in 0 .. rowsPerGroup .. columns.Head.Length - 1 do
        use group = writer.AppendRowGroup()
        for series in columns do
            series.Write group start (min rowsPerGroup (series.Length - start))
    writer.Close()

let some (value: 'T) = Nullable value
let none<'T when 'T: struct and 'T: (new: unit -> 'T) and 'T :> ValueType> : Nullable<'T> = Nullable()

// Every primitive type, some with nulls, in two row groups of three rows; texts are encoded by a dictionary.
write "types.parquet" Compression.Snappy 3 [
    plain "bool" [| some true; none; some false; some true; some true; some false |]
    plain "int8" [| -128y; 0y; 127y; 1y; 2y; 3y |]
    plain "uint8" [| some 255uy; none; some 0uy; some 1uy; some 2uy; some 3uy |]
    plain "int16" [| -32768s; 32767s; 0s; 1s; 2s; 3s |]
    plain "uint16" [| 65535us; 0us; 1us; 2us; 3us; 4us |]
    plain "int32" [| some Int32.MinValue; some Int32.MaxValue; none; some 0; some 1; some 2 |]
    plain "uint32" [| UInt32.MaxValue; 0u; 1u; 2u; 3u; 4u |]
    plain "int64" [| Int64.MinValue; Int64.MaxValue; 0L; 1L; 2L; 3L |]
    plain "uint64" [| UInt64.MaxValue; 0UL; 1UL; 2UL; 3UL; 4UL |]
    plain "float" [| 0.1f; nanf; -1e-30f; 1f; 2f; 3f |]
    plain "double" [| some 0.1; none; some (1.0 / 3.0); some -0.0; some 5e-324; some 1e300 |]
    plain "string" [| "red"; null; "blå, \"x\""; "red"; "red"; "green" |]
    plain "uuid" [| Guid.Parse "00112233-4455-6677-8899-aabbccddeeff"; Guid.Empty; Guid.Empty; Guid.Empty; Guid.Empty; Guid.Empty |] ]

// An int96 is the nanoseconds of the day, then the Julian day; 1970-01-01 is day 2,440,588.
let int96 (time: DateTime) =
    let nanoseconds = time.TimeOfDay.Ticks * 100L
    Int96(int (nanoseconds &&& 0xFFFFFFFFL), int (nanoseconds >>> 32), int (time.Date - DateTime.UnixEpoch).TotalDays + 2440588)

let utc year month day = DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc)
let moment = DateTime(2024, 2, 29, 13, 45, 30, 123, DateTimeKind.Utc)

write "moments.parquet" Compression.Zstd 3 [
    plain "date" [| some (Date(2024, 2, 29)); none; some (Date(1969, 12, 31)) |]
    typed "milliseconds" (LogicalType.Timestamp(true, TimeUnit.Millis)) [| moment; moment.AddDays 1.0; DateTime.UnixEpoch |]
    typed "microseconds" (LogicalType.Timestamp(true, TimeUnit.Micros)) [| some (moment.AddTicks 4560L); none; some (DateTime.UnixEpoch.AddTicks -10L) |]
    typed "local" (LogicalType.Timestamp(false, TimeUnit.Micros)) [| moment; moment.AddDays 1.0; DateTime.UnixEpoch |]
    typed "nanoseconds" (LogicalType.Timestamp(true, TimeUnit.Nanos)) [| DateTimeNanos(moment.AddTicks 4567L); DateTimeNanos moment; DateTimeNanos DateTime.UnixEpoch |]
    plain "int96" [| int96 moment; int96 DateTime.UnixEpoch; int96 (utc 2000 1 1) |]
    typed "time" (LogicalType.Time(true, TimeUnit.Micros)) [| some (TimeSpan(6, 30, 0)); none; some (TimeSpan(0, 23, 59, 59, 999)) |]
    typed "price" (LogicalType.Decimal(28, 2)) [| some 12.50m; none; some -0.01m |]
    typed "amount" (LogicalType.Decimal(28, 6)) [| 1234567890123456789012.345678m; -1m; 0m |] ]

write "list.parquet" Compression.Snappy 2 [ plain "id" [| 1; 2 |]; plain "scores" [| [| 1.0; 2.0 |]; [| 3.0 |] |] ]
write "bytes.parquet" Compression.Snappy 2 [ plain "id" [| 1; 2 |]; plain "image" [| [| 1uy; 2uy |]; [| 3uy |] |] ]
write "nothing.parquet" Compression.Snappy 2 [ plain "id" ([||]: int[]); plain "name" ([||]: string[]) ]

// The table of the samples, whose species are encoded by a dictionary, in two row groups.
let iris = File.ReadAllLines(Path.Combine(__SOURCE_DIRECTORY__, "../../../samples/data/iris.csv")) |> Array.map (fun line -> line.Split ',')

write "../../../samples/data/iris.parquet" Compression.Snappy 100 [
    for column in 0..3 do
        plain iris[0].[column] (iris[1..] |> Array.map (fun row -> Double.Parse(row[column], Globalization.CultureInfo.InvariantCulture)))
    plain iris[0].[4] (iris[1..] |> Array.map (fun row -> row[4])) ]
