using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Descent.Data;
using Descent.Formats;
using Descent.Formats.Onnx;
using Descent.Laws;
using Descent.Numerics;
using Descent.Tuning;
using Descent.Tuning.Postgres;
using Descent.Tuning.Sqlite;

namespace Descent.Tests.Laws;

/// <summary>
/// Every public method and constructor of the libraries refuses null where its signature does not allow it, with an
/// <see cref="ArgumentNullException"/> that names the parameter. Records of results, which the library itself fills, are made without checks.
/// </summary>
public class NullArgumentTests
{
    private static readonly Assembly[] s_libraries = [typeof(AlignedBlock<>).Assembly, typeof(Dataset).Assembly, typeof(Model<>).Assembly, typeof(ModelFile).Assembly, typeof(OnnxModel).Assembly, typeof(LawSet).Assembly, typeof(Study).Assembly, typeof(SqliteStudyStorage).Assembly, typeof(PostgresStudyStorage).Assembly];

    private static readonly NullabilityInfoContext s_nullability = new();

    private static readonly Dictionary<Type, object> s_samples = Samples();

    public static TheoryData<string> Types => [.. s_libraries.SelectMany(library => library.GetExportedTypes()).Where(type => Calls(type).Any()).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void NullIsRefusedByName(string name)
    {
        Type type = s_libraries.Select(library => library.GetType(name)).First(found => found is not null)!;
        List<string> faults = [];
        foreach ((MethodBase method, ParameterInfo parameter) in Calls(type))
        {
            string call = $"{type.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(p => p == parameter ? $"{p.Name}: null" : p.Name))})";
            try
            {
                Call(method, parameter);
                faults.Add($"{call} took it");
            }
            catch (ArgumentNullException fault) when (string.Equals(fault.ParamName, parameter.Name, StringComparison.Ordinal))
            {
            }
            catch (Exception fault)
            {
                faults.Add($"{call} threw {fault.GetType().Name}: {fault.Message}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<(MethodBase Method, ParameterInfo Parameter)> Calls(Type open)
    {
        if (open.Namespace is "Descent.Numerics" || open.Name.Contains('<', StringComparison.Ordinal) || open.IsInterface || open.IsSubclassOf(typeof(Delegate)) || open.IsSubclassOf(typeof(Exception)) || (open.IsAbstract && !open.IsSealed && !s_samples.ContainsKey(open)))
        {
            return [];
        }

        Type type = open.IsGenericTypeDefinition ? open.MakeGenericType([.. open.GetGenericArguments().Select(Closed)]) : open;
        bool isRecord = type.GetMethod("<Clone>$") is not null;
        IEnumerable<MethodBase> methods = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && !method.Name.Contains('<', StringComparison.Ordinal) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.GetBaseDefinition().DeclaringType != typeof(object))
            .Select(method => method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(Closed)]) : method);
        return methods.Concat(isRecord ? [] : type.GetConstructors())
            .SelectMany(method => method.GetParameters().Where(MustBeThere).Select(parameter => (method, parameter)));
    }

    private static bool MustBeThere(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType && !parameter.ParameterType.IsByRef && s_nullability.Create(parameter).WriteState == NullabilityState.NotNull;

    private static Type Closed(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.ReferenceTypeConstraint) != 0 ? typeof(Loss) : typeof(float);

    // Compiled rather than invoked by reflection, which takes no spans.
    private static void Call(MethodBase method, ParameterInfo without)
    {
        Expression[] arguments = [.. method.GetParameters().Select(parameter => parameter == without ? Expression.Constant(null, parameter.ParameterType) : Argument(parameter))];
        Expression call = method switch
        {
            ConstructorInfo constructor => Expression.New(constructor, arguments),
            MethodInfo { IsStatic: true } shared => Expression.Call(shared, arguments),
            _ => Expression.Call(Expression.Constant(Sample(method.DeclaringType!), method.DeclaringType!), (MethodInfo)method, arguments),
        };
        object? result = Expression.Lambda<Action>(Expression.Block(typeof(void), call)).Compile();
        ((Action)result)();
    }

    private static Expression Argument(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        return type == typeof(int) && !parameter.HasDefaultValue ? Expression.Constant(1)
            : type.IsValueType ? parameter.HasDefaultValue && parameter.DefaultValue is { } value ? Expression.Constant(type.IsEnum ? Enum.ToObject(type, value) : value, type) : Expression.Default(type)
            : parameter.HasDefaultValue && parameter.DefaultValue is null ? Expression.Constant(null, type)
            : Expression.Constant(Sample(type), type);
    }

    private static object Sample(Type type) =>
        s_samples.FirstOrDefault(sample => sample.Key == type).Value ?? s_samples.Values.FirstOrDefault(type.IsInstanceOfType)
        // Whatever is refused before it is looked at may be empty inside.
        ?? (type is { IsClass: true, IsAbstract: false } && !type.IsArray ? RuntimeHelpers.GetUninitializedObject(type) : null)
        ?? throw new InvalidOperationException($"There is no sample of {type}; add one.");

    private sealed class StateCallback : TrainingCallback
    {
        public TrainingState? State { get; private set; }

        public override void OnEpoch(TrainingState state, EpochRecord record) => State = state;
    }

    private static Dictionary<Type, object> Samples()
    {
        Table table = Table.Create(["x", "y"], [["1", "2", "3", "4"], ["1", "2.5", "3", "7"]]);
        Schema schema = Schema.Infer(table, ["y"]);
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, [0, 1, 2, 3]);
        Network network = [new Dense(1)];
        Model<float> model = network.Build<float>(1);
        Dataset<float> data = Dataset.Create<float>([1, 2], 1, [1, 0], 1);
        TrainingOptions options = new() { Loss = new Huber(), Epochs = 1 };
        Checkpoint? checkpoint = null;
        StateCallback seen = new();
        History history = model.Fit(data, options with { OnCheckpoint = made => checkpoint = made, Callbacks = [seen] });
        TableModel tableModel = new(model, preprocessor);
        Tensor tensor = Tensor.Create<float>("a", [1], 1);
        TableOptions tableOptions = new();
        SearchSpace space = [SearchParameter.Number("x", 0, 1)];
        Study study = new(space);
        RunningTrial trial = study.Ask();
        return new Dictionary<Type, object>
        {
            [typeof(string)] = "x",
            [typeof(object)] = new Relu(),
            [typeof(Type)] = typeof(Layer),
            [typeof(Table)] = table,
            [typeof(Schema)] = schema,
            [typeof(Preprocessor)] = preprocessor,
            [typeof(Network)] = network,
            [typeof(Model<float>)] = model,
            [typeof(Dataset<float>)] = data,
            [typeof(Dataset)] = data,
            [typeof(TrainingOptions)] = options,
            [typeof(History)] = history,
            [typeof(TrainingState)] = seen.State!,
            [typeof(Checkpoint)] = checkpoint!,
            [typeof(TableModel)] = tableModel,
            [typeof(IReadOnlyList<TableMember>)] = tableModel.Members,
            [typeof(IReadOnlyList<TrainedRecipe>)] = Array.Empty<TrainedRecipe>(),
            [typeof(Func<string, ReadOnlyMemory<byte>>)] = (Func<string, ReadOnlyMemory<byte>>)(_ => default),
            [typeof(TableMember)] = tableModel.Members[0],
            [typeof(InputCoding)] = InputCoding.Fit(preprocessor, preprocessor.Transform<float>(table, [0, 1]), NumberCoding.Standard, codes: false),
            [typeof(IReadOnlyDictionary<string, string>)] = tableModel.Details,
            [typeof(TablePrediction)] = tableModel.Predict(table),
            [typeof(TableOptions)] = tableOptions,
            [typeof(SavedModel<float>)] = new SavedModel<float>(model),
            [typeof(SafetensorsFile)] = new SafetensorsFile([tensor]),
            [typeof(Tensor)] = tensor,
            [typeof(Stream)] = new UnclosedStream(),
            [typeof(TextWriter)] = new StringWriter(),
            [typeof(CsvTextWriter)] = new CsvTextWriter(new StringWriter()),
            [typeof(Layer)] = new Dense(1),
            [typeof(Loss)] = new Huber(),
            [typeof(Metric)] = new Brier(),
            [typeof(Augmentation)] = new Oversample(),
            [typeof(Resampling)] = new Oversample(),
            [typeof(Perceptron)] = new Perceptron(),
            [typeof(Optimizer)] = new Adam(),
            [typeof(Schedule)] = new ConstantSchedule(1),
            [typeof(Initializer)] = new Zeros(),
            [typeof(Regularizer)] = new L2(1),
            [typeof(string[])] = new[] { "y" },
            [typeof(IReadOnlyList<IReadOnlyList<string>>)] = new[] { new[] { "1" } },
            [typeof(float[])] = new float[] { 1 },
            [typeof(float[,])] = new float[1, 1],
            [typeof(bool[,])] = new bool[1, 1],
            [typeof(Dictionary<string, float[]>)] = new Dictionary<string, float[]>(),
            [typeof(Action<Stream>)] = (Action<Stream>)(_ => { }),
            [typeof(IEnumerable<Tensor>)] = new[] { tensor },
            [typeof(IEnumerable<NpzArray>)] = Array.Empty<NpzArray>(),
            [typeof(System.Data.IDataReader)] = new System.Data.DataTable().CreateDataReader(),
            [typeof(IReadOnlyList<(string, Func<float, object?>)>)] = new (string, Func<float, object?>)[] { ("x", x => x) },
            [typeof(IReadOnlyList<TrainingJob<float>>)] = new[] { new TrainingJob<float>(model, data, options) },
            [typeof(IReadOnlyList<Variant>)] = new[] { new Variant("a", tableOptions) },
            [typeof(Remedy[])] = new[] { new Remedy("Treat") },
            [typeof(LawSet)] = LawSet.Of(new Huber()),
            [typeof(Team)] = new Team(1),
            [typeof(SearchSpace)] = space,
            [typeof(Study)] = study,
            [typeof(IStudyStorage)] = study.Storage,
            [typeof(RunningTrial)] = trial,
            [typeof(ParameterValues)] = trial.Parameters,
            [typeof(NumberParameter)] = space[0],
            [typeof(IntegerParameter)] = SearchParameter.Integer("x", 0, 1),
            [typeof(ChoiceParameter)] = SearchParameter.Choice("x", "a"),
            [typeof(ParameterCondition)] = new ParameterCondition("x", ["a"]),
            [typeof(IReadOnlyList<double>)] = new double[] { 1 },
            [typeof(TablePlan)] = TableTrainer.Prepare(table, ["y"]),
        };
    }

    /// <summary>A stream that outlives whoever reads it.</summary>
    private sealed class UnclosedStream : MemoryStream
    {
        protected override void Dispose(bool disposing) => base.Dispose(false);
    }
}
