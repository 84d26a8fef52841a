using System.Text.RegularExpressions;

namespace Descent.Tests.Repository;

/// <summary>Finds the places where source code refers to an area its own area has no arrow to.</summary>
internal sealed class ArrowChecker(FloorPlan plan)
{
    public IEnumerable<string> Check(SourceText source)
    {
        string from = FloorPlan.AreaOfFile(source.Path);
        if (from != "Descent" && !plan.Knows(from))
        {
            yield return $"{source.Path}: {from} is not in the floor plan; if the new folder is meant, add it and its arrows to the table in FloorPlan.cs.";
            yield break;
        }

        foreach (string name in source.Mentions())
        {
            string to = FloorPlan.AreaOfName(name);
            if (!Allows(from, to))
            {
                yield return $"{source.Path}: {from} refers to {name}, but the floor plan has no arrow from {from} to {to}.";
            }
        }

        // The catalogue lies in the root namespace, where every folder of the core sees it without a using line.
        if (InsideCore(from) && Regex.IsMatch(source.Code, @"\bCatalogue"))
        {
            yield return $"{source.Path}: {from} refers to Catalogue; nothing inside Descent may.";
        }
    }

    public IEnumerable<string> CheckProjectReference(string fromProject, string toProject)
    {
        string from = AreaOfProject(fromProject), to = AreaOfProject(toProject);
        if (!plan.Knows(from))
        {
            yield return $"{fromProject} is not in the floor plan; add it and its arrows to the table in FloorPlan.cs.";
        }
        else if (!plan.Allows(from, to))
        {
            yield return $"{fromProject} references {toProject}, but the floor plan has no such arrow.";
        }
    }

    private static string AreaOfProject(string project) => project == "Descent" ? FloorPlan.Roof : project;

    // Files at the core's root are its ground: its folders may use them, so they may not use its folders.
    private bool Allows(string from, string to) => (from, to) switch
    {
        ("Descent", _) => to is "Descent" or "Descent.Numerics" or "Descent.Data",
        (_, "Descent") => from == FloorPlan.Roof || InsideCore(from) || plan.Allows(from, FloorPlan.Roof),
        _ when !plan.Knows(to) => IsRootType(from, to),
        _ => plan.Allows(from, to),
    };

    // `Descent.Something` that is no area is a type of the root namespace.
    private bool IsRootType(string from, string to) => Allows(from, "Descent") && !Directory.Exists(Path.Combine(Checkout.Root, "src/Descent", to["Descent.".Length..]));

    private bool InsideCore(string area) => area == "Descent" || (area != FloorPlan.Roof && plan.Allows(FloorPlan.Roof, area) && area is not ("Descent.Numerics" or "Descent.Data"));
}
