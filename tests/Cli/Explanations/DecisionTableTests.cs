using Descent.Cli.Explanations;

namespace Descent.Tests.Cli.Explanations;

public class DecisionTableTests
{
    [Fact]
    public void WhatIsAdvisedExistsAndCanBeMade()
    {
        foreach (DecisionTable table in DecisionTables.All)
        {
            foreach (string choice in table.Rows.SelectMany(row => row.Choose))
            {
                CatalogueEntry? entry = Catalogue.Find(choice.Split(':')[0]);
                Assert.True(entry is not null && (table.Kind is null || entry.Kind == table.Kind), $"{table.Name}: {choice} is no {table.Kind}.");
                if (choice.Contains(':', StringComparison.Ordinal))
                {
                    Assert.Equal(entry.Type, Kinds.Parse(entry.Kind, choice).GetType());
                }
            }
        }
    }

    // Of each of these the overview among the source notes says when to choose it.
    [Theory]
    [InlineData("choosing-an-optimizer", "gradient_descent momentum nesterov adagrad rmsprop adam adadelta adamax nadam")]
    [InlineData("choosing-a-loss", "mean_squared_error mean_absolute_error huber binary_cross_entropy categorical_cross_entropy kullback_leibler hinge squared_hinge poisson categorical_hinge cosine_proximity")]
    [InlineData("choosing-an-activation", "step sigmoid tanh relu leaky_relu prelu swish softmax gelu")]
    [InlineData("choosing-an-initializer", "zeros random_uniform random_normal glorot_uniform he_normal lecun_normal orthogonal sparse variance_scaling dynamic random_signs")]
    public void TheAdviceOfTheNotesIsThere(string table, string names) =>
        Assert.Empty(names.Split(' ').Except(DecisionTables.Find(table)!.Rows.SelectMany(row => row.Choose).Select(choice => choice.Split(':')[0])));

    /// <summary>But for two recipes, which explain shows behind the activation and the neuron of the same names.</summary>
    [Fact]
    public void NoNameStandsForTwoThings() =>
        Assert.Equal(["linear", "perceptron"], DecisionTables.Explainable.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key).Order());
}
