namespace Descent.Data;

/// <summary>Rejects contradictory decisions about a column, such as leaving out the column that holds the weights.</summary>
internal static class ColumnRoles
{
    private enum Role
    {
        Target,
        Group,
        Weight,
        Order,
        Ignored,
        Kind,
        DateOrder,
        Words,
    }

    // The roles that a column may have at the same time. A column that orders the rows is ordinary in all other respects.
    private static readonly (Role, Role)[] s_compatible =
    [
        (Role.Target, Role.Order), (Role.Target, Role.Words), (Role.Order, Role.Ignored), (Role.Order, Role.Kind), (Role.Order, Role.DateOrder), (Role.Order, Role.Words),
        (Role.Kind, Role.DateOrder), (Role.Kind, Role.Words), (Role.DateOrder, Role.Words),
    ];

    /// <summary>Checks that every named column exists and that its roles are compatible.</summary>
    /// <exception cref="DataException">If a column does not exist or has incompatible roles.</exception>
    public static void Check(Table table, IReadOnlyList<string> targets, SchemaOptions options)
    {
        (string Name, Role Role)[] named =
        [
            .. targets.Select(name => (name, Role.Target)), .. Named(options.Group, Role.Group), .. Named(options.Weight, Role.Weight), .. Named(options.SplitBy, Role.Order),
            .. options.Ignore.Distinct(StringComparer.Ordinal).Select(name => (name, Role.Ignored)), .. options.Kinds.Keys.Select(name => (name, Role.Kind)),
            .. options.DateOrders.Keys.Select(name => (name, Role.DateOrder)), .. options.WordsAsMissing.Distinct(StringComparer.Ordinal).Select(name => (name, Role.Words)),
        ];
        foreach (string name in named.Select(column => column.Name).Concat(options.MissingWordsOf.Keys))
        {
            _ = table.RequireColumn(name);
        }

        RowOrder.RequireOne(options.Group, options.SplitBy);
        if (options.Kinds.FirstOrDefault(kind => kind.Value is ColumnKind.Target or ColumnKind.Weight).Key is { } special)
        {
            throw new DataException($"Column \"{special}\" cannot be made a target or a weight by its kind. Name it as a target or as the weight.");
        }

        foreach (IGrouping<string, (string Name, Role Role)> column in named.GroupBy(column => column.Name, StringComparer.Ordinal))
        {
            Role[] roles = [.. column.Select(one => one.Role).Order()];
            for (int second = 1; second < roles.Length; second++)
            {
                if (roles[second] == roles[second - 1])
                {
                    throw new DataException($"Column \"{column.Key}\" is named twice as {Text(roles[second], column.Key, options)}. Name it once.");
                }

                if (Array.FindIndex(roles, 0, second, first => !GoTogether(first, roles[second], column.Key, options)) is >= 0 and var first)
                {
                    throw new DataException($"Column \"{column.Key}\" is named as {Text(roles[first], column.Key, options)} and as {Text(roles[second], column.Key, options)}, which exclude each other. Remove one of the two.");
                }
            }
        }
    }

    private static IEnumerable<(string, Role)> Named(string? name, Role role) => name is null ? [] : [(name, role)];

    private static bool GoTogether(Role first, Role second, string name, SchemaOptions options) => s_compatible.Contains((first, second)) && (first, second) switch
    {
        (Role.Kind, Role.DateOrder) => options.Kinds[name] == ColumnKind.Date,
        (Role.Kind, Role.Words) => options.Kinds[name] is ColumnKind.Date or ColumnKind.Numeric,
        _ => true,
    };

    private static string Text(Role role, string name, SchemaOptions options) => role switch
    {
        Role.Target => "target",
        Role.Group => "group",
        Role.Weight => "weight",
        Role.Order => "order of the rows",
        Role.Ignored => "a column to leave out",
        Role.Kind => options.Kinds[name].ToString().ToLowerInvariant(),
        Role.DateOrder => "a column of dates",
        _ => "a column in which words count as missing",
    };
}
