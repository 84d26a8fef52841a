using System.Globalization;

namespace Descent.Data;

/// <summary>Row numbers for training, validation and test; no row is in two parts.</summary>
/// <remarks>
/// Randomness comes only from the seed. Of n rows, the test part gets n · fraction rows, rounded half up and at least one, the
/// validation part likewise, and the training part the rest (approximately so if groups stay together). Each part is in ascending
/// order.
/// </remarks>
public sealed partial class Split
{
    internal Split(int[] train, int[] validation, int[] test, IReadOnlyList<Notice> notices)
    {
        Train = train;
        Validation = validation;
        Test = test;
        Notices = notices;
    }

    /// <summary>The training rows.</summary>
    public int[] Train { get; }

    /// <summary>The validation rows; empty if none were requested.</summary>
    public int[] Validation { get; }

    /// <summary>The test rows; empty if none were requested.</summary>
    public int[] Test { get; }

    /// <summary>Notices about how the rows were split, and about what was not possible.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>Deconstructs the split into training and test rows.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="test">The test rows.</param>
    public void Deconstruct(out int[] train, out int[] test) => (train, test) = (Train, Test);

    /// <summary>Deconstructs the split into all three parts.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows.</param>
    /// <param name="test">The test rows.</param>
    public void Deconstruct(out int[] train, out int[] validation, out int[] test) => (train, validation, test) = (Train, Validation, Test);

    internal Split With(IReadOnlyList<Notice> notices) => new(Train, Validation, Test, notices);

    /// <summary>Splits the rows that have a target: in the order of a column or by group if one is given, otherwise stratified by label
    /// for binary and multiclass tasks, stratified by all answers for multilabel tasks, and plainly for others.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">The schema of the table.</param>
    /// <param name="test">The fraction of test rows, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">The fraction of validation rows, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    /// <param name="group">A column whose equal values stay in the same part; by default none.</param>
    /// <param name="orderBy">A column of numbers or dates: the last rows in its order are the test part and those before them the
    /// validation part, without randomness; by default none.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If there are too few rows or groups for the fractions, or a row has no group.</exception>
    public static Split For(Table table, Schema schema, double test = 0.2, double validation = 0, ulong seed = 1, string? group = null, string? orderBy = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        int[] rows = schema.RowsWithTargets(table);
        if (orderBy is not null)
        {
            _ = RowOrder.OfAll(schema.Read(table), schema, orderBy, rows);
        }

        return For(table, schema, rows, test, validation, seed, group, orderBy);
    }

    /// <summary>Splits the given rows as <see cref="For(Table, Schema, double, double, ulong, string?, string?)"/> splits all
    /// rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">The schema of the table.</param>
    /// <param name="rows">The rows, all with a target.</param>
    /// <param name="test">The fraction of test rows, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">The fraction of validation rows, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    /// <param name="group">A column whose equal values stay in the same part; by default none.</param>
    /// <param name="orderBy">A column of numbers or dates: the last rows in its order are the test part and those before them the
    /// validation part, without randomness; by default none.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If there are too few rows or groups for the fractions, or a row has no group.</exception>
    public static Split For(Table table, Schema schema, ReadOnlySpan<int> rows, double test, double validation, ulong seed, string? group, string? orderBy = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        RowOrder.RequireOne(group, orderBy);
        return orderBy is not null ? Ordered(schema.Read(table), schema, rows, orderBy, test, validation) : group is not null ? Grouped(rows, Groups.Of(schema.Read(table), group, rows), test, validation, seed) : schema.Task switch
        {
            TaskKind.Binary or TaskKind.Multiclass => Stratified(rows, schema.Classes(table, rows), test, validation, seed, warns: false),
            TaskKind.Multilabel => Stratified(rows, schema.Answers(table, rows), test, validation, seed),
            _ => Plain(rows, test, validation, seed),
        };
    }

    /// <summary>Splits rows randomly.</summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="test">The fraction of test rows, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">The fraction of validation rows, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If there are too few rows for the fractions.</exception>
    public static Split Plain(ReadOnlySpan<int> rows, double test = 0.2, double validation = 0, ulong seed = 1)
    {
        (int testCount, int validationCount) = Counts(rows.Length, test, validation);
        int[] shuffled = Strata.Shuffled(rows.Length, seed, 0);
        return Make(rows, shuffled[(testCount + validationCount)..], shuffled[testCount..(testCount + validationCount)], shuffled[..testCount], []);
    }

