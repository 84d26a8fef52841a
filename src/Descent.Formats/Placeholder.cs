namespace Descent.Formats; internal static class Placeholder;
