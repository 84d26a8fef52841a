using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cli;
using Descent.Cli.Explanations;
using Descent.Cli.Learning;
using Descent.Cli.Screens;
using Descent.Tests.Repository;

namespace Descent.Tests.Cli.Learning;

public partial class ConceptTests
{
    public static TheoryData<string> Names => [.. Concepts.All.Select(concept => concept.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EachIsExplainedAndFits(string name)
    {
        Concept concept = Concept.Find(name)!;
        foreach (int width in (int[])[40, 80])
        {
            string[] lines = ToolRun.With(new TerminalInfo(width, Color: false), "", "explain", name).EndsWith(0).Output.Split('\n');
            Assert.Equal(name, lines[0]);
            Assert.All(lines, line => Assert.True(new StringInfo(line).LengthInTextElements <= width, line));
        }

        JsonElement json = ToolRun.Of("explain", name, "--json").EndsWith(0).Json();
        Assert.Equal(concept.Meaning, (json.TryGetProperty("concept", out JsonElement inner) ? inner : json).GetProperty("meaning").GetString());
        Assert.EndsWith(".", concept.Meaning, StringComparison.Ordinal);
        Assert.All(concept.See, other => Assert.Equal(0, ToolRun.Of("explain", other).ExitCode));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatItNamesExists(string name)
    {
        string text = string.Join(' ', Concept.Find(name)!.Facts.Select(fact => fact.Text));
        string[] options = [.. Tool.Verbs().SelectMany(verb => verb.Options).Select(option => option.Name)];
        Assert.All(OptionName().Matches(text), match => Assert.Contains(match.Value, options));
        Assert.All(VerbName().Matches(text), match => Assert.Contains(match.Groups[1].Value, Tool.Verbs().Select(verb => verb.Name)));
    }

    [Fact]
    public void NamesAreUnique()
    {
        string[] names = [.. Concepts.All.SelectMany(concept => concept.Aliases.Prepend(concept.Name))];
        Checkout.AssertNone(names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => $"two concepts are called {group.Key}"));
        // A component, recipe or method could not be explained any more.
        Checkout.AssertNone(names.Where(name => Catalogue.Find(name) is not null || Catalogue.Find(name, typeof(Recipe)) is not null || Catalogue.Find(name, typeof(EnsembleMethod)) is not null || DecisionTables.Find(name) is not null)
            .Select(name => $"{name} is a name of the catalogue"));
    }

    /// <summary>Every concept that a student looks up is there, under one name or another.</summary>
    [Theory]
    [InlineData("overfitting underfitting backpropagation epoch batch mini-batch early-stopping learning-rate gradient-clipping transfer-learning ensemble softmax-derivative")]
    [InlineData("vanishing-gradient exploding-gradient dying-relu saturation normalization regularization calibration cross-validation data-leakage class-imbalance hyperparameter")]
    [InlineData("universal-approximation neuron forward-pass backward-pass weight-decay patience fine-tuning loss cost-function optimizer gpu convolution rnn dense-head momentum dropout")]
    public void CommonWordsAreExplained(string words) => Assert.All(words.Split(' '), word => ToolRun.Of("explain", word).EndsWith(0));

    [Fact]
    public void TheGlossaryAgrees()
    {
        Dictionary<string, string> glossary = Checkout.Read("docs/glossary.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .SelectMany(cells => cells[1].Split(", ").Select(term => (Term: term, Meaning: cells[2]))).ToDictionary(row => row.Term, row => row.Meaning, StringComparer.Ordinal);
        string[] shared = [.. Concepts.All.Select(concept => concept.Name).Where(name => glossary.ContainsKey(name.Replace('-', ' ')))];
        Assert.Superset(new HashSet<string> { "batch", "epoch", "learning-rate", "forward-pass", "ensemble", "calibration" }, shared.ToHashSet());
        Assert.All(shared, name => Assert.Equal(glossary[name.Replace('-', ' ')], Concept.Find(name)!.Meaning));
    }

    [Fact]
    public void AVerdictIsAConceptAsWell()
    {
        string output = ToolRun.Of("explain", "overfitting").EndsWith(0).Output;
        Assert.Contains("noise included", output, StringComparison.Ordinal);
        Assert.Contains("standard error", output, StringComparison.Ordinal);
        Assert.Contains("lessons: descent learn", ToolRun.Of("explain", "dropout").EndsWith(0).Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("--[a-z][a-z0-9-]+")]
    private static partial Regex OptionName();

    [GeneratedRegex("descent ([a-z][a-z-]+)")]
    private static partial Regex VerbName();
}
