using System.Globalization;
using Descent.Data;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>Writes the inputs of the graph, one per column of the table, and their encoding as numbers, as <see cref="Preprocessor"/> computes it.</summary>
/// <param name="graph">The graph to append to.</param>
/// <param name="preprocessor">The preprocessing.</param>
/// <param name="doubles">Whether columns of numbers are double instead of float.</param>
internal sealed class ColumnExport(GraphBuilder graph, Preprocessor preprocessor, bool doubles)
{
    private readonly List<string> blocks = [];
    private readonly List<int> places = [];

    /// <summary>Writes inputs and encodings.</summary>
    /// <returns>The name of the encoded rows, a matrix of float.</returns>
    public string Write()
    {
        (ColumnEncoder Encoder, string Input, int Place)[] columns = [.. Columns()];
        WriteNumbers([.. columns.Where(column => column.Encoder is NumericEncoder).Select(column => ((NumericEncoder)column.Encoder, column.Input, column.Place))]);
        foreach ((ColumnEncoder encoder, string input, int place) in columns)
        {
            switch (encoder)
            {
                case CategoricalEncoder category:
                    Add(Categories(category, input), place, category.InputNames.Count);
                    break;
                case PresenceEncoder:
                    Add(graph.Cast($"{input}/missing", Lookup($"{input}/is_missing", input, MissingTexts(encoder.Name).Prepend("").Select(text => (text, 1L)), 0), TensorProto.Types.DataType.Float), place, 1);
                    break;
                case DateEncoder date:
                    Add(new DateExport(graph, date, input).Write(), place, date.InputNames.Count);
                    break;
            }
        }

        string all = blocks.Count == 1 ? blocks[0] : graph.Node("Concat", "columns", [.. blocks], Attributes.Int("axis", 1));
        if (places.SequenceEqual(Enumerable.Range(0, places.Count)))
        {
            return all;
        }

        // The numbers of the network are in the order of the columns.
        long[] order = new long[places.Count];
        foreach ((int from, int place) in places.Index())
        {
            order[place] = from;
        }

        return graph.Node("Gather", "columns_in_order", [all, graph.Whole("columns_in_order/places", order, order.Length)], Attributes.Int("axis", 1));
    }

    private IEnumerable<(ColumnEncoder Encoder, string Input, int Place)> Columns()
    {
        int place = 0;
        foreach (ColumnEncoder encoder in preprocessor.Encoders)
        {
            (TensorProto.Types.DataType type, string form) = encoder switch
            {
                NumericEncoder => (doubles ? TensorProto.Types.DataType.Double : TensorProto.Types.DataType.Float, "a number; NaN if it is missing"),
                DateEncoder => (TensorProto.Types.DataType.Int64, string.Create(CultureInfo.InvariantCulture, $"a date: seconds since 1970-01-01 00:00; {long.MinValue} if it is missing")),
                PresenceEncoder => (TensorProto.Types.DataType.String, "any text; only whether it is missing, which is an empty text, is used"),
                _ => (TensorProto.Types.DataType.String, "a category; an empty text if it is missing"),
            };
            yield return (encoder, graph.Input(encoder.Name, type, 1, form), place);
            place += encoder.InputNames.Count;
        }
    }

