using System.Globalization;

namespace Descent.Benchmarks.Doctor;

/// <summary>How often the doctor names what was made ill on purpose, and how often it finds something in a healthy network.</summary>
internal static class DoctorTrial
{
    // What a healthy network explains of new rows, and by how much that may fall short of its training rows.
    private const double HealthySkill = 0.8, HealthyGap = 0.1;

    /// <summary>Prints a line for every network, and the counts of both sets.</summary>
    /// <param name="count">The number of ill networks, and of healthy ones, in each set.</param>
    /// <param name="sets">The sets to examine.</param>
    public static void Print(int count, int[] sets)
    {
        foreach (int set in sets)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## Set {set + 1}\n\n| network | made ill by | first finding | others | skill |\n|---|---|---|---|---:|"));
            int named = 0, among = 0, alarms = 0;
            foreach (DoctorCase one in DoctorCases.Ill(set, count).Concat(Healthy(set, count)))
            {
                (Diagnosis diagnosis, _) = one.Examine();
                FindingKind?[] kinds = [.. diagnosis.Findings.Select(finding => (FindingKind?)finding.Kind)];
                bool isRight = one.Expected is { } expected ? kinds.FirstOrDefault() == expected : kinds.Length == 0;
                named += one.Expected is not null && isRight ? 1 : 0;
                among += one.Expected is not null && kinds.Contains(one.Expected) ? 1 : 0;
                alarms += one.Expected is null && !isRight ? 1 : 0;
                double skill = diagnosis.Fit.Evidence.FirstOrDefault(evidence => evidence.Name == "trainingSkill")?.Value ?? double.NaN;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {one.Name} | {one.Expected?.ToString() ?? "nothing"} | {(isRight ? "" : "**")}{kinds.FirstOrDefault()?.ToString() ?? "nothing"}{(isRight ? "" : "**")} | {string.Join(", ", kinds.Skip(1))} | {skill:0.00} |"));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nOf {count} ill networks {named} were named rightly first, {among} among all findings; {alarms} false alarms in {count} healthy ones.\n"));
        }
    }

    /// <summary>The first networks that are meant to be healthy and are, judged by new rows and not by the doctor.</summary>
    private static IEnumerable<DoctorCase> Healthy(int set, int count) => DoctorCases.Healthy(set, 4 * count).Where(one => one.SkillOnNewRows() is var (training, others) && others >= HealthySkill && training - others <= HealthyGap).Take(count);
}
