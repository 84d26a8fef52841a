using System.Globalization;

namespace Descent.Data;

/// <summary>Finds a currency before or after a number: a symbol such as € or US$, an ISO 4217 code, or one of a few national
/// abbreviations.</summary>
internal static class Currency
{
    private static readonly string[] s_words =
    [
        "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY",
        "KRW", "KZT", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH",
        "USD", "VND", "ZAR", "kr", "kr.", "Kč", "zł", "Ft", "lei", "Fr.", "Rs", "Rs.",
    ];

    private static readonly (string Symbol, string Code)[] s_codes = [("$", "USD"), ("US$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR")];

    /// <summary>How a currency is written: by its symbol if it has one.</summary>
    /// <param name="currency">The name that <see cref="TakeFirst"/> and <see cref="TakeLast"/> return.</param>
    public static string Written(string currency) => s_codes.FirstOrDefault(known => known.Code == currency).Symbol ?? currency;

    /// <summary>Removes a currency from the beginning of a text.</summary>
    /// <returns>The currency, by the same name for all its spellings; null if there is none.</returns>
    public static string? TakeFirst(ref ReadOnlySpan<char> text)
    {
        foreach (string word in s_words)
        {
            if (text.StartsWith(word, StringComparison.Ordinal) && (text.Length == word.Length || !char.IsLetter(text[word.Length])))
            {
                text = text[word.Length..].TrimStart();
                return word;
            }
        }

        // Up to three letters may precede the symbol, as in US$.
        int letters = 0;
        while (letters < Math.Min(3, text.Length) && char.IsAsciiLetterUpper(text[letters]))
        {
            letters++;
        }

        int length = letters < text.Length && IsSymbol(text[letters]) ? letters + 1 : 0;
        return Take(ref text, ..length, length..);
    }

    /// <summary>Removes a currency from the end of a text.</summary>
    /// <returns>The currency, by the same name for all its spellings; null if there is none.</returns>
    public static string? TakeLast(ref ReadOnlySpan<char> text)
    {
        foreach (string word in s_words)
        {
            if (text.EndsWith(word, StringComparison.Ordinal))
            {
                text = text[..^word.Length].TrimEnd();
                return word;
            }
        }

        int length = !text.IsEmpty && IsSymbol(text[^1]) ? 1 : 0;
        return Take(ref text, ^length.., ..^length);
    }

    private static bool IsSymbol(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.CurrencySymbol;

    private static string? Take(ref ReadOnlySpan<char> text, Range taken, Range left)
    {
        ReadOnlySpan<char> symbol = text[taken];
        if (symbol.IsEmpty)
        {
            return null;
        }

        text = text[left].Trim();
        foreach ((string known, string code) in s_codes)
        {
            if (symbol.SequenceEqual(known))
            {
                return code;
            }
        }

        return symbol.ToString();
    }
}
