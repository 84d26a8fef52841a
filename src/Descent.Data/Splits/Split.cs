using System.Globalization;

namespace Descent.Data;

/// <summary>Row numbers to train on, to watch while training, and to judge by in the end; no row is in two parts.</summary>
/// <remarks>
/// Chance comes from the seed only. Of n rows, the test part gets n · fraction rows, rounded half up and at least one, the
/// validation part likewise, and the training part the rest (where groups stay together, as nearly as they allow). Each part is in rising order.
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

    /// <summary>The rows to train on.</summary>
    public int[] Train { get; }

    /// <summary>The rows to watch while training; empty if none were asked for.</summary>
    public int[] Validation { get; }

    /// <summary>The rows to judge by in the end; empty if none were asked for.</summary>
    public int[] Test { get; }

    /// <summary>What could not be done as asked.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>Takes training and test rows apart.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="test">The test rows.</param>
    public void Deconstruct(out int[] train, out int[] test) => (train, test) = (Train, Test);

    /// <summary>Takes all three parts apart.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows.</param>
    /// <param name="test">The test rows.</param>
    public void Deconstruct(out int[] train, out int[] validation, out int[] test) => (train, validation, test) = (Train, Validation, Test);

    internal Split With(IReadOnlyList<Notice> notices) => new(Train, Validation, Test, notices);

    /// <summary>Splits the rows that have a target: by group if one is named, else by label for binary and multiclass tasks, by all answers for multilabel ones, plainly for regression; or in the order of a column.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">What its columns mean.</param>
    /// <param name="test">Fraction of rows to judge by, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">Fraction of rows to watch, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">Chooses the rows.</param>
    /// <param name="group">A column whose equal values stay on one side; by default none.</param>
    /// <param name="orderBy">A column of numbers or dates: the last rows in its order are the test part and those before them the validation part, without chance; by default none.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If the fractions cannot be had from that many rows or groups, or a group is missing.</exception>
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

    /// <summary>Splits the given rows as <see cref="For(Table, Schema, double, double, ulong, string?, string?)"/> splits all.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">What its columns mean.</param>
    /// <param name="rows">The rows, all with a target.</param>
    /// <param name="test">Fraction of rows to judge by, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">Fraction of rows to watch, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">Chooses the rows.</param>
    /// <param name="group">A column whose equal values stay on one side; by default none.</param>
    /// <param name="orderBy">A column of numbers or dates: the last rows in its order are the test part and those before them the validation part, without chance; by default none.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If the fractions cannot be had from that many rows or groups, or a group is missing.</exception>
    public static Split For(Table table, Schema schema, ReadOnlySpan<int> rows, double test, double validation, ulong seed, string? group, string? orderBy = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        RowOrder.RequireOne(group, orderBy);
        return orderBy is not null ? Ordered(schema.Read(table), schema, rows, orderBy, test, validation) : group is not null ? Grouped(rows, Groups.Of(schema.Read(table), group, rows), test, validation, seed) : schema.Task switch
        {
            TaskKind.Binary or TaskKind.Multiclass => Stratified(rows, schema.Classes(table, rows), test, validation, seed),
            TaskKind.Multilabel => Stratified(rows, schema.Answers(table, rows), test, validation, seed),
            _ => Plain(rows, test, validation, seed),
        };
    }

    /// <summary>Splits rows by chance alone.</summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="test">Fraction of rows to judge by, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">Fraction of rows to watch, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">Chooses the rows.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If the fractions cannot be had from that many rows.</exception>
    public static Split Plain(ReadOnlySpan<int> rows, double test = 0.2, double validation = 0, ulong seed = 1)
    {
        (int testCount, int validationCount) = Counts(rows.Length, test, validation);
        int[] shuffled = Strata.Shuffled(rows.Length, seed, 0);
        return Make(rows, shuffled[(testCount + validationCount)..], shuffled[testCount..(testCount + validationCount)], shuffled[..testCount], []);
    }

    /// <summary>
    /// Splits rows so that every part has the classes in nearly the same proportions (largest remainders). A class keeps at
    /// least one training row, so a class with a single row is only trained on.
    /// </summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="classes">The class of each of these rows, from 0.</param>
    /// <param name="test">Fraction of rows to judge by, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">Fraction of rows to watch, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">Chooses the rows.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If the fractions cannot be had from that many rows.</exception>
    public static Split Stratified(ReadOnlySpan<int> rows, ReadOnlySpan<int> classes, double test = 0.2, double validation = 0, ulong seed = 1)
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
            throw new DataException($"{rows.Length} rows cannot be split by class: nearly every class has a single row. Add rows of these classes, or hold none out.");
        }

        int single = strata.Count(stratum => stratum.Length == 1);
        Notice[] notices = single == 0 ? [] : [Notice.Warning($"{single} of {strata.Length} classes have a single row; it is trained on, so these classes cannot be judged.", Remedy.FromAdvice("add rows, or merge rare classes"))];
        return Make(rows, [.. trainRows], [.. validationRows], [.. testRows], notices);
    }

    /// <summary>
    /// Splits rows of several yes-or-no answers so that every part has its share of each answer: iterative stratification
    /// (Sechidis, Tsoumakas and Vlahavas 2011), with parts of exactly the sizes asked for.
    /// </summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="answers">rows × questions (see <see cref="Schema.Answers"/>).</param>
    /// <param name="test">Fraction of rows to judge by, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">Fraction of rows to watch, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">Chooses the rows.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If the fractions cannot be had from that many rows.</exception>
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
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The test fraction {test} and the validation fraction {validation} must not be negative and must leave rows to train on: together below 1."));
        }

        int testCount = Count(rows, test), validationCount = Count(rows, validation);
        return testCount + validationCount < Math.Max(rows, 1)
            ? (testCount, validationCount)
            : throw new DataException($"{Amount.Of(rows, "row")} cannot be split: {string.Join(" and ", [.. test > 0 ? [$"{testCount:#,0} for the test"] : Array.Empty<string>(), .. validation > 0 ? [$"{validationCount:#,0} for the validation"] : Array.Empty<string>()])} would leave none to train on. Use smaller fractions, or 0.");
    }

    private static int Count(int rows, double fraction) =>
        fraction == 0 ? 0 : Math.Max(1, (int)Math.Round(rows * fraction, MidpointRounding.AwayFromZero));
}