    /// <summary>Standardizes all numbers together, and compresses those far outside the training data.</summary>
    private void WriteNumbers((NumericEncoder Encoder, string Input, int Place)[] columns)
    {
        if (columns.Length == 0)
        {
            return;
        }

        string raw = columns.Length == 1 ? columns[0].Input : graph.Node("Concat", "numbers/raw", [.. columns.Select(column => column.Input)], Attributes.Int("axis", 1));
        string x = doubles ? raw : graph.Cast("numbers/double", raw, TensorProto.Types.DataType.Double);
        string missing = graph.Node("IsNaN", "numbers/missing", [x]);
        double[][] sentinels = [.. columns.Select(column => MissingNumbers(column.Encoder.Name))];
        for (int i = 0; i < sentinels.Max(own => own.Length); i++)
        {
            // NaN is equal to nothing, so it stands for no further number.
            string sentinel = Vector($"numbers/sentinel_{i + 1}", sentinels.Select(own => i < own.Length ? own[i] : double.NaN));
            missing = graph.Node("Or", $"numbers/missing_or_sentinel_{i + 1}", [missing, graph.Node("Equal", $"numbers/is_sentinel_{i + 1}", [x, sentinel])]);
        }

        string filled = graph.Node("Where", "numbers/filled", [missing, Of("median", encoder => encoder.Median), x]);
        string z = graph.Node("Div", "numbers/standardized", [graph.Node("Sub", "numbers/centered", [filled, Of("mean", encoder => encoder.Mean)]), Of("scale", encoder => encoder.Scale)]);

        // Beyond a limit L: sign(z)·L·(2 − L/|z|).
        string limit = Of("limit", encoder => encoder.Limit ?? double.MaxValue), size = graph.Node("Abs", "numbers/size", [z]);
        string share = graph.Node("Sub", "numbers/two_minus_share", [graph.Doubles("numbers/two", [2]), graph.Node("Div", "numbers/share_of_limit", [limit, size])]);
        string compressed = graph.Node("Mul", "numbers/compressed", [graph.Node("Mul", "numbers/signed_limit", [graph.Node("Sign", "numbers/sign", [z]), limit]), share]);
        string drawn = graph.Node("Where", "numbers/within_limits", [graph.Node("Greater", "numbers/far_outside", [size, limit]), compressed, z]);
        blocks.Add(graph.Cast("numbers", drawn, TensorProto.Types.DataType.Float));
        places.AddRange(columns.Select(column => column.Place));

        int[] indicated = [.. columns.Index().Where(column => column.Item.Encoder.HasIndicator).Select(column => column.Index)];
        if (indicated.Length > 0)
        {
            string indicators = graph.Cast("numbers/missing_indicators", missing, TensorProto.Types.DataType.Float);
            blocks.Add(indicated.Length == columns.Length ? indicators : graph.Node("Gather", "numbers/used_indicators", [indicators, graph.Whole("numbers/used_indicators/places", [.. indicated.Select(index => (long)index)], indicated.Length)], Attributes.Int("axis", 1)));
            places.AddRange(indicated.Select(index => columns[index].Place + 1));
        }

        string Of(string name, Func<NumericEncoder, double> number) => Vector($"numbers/{name}s", columns.Select(column => number(column.Encoder)));

        string Vector(string name, IEnumerable<double> numbers) => graph.Doubles(name, [.. numbers], columns.Length);
    }

    /// <summary>One-hot columns: of each level, of the others and unknown ones, and of missing cells.</summary>
    private string Categories(CategoricalEncoder encoder, string input)
    {
        int levels = encoder.Levels.Count, width = encoder.InputNames.Count;
        int other = encoder.RareLevels.Count > 0 ? levels : -1, absent = encoder.HasMissing ? width - 1 : -1;
        string[] missing = [.. MissingTexts(encoder.Name).Prepend("").Distinct(StringComparer.Ordinal)];
        IEnumerable<(string, long)> known = encoder.Levels.Index().SelectMany(level => Spellings(level.Item).Select(text => (text, (long)level.Index)));

        // Of two meanings of a text, the first counts.
        string place = Lookup($"{input}/place", input, [.. missing.Select(text => (text, (long)absent)), .. encoder.Levels.Index().Select(level => (level.Item, (long)level.Index)), .. encoder.RareLevels.Select(level => (level, (long)other)), .. known], other);
        string isLevel = graph.Node("Equal", $"{input}/is_place", [place, graph.Whole($"{input}/places", [.. Enumerable.Range(0, width).Select(index => (long)index)], 1, width)]);
        return graph.Cast($"{input}/one_hot", isLevel, TensorProto.Types.DataType.Float);
    }

    private string Lookup(string name, string input, IEnumerable<(string Text, long Place)> places, long unknown)
    {
        (string Text, long Place)[] known = [.. places.DistinctBy(place => place.Text, StringComparer.Ordinal)];
        return graph.MachineLearningNode(
            "LabelEncoder", name, input, Attributes.Texts("keys_strings", known.Select(place => place.Text)), Attributes.Ints("values_int64s", known.Select(place => place.Place)), Attributes.Int("default_int64", unknown));
    }

    /// <summary>Other spellings that programs use for the same number or answer.</summary>
    private static string[] Spellings(string level) => EqualTexts.Key(level, '.') switch
    {
        "true" => ["true", "True", "TRUE"],
        "false" => ["false", "False", "FALSE"],
        var key when double.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number.ToString("R", CultureInfo.InvariantCulture) is var written => [.. ((string[])[written, $"{written}.0"]).Where(text => EqualTexts.Key(text, '.') == key)],
        _ => [],
    };

    private IEnumerable<string> MissingTexts(string column) => MissingWords(column).SelectMany(word => new[] { word, word.ToUpperInvariant(), word.ToLowerInvariant() });

    private double[] MissingNumbers(string column) => [.. MissingWords(column)
        .Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : double.NaN)
        .Where(double.IsFinite).Select(number => doubles ? number : (float)number).Distinct()];

    private IReadOnlyList<string> MissingWords(string column) => preprocessor.Schema.Columns.First(own => own.Name == column).MissingWords ?? preprocessor.Schema.MissingWords;

    private void Add(string block, int place, int width)
    {
        blocks.Add(block);
        places.AddRange(Enumerable.Range(place, width));
    }
}