    /// <summary>
    /// Splits rows so that every part has the classes in nearly the same proportions (largest remainders). A class keeps at
    /// least one training row, so the row of a class with a single row is always a training row.
    /// </summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="classes">The class of each of these rows, from 0.</param>
    /// <param name="test">The fraction of test rows, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">The fraction of validation rows, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If there are too few rows for the fractions.</exception>
    public static Split Stratified(ReadOnlySpan<int> rows, ReadOnlySpan<int> classes, double test = 0.2, double validation = 0, ulong seed = 1) =>
        Stratified(rows, classes, test, validation, seed, warns: true);

    // The schema of a table has warned about labels with a single row, by name.
    private static Split Stratified(ReadOnlySpan<int> rows, ReadOnlySpan<int> classes, double test, double validation, ulong seed, bool warns)
    {
        (int testCount, int validationCount) = Counts(rows.Length, test, validation);
        int[][] strata = Strata.ByClass(rows.Length, classes, seed, 0);
        List<int> trainRows = [], validationRows = [], testRows = [];
        int[] forTest = Strata.Shares([.. strata.Select(stratum => stratum.Length)], testCount);
        int[] left = [.. strata.Select((stratum, i) => stratum.Length - forTest[i])], forValidation = Strata.Shares(left, validationCount);
        for (int i = 0; i < strata.Length; i++)
        {
            int end = forTest[i] + forValidation[i];
            testRows.AddRange(strata[i][..forTest[i]]);
            validationRows.AddRange(strata[i][forTest[i]..end]);
            trainRows.AddRange(strata[i][end..]);
        }

        if ((testRows.Count == 0 && test > 0) || (validationRows.Count == 0 && validation > 0))
        {
            throw new DataException($"{rows.Length} rows cannot be split by class: nearly every class has a single row. Add rows of these classes, or use no validation or test rows.");
        }

        int single = strata.Count(stratum => stratum.Length == 1);
        Notice[] notices = single == 0 || !warns ? [] : [Notice.Warning($"{single} of {strata.Length} classes have a single row, which is a training row, so these classes cannot be tested.", Remedy.FromAdvice("add rows, or merge rare classes"))];
        return Make(rows, [.. trainRows], [.. validationRows], [.. testRows], notices);
    }

    /// <summary>
    /// Splits rows with several yes-or-no answers so that every part has its share of each answer: iterative stratification
    /// (Sechidis, Tsoumakas and Vlahavas 2011), with parts of exactly the requested sizes.
    /// </summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="answers">rows × questions (see <see cref="Schema.Answers"/>).</param>
    /// <param name="test">The fraction of test rows, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">The fraction of validation rows, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If there are too few rows for the fractions.</exception>
    public static Split Stratified(ReadOnlySpan<int> rows, bool[,] answers, double test = 0.2, double validation = 0, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(answers);
        (int testCount, int validationCount) = Counts(rows.Length, test, validation);
        Strata.RequireAnswers(rows.Length, answers);
        int[] parts = IterativeStratification.Assign(answers, [rows.Length - testCount - validationCount, validationCount, testCount], Strata.Shuffled(rows.Length, seed, 0));
        return Make(rows, Of(0), Of(1), Of(2), []);

        int[] Of(int part) => [.. Enumerable.Range(0, parts.Length).Where(place => parts[place] == part)];
    }

    internal static Split Make(ReadOnlySpan<int> rows, int[] train, int[] validation, int[] test, IReadOnlyList<Notice> notices)
    {
        return new(Pick(rows, train), Pick(rows, validation), Pick(rows, test), notices);

        static int[] Pick(ReadOnlySpan<int> rows, int[] places)
        {
            int[] picked = new int[places.Length];
            for (int i = 0; i < picked.Length; i++)
            {
                picked[i] = rows[places[i]];
            }

            Array.Sort(picked);
            return picked;
        }
    }

    private static (int Test, int Validation) Counts(int rows, double test, double validation)
    {
        if (!(test >= 0 && validation >= 0 && test + validation < 1))
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The test fraction {test} and the validation fraction {validation} must not be negative, and their sum must be below 1."));
        }

        int testCount = Count(rows, test), validationCount = Count(rows, validation);
        return testCount + validationCount < Math.Max(rows, 1)
            ? (testCount, validationCount)
            : throw new DataException($"{Amount.Of(rows, "row")} cannot be split: {string.Join(" and ", [.. test > 0 ? [$"{testCount:#,0} for the test"] : Array.Empty<string>(), .. validation > 0 ? [$"{validationCount:#,0} for the validation"] : Array.Empty<string>()])} would leave none for training. Use smaller fractions, or 0.");
    }

    private static int Count(int rows, double fraction) =>
        fraction == 0 ? 0 : Math.Max(1, (int)Math.Round(rows * fraction, MidpointRounding.AwayFromZero));
}
