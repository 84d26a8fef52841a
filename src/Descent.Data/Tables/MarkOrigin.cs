namespace Descent.Data;

/// <summary>How the decimal mark of a table is known.</summary>
internal enum MarkOrigin
{
    /// <summary>No number of the table says which it is.</summary>
    Assumed,

    /// <summary>The numbers of the table allow no other.</summary>
    Evident,

    /// <summary>The user has said it.</summary>
    Given,
}
