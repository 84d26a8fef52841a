using System.Diagnostics;
using System.Text.RegularExpressions;
using Descent.Tests.Cli;
using YamlDotNet.RepresentationModel;

namespace Descent.Tests.Repository;

/// <summary>The files of deploy: YAML that a parser reads, commands that a shell reads, and options that the tool has.</summary>
public sealed partial class DeploymentTests
{
    // The parts of a service that these files use, by the Compose specification.
    private static readonly string[] s_service = ["build", "command", "depends_on", "entrypoint", "environment", "healthcheck", "image", "ports", "read_only", "restart", "stop_grace_period", "tmpfs", "volumes"];

    public static TheoryData<string> Compositions => [.. Checkout.Files("deploy", "*compose.yaml")];

    public static TheoryData<string> Clusters => [.. Checkout.Files("deploy", "cluster*.yaml")];

    [Theory]
    [MemberData(nameof(Compositions))]
    public void ServicesHavePartsAndVariablesThatComposeKnows(string path)
    {
        YamlMappingNode file = Assert.Single(Documents(path));
        Checkout.AssertNone(Parts(file, "services").SelectMany(service => ((YamlMappingNode)service.Value).Children.Keys.Select(key => $"{key}")).Except(s_service));
        Checkout.AssertNone(Parts(file, "services").SelectMany(service => Parts(service.Value, "depends_on")).Select(one => $"{one.Key}").Except(Parts(file, "services").Select(service => $"{service.Key}")));
        // A dollar begins a variable of Compose, which is in braces here, or is doubled.
        Checkout.AssertNone(Scalars(file).Where(text => text.Replace("$$", "", StringComparison.Ordinal) is { } rest && Variable().Count(rest) != rest.Count(letter => letter == '$')));
        Checkout.AssertNone(Parts(file, "services").Select(service => Parts(service.Value, "build").FirstOrDefault(part => $"{part.Key}" == "dockerfile").Value).OfType<YamlScalarNode>().Select(node => node.Value!).Where(name => !Checkout.Has(name)));
    }

    [Fact]
    public void KubernetesObjectsAgreeWithEachOther()
    {
        YamlMappingNode[] objects = Documents("deploy/kubernetes/cluster.yaml");
        Assert.Equal(["apps/v1 Deployment descent-worker", "networking.k8s.io/v1 NetworkPolicy descent-worker"], objects.Select(one => $"{one["apiVersion"]} {one["kind"]} {one["metadata"]["name"]}"));
        YamlNode spec = objects[0]["spec"], pod = spec["template"]["spec"], container = ((YamlSequenceNode)pod["containers"])[0];
        Assert.Equal(spec["selector"]["matchLabels"], spec["template"]["metadata"]["labels"]);
        Assert.Equal(objects[1]["spec"]["podSelector"]["matchLabels"], spec["template"]["metadata"]["labels"]);
        Assert.Equal(Names(pod["volumes"], "name"), Names(container["volumeMounts"], "name"));
        Assert.Equal(Names(container["ports"], "containerPort"), Names(((YamlSequenceNode)objects[1]["spec"]["ingress"])[0]["ports"], "port"));
        Assert.Contains($"{container["readinessProbe"]["tcpSocket"]["port"]}", Names(container["ports"], "name"));
        // What the command reads from its environment is there.
        Assert.Empty(UsedByShell().Matches(Command(container["command"])).Select(match => match.Groups[1].Value).Except(Names(container["env"], "name")));
    }

    [Theory]
    [MemberData(nameof(Clusters))]
    public void CommandsAreThoseOfAShellAndOfTheTool(string path)
    {
        string help = ToolRun.Of("worker", "--help").EndsWith(0).Output;
        string[] commands = [.. Documents(path).SelectMany(document => document.AllNodes).OfType<YamlSequenceNode>().Where(node => node.Children.Count == 3 && $"{node[1]}" == "-c").Select(Command)];
        Assert.NotEmpty(commands);
        foreach (string command in commands)
        {
            string line = command.Replace("$$", "$", StringComparison.Ordinal);
            using Process shell = Process.Start("sh", ["-n", "-c", line]);
            shell.WaitForExit();
            Assert.Equal(0, shell.ExitCode);
            Assert.StartsWith("exec dotnet Descent.Cli.dll worker ", line, StringComparison.Ordinal);
            string[] options = [.. Option().Matches(line).Select(match => match.Value)];
            Assert.NotEmpty(options);
            Checkout.AssertNone(options.Where(option => !Regex.IsMatch(help, $@"{option}\b(?!-)")));
        }
    }

    private static string Command(YamlNode node) => $"{((YamlSequenceNode)node)[2]}";

    private static string[] Names(YamlNode list, string key) => [.. ((YamlSequenceNode)list).Select(one => $"{one[key]}").Order(StringComparer.Ordinal)];

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Parts(YamlNode node, string key) => ((YamlMappingNode)node).Children.TryGetValue(key, out YamlNode? found) ? ((YamlMappingNode)found).Children : [];

    private static IEnumerable<string> Scalars(YamlNode node) => node.AllNodes.OfType<YamlScalarNode>().Select(scalar => scalar.Value ?? "");

    private static YamlMappingNode[] Documents(string path)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(Checkout.Read(path)));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    [GeneratedRegex(@"\$\{[A-Z_]+(:[?-][^}]*)?\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$([A-Z_]+)")]
    private static partial Regex UsedByShell();

    [GeneratedRegex(@"--[a-z-]+")]
    private static partial Regex Option();
}
