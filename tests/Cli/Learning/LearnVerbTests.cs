using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cli;
using Descent.Cli.Learning;
using Descent.Cli.Screens;
using Descent.Cli.Verbs;

namespace Descent.Tests.Cli.Learning;

public sealed partial class LearnVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("softmx", "Did you mean \"softmax\"?")]
    [InlineData("softmax 3", "'3' is one argument too many")]
    [InlineData("softmax --step 9", "has 3 steps, but --step is 9")]
    [InlineData("softmax --step 0", "--step must be a whole number")]
    [InlineData("softmax --learning-rate 0.1", "--learning-rate changes nothing in the lesson softmax. It is for backward-pass")]
    [InlineData("softmax --numbers 1", "must be 2 to 6 numbers, but has 1")]
    [InlineData("softmax --numbers 1,x", "but has 'x'")]
    [InlineData("softmax --numbers 1,NaN", "but has 'NaN'")]
    [InlineData("softmax --numbers 1,1e9", "but has '1e9'")]
    [InlineData("forward-pass --numbers 1,2", "must be 3 numbers, but has 2")]
    [InlineData("momentum --momentum 1", "--momentum must be a number from 0")]
    [InlineData("backward-pass --learning-rate 0", "above 0")]
    [InlineData("quiz 41", "questions 1 to 40, but no '41'")]
    [InlineData("quiz x", "no 'x'")]
    [InlineData("quiz 3 --step 1", "--step is for a lesson, not for the quiz")]
    [InlineData("--step 1", "--step is for a lesson")]
    [InlineData("softmax --step 1 --out page.html", "Leave out --step")]
    public void WhatCannotBeIsSaid(string arguments, string expected)
    {
        ToolRun run = ToolRun.Of(["learn", .. arguments.Split(' ')]).EndsWith(ExitCode.Usage);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void ALearningRateThatIsMuchTooLargeIsSaid() =>
        Assert.Contains("learning", ToolRun.Of("learn", "learning-rate", "--learning-rate", "1e300").EndsWith(0).Output, StringComparison.Ordinal);

    [Fact]
    public void AReaderAtATerminalAsksForEveryStep()
    {
        Assert.Equal(3, Steps("\n\n\n"));
        Assert.Equal(2, Steps("\nq\n"));
        Assert.Equal(1, Steps("q\n"));
        Assert.Equal(3, Steps("a\n"));
        Assert.Equal(3, Steps(""));

        static int Steps(string input)
        {
            ToolRun run = ToolRun.With(new TerminalInfo(80, Color: false), input, "learn", "softmax").EndsWith(0);
            Assert.Contains("Enter: next step", run.Errors, StringComparison.Ordinal);
            return Step().Count(run.Output);
        }
    }

    [Fact]
    public void TheReaderIsToldWhoseNumbersTheTextIsAbout()
    {
        Assert.Contains("computed with your numbers", ToolRun.Of("learn", "softmax", "--numbers", "1,2").EndsWith(0).Errors, StringComparison.Ordinal);
        Assert.Empty(ToolRun.Of("learn", "network", "--seed", "2").EndsWith(0).Errors);
    }

    [Fact]
    public void InAPipeNobodyIsAsked()
    {
        ToolRun run = ToolRun.Of("learn", "softmax").EndsWith(0);
        Assert.Equal((3, ""), (Step().Count(run.Output), run.Errors));
        Assert.Equal("", ToolRun.With(new TerminalInfo(80, Color: false), "q\n", "learn", "softmax", "--quiet").EndsWith(0).Errors);
    }

    [Fact]
    public void TheQuizWaitsBeforeItAnswers()
    {
        TerminalInfo terminal = new(80, Color: false);
        Assert.Equal("35. What is softmax for?\n", ToolRun.With(terminal, "q\n", "learn", "quiz", "35").EndsWith(0).Output);
        Assert.Contains("0.6590", ToolRun.With(terminal, "\n", "learn", "quiz", "35").EndsWith(0).Output, StringComparison.Ordinal);
        string two = ToolRun.With(terminal, "\n\n\nq\n", "learn", "quiz").EndsWith(0).Output;
        Assert.Contains("2. Explain the perceptron model.", two, StringComparison.Ordinal);
        Assert.DoesNotContain("3. What are activation", two, StringComparison.Ordinal);
        Assert.Equal(40, ToolRun.Of("learn", "quiz").EndsWith(0).Output.Split("\ndescent ").Length - 1);
    }

    [Fact]
    public void TheQuizHasTheFortyQuestions()
    {
        Assert.Equal(Enumerable.Range(1, 40), Question.All.Select(question => question.Number));
        Assert.Equal(40, Question.All.Select(question => question.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Question.All, question => Assert.InRange(question.Answer.Length, 60, 400));
        Assert.All(Question.All, question => AssertIsCommand(question.Command));
    }

    /// <summary>Every one of the forty commands runs, and shows something.</summary>
    [Theory]
    [MemberData(nameof(Numbers))]
    public void EveryAnswerRunsSomething(int number)
    {
        ToolRun run = ToolRun.With(new TerminalInfo(80, Color: false), "", "learn", "quiz", $"{number}").EndsWith(0);
        Assert.True(run.Output.Split('\n').Length > 12, run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.True(new StringInfo(line).LengthInTextElements <= 80, line));
        JsonElement json = ToolRun.Of("learn", "quiz", $"{number}", "--json").EndsWith(0).Json();
        Assert.Equal(["number", "question", "answer", "command", "shows"], json.EnumerateObject().Select(member => member.Name));
        Assert.NotEmpty(json.GetProperty("shows").EnumerateObject());
    }

    public static TheoryData<int> Numbers => [.. Question.All.Select(question => question.Number)];

    [Fact]
    public void APageIsWrittenOnlyOnce()
    {
        string page = folder["softmax.html"];
        Assert.Contains(page, ToolRun.Of("learn", "softmax", "--out", page).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("Softmax and its derivative", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Contains("exists", ToolRun.Of("learn", "softmax", "--out", page).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        ToolRun.Of("learn", "softmax", "--out", page, "--force").EndsWith(0);
    }

    [Fact]
    public void LessonsAreListedInJson()
    {
        JsonElement json = ToolRun.Of("learn", "--json").EndsWith(0).Json();
        Assert.Equal(Lesson.All.Count, json.GetProperty("lessons").GetArrayLength());
        Assert.Equal(Concepts.All.Count, json.GetProperty("concepts").GetArrayLength());
        Assert.Equal(40, json.GetProperty("questions").GetArrayLength());
    }

    /// <summary>Checks that words after <c>descent</c> are a command: its verb, options, lesson, step or entry exist.</summary>
    internal static void AssertIsCommand(string arguments)
    {
        string[] words = arguments.Split(' ');
        Verb? verb = Tool.Verbs().SingleOrDefault(known => known.Name == words[0]);
        Assert.True(verb is not null, arguments);
        ParseResult parsed = verb.Parse(words[1..]);
        Assert.True(parsed.Errors.Count == 0 && parsed.UnmatchedTokens.Count == 0, $"{arguments}: {string.Join(' ', parsed.Errors.Select(error => error.Message))}");
        if (verb is LearnVerb)
        {
            Lesson? lesson = Lesson.Find(words[1]);
            Assert.True(lesson is not null && words[2..].Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--step").All(lesson.Options.Contains), arguments);
        }
        else if (verb is ExplainVerb or ListVerb)
        {
            ToolRun.Of(words).EndsWith(0);
        }
    }

    [GeneratedRegex("^[1-9]/[1-9] ", RegexOptions.Multiline)]
    private static partial Regex Step();
}
