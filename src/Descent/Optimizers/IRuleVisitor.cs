using Descent.Numerics;

namespace Descent;

/// <summary>Receives the rule of an optimizer with its own type, so that a loop can be compiled for it.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <typeparam name="TResult">The result of the visitor.</typeparam>
public interface IRuleVisitor<V, TResult>
    where V : struct, ILane<V>
{
    /// <summary>Receives the rule.</summary>
    /// <typeparam name="R">The type of the rule.</typeparam>
    /// <param name="rule">The rule with its constants for the current step.</param>
    /// <returns>The result.</returns>
    TResult Visit<R>(R rule)
        where R : struct, IRule<V>;
}
