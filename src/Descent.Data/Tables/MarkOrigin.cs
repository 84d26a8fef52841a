namespace Descent.Data;

/// <summary>Where the decimal mark of a table is known from.</summary>
internal enum MarkOrigin
{
    /// <summary>No number in the table shows which it is.</summary>
    Assumed,

    /// <summary>The numbers of the table allow no other.</summary>
    Evident,

    /// <summary>The user has specified it.</summary>
    Given,
}
