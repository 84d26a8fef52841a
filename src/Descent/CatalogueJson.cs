using System.Text.Json.Serialization;

namespace Descent;

/// <summary>The generated serializer for all types of the catalogue.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    MaxDepth = Nesting.Json)]
[JsonSerializable(typeof(Layer[])), JsonSerializable(typeof(Layer)), JsonSerializable(typeof(Dense)), JsonSerializable(typeof(BatchNormalization)), JsonSerializable(typeof(LayerNormalization))]
[JsonSerializable(typeof(Scaling)), JsonSerializable(typeof(Dropout)), JsonSerializable(typeof(GaussianNoise)), JsonSerializable(typeof(Residual)), JsonSerializable(typeof(Concatenate))]
[JsonSerializable(typeof(Members)), JsonSerializable(typeof(PiecewiseLinear)), JsonSerializable(typeof(Periodic)), JsonSerializable(typeof(PeriodicBias)), JsonSerializable(typeof(CategoryEmbedding))]
[JsonSerializable(typeof(Activation)), JsonSerializable(typeof(Linear)), JsonSerializable(typeof(Sigmoid)), JsonSerializable(typeof(Tanh)), JsonSerializable(typeof(Relu)), JsonSerializable(typeof(LeakyRelu))]
[JsonSerializable(typeof(PRelu)), JsonSerializable(typeof(Swish)), JsonSerializable(typeof(Softmax)), JsonSerializable(typeof(LogSoftmax)), JsonSerializable(typeof(Gelu)), JsonSerializable(typeof(Elu))]
[JsonSerializable(typeof(Selu)), JsonSerializable(typeof(Strength)), JsonSerializable(typeof(Softplus)), JsonSerializable(typeof(Exponential)), JsonSerializable(typeof(Softsign)), JsonSerializable(typeof(Mish))]
[JsonSerializable(typeof(HardSigmoid)), JsonSerializable(typeof(HardSwish)), JsonSerializable(typeof(Step))]
[JsonSerializable(typeof(Loss)), JsonSerializable(typeof(MeanSquaredError)), JsonSerializable(typeof(BinaryCrossEntropy)), JsonSerializable(typeof(CategoricalCrossEntropy))]
[JsonSerializable(typeof(MeanAbsoluteError)), JsonSerializable(typeof(Huber)), JsonSerializable(typeof(LogCosh)), JsonSerializable(typeof(Quantile)), JsonSerializable(typeof(Quantiles))]
[JsonSerializable(typeof(BinaryFocalCrossEntropy)), JsonSerializable(typeof(KullbackLeibler)), JsonSerializable(typeof(Hinge)), JsonSerializable(typeof(SquaredHinge)), JsonSerializable(typeof(CategoricalHinge))]
[JsonSerializable(typeof(Poisson)), JsonSerializable(typeof(CosineProximity)), JsonSerializable(typeof(PerHead))]
[JsonSerializable(typeof(Optimizer)), JsonSerializable(typeof(GradientDescent)), JsonSerializable(typeof(Momentum)), JsonSerializable(typeof(Nesterov)), JsonSerializable(typeof(Adagrad))]
[JsonSerializable(typeof(RmsProp)), JsonSerializable(typeof(Adam)), JsonSerializable(typeof(AdamW)), JsonSerializable(typeof(Adadelta)), JsonSerializable(typeof(Adamax)), JsonSerializable(typeof(Nadam))]
[JsonSerializable(typeof(Lion)), JsonSerializable(typeof(Hypergradient)), JsonSerializable(typeof(Lbfgs)), JsonSerializable(typeof(LevenbergMarquardt))]
[JsonSerializable(typeof(Regularizer)), JsonSerializable(typeof(L2)), JsonSerializable(typeof(L1)), JsonSerializable(typeof(ElasticNet)), JsonSerializable(typeof(MaxNorm))]
[JsonSerializable(typeof(Initializer)), JsonSerializable(typeof(Zeros)), JsonSerializable(typeof(Constant)), JsonSerializable(typeof(RandomUniform)), JsonSerializable(typeof(RandomSigns))]
[JsonSerializable(typeof(RandomNormal)), JsonSerializable(typeof(GlorotUniform)), JsonSerializable(typeof(GlorotNormal)), JsonSerializable(typeof(HeUniform)), JsonSerializable(typeof(HeNormal))]
[JsonSerializable(typeof(LecunUniform)), JsonSerializable(typeof(LecunNormal)), JsonSerializable(typeof(VarianceScaling)), JsonSerializable(typeof(Orthogonal)), JsonSerializable(typeof(Sparse))]
[JsonSerializable(typeof(Dynamic)), JsonSerializable(typeof(UnitVariance)), JsonSerializable(typeof(ZeroAtRows)), JsonSerializable(typeof(Randomized))]
[JsonSerializable(typeof(Schedule)), JsonSerializable(typeof(ConstantSchedule)), JsonSerializable(typeof(StepSchedule)), JsonSerializable(typeof(MultiStepSchedule))]
[JsonSerializable(typeof(PiecewiseConstantSchedule)), JsonSerializable(typeof(ExponentialSchedule)), JsonSerializable(typeof(InverseTimeSchedule)), JsonSerializable(typeof(PolynomialSchedule))]
[JsonSerializable(typeof(CosineSchedule)), JsonSerializable(typeof(FlatCosineSchedule)), JsonSerializable(typeof(LogarithmicCosineSchedule)), JsonSerializable(typeof(CosineRestartsSchedule))]
[JsonSerializable(typeof(WarmUpSchedule)), JsonSerializable(typeof(OneCycleSchedule)), JsonSerializable(typeof(PlateauSchedule))]
[JsonSerializable(typeof(Metric)), JsonSerializable(typeof(Accuracy)), JsonSerializable(typeof(BalancedAccuracy)), JsonSerializable(typeof(ExactMatch)), JsonSerializable(typeof(AccuracyPerOutput))]
[JsonSerializable(typeof(Precision)), JsonSerializable(typeof(Recall)), JsonSerializable(typeof(F1)), JsonSerializable(typeof(RocAuc)), JsonSerializable(typeof(LogLoss)), JsonSerializable(typeof(PrAuc))]
[JsonSerializable(typeof(MatthewsCorrelation)), JsonSerializable(typeof(MeanCost)), JsonSerializable(typeof(CohenKappa)), JsonSerializable(typeof(TopKAccuracy)), JsonSerializable(typeof(Brier)), JsonSerializable(typeof(MeanSquaredErrorMetric))]
[JsonSerializable(typeof(RootMeanSquaredError)), JsonSerializable(typeof(MeanAbsoluteErrorMetric)), JsonSerializable(typeof(R2)), JsonSerializable(typeof(MeanAbsolutePercentageError))]
[JsonSerializable(typeof(PoissonD2)), JsonSerializable(typeof(PoissonDeviance))]
[JsonSerializable(typeof(Augmentation)), JsonSerializable(typeof(InputNoise)), JsonSerializable(typeof(Mixup)), JsonSerializable(typeof(Oversample)), JsonSerializable(typeof(Smote))]
[JsonSerializable(typeof(Undersample))]
[JsonSerializable(typeof(Perceptron)), JsonSerializable(typeof(ParameterGroup)), JsonSerializable(typeof(TrainingOptions)), JsonSerializable(typeof(GradientClipping)), JsonSerializable(typeof(LinearRecipe))]
[JsonSerializable(typeof(PerceptronRecipe)), JsonSerializable(typeof(MlpRecipe)), JsonSerializable(typeof(RealMlpRecipe)), JsonSerializable(typeof(TabMRecipe))]
[JsonSerializable(typeof(AverageEnsemble)), JsonSerializable(typeof(VotingEnsemble)), JsonSerializable(typeof(BaggingEnsemble)), JsonSerializable(typeof(BoostingEnsemble))]
[JsonSerializable(typeof(GradientBoostingEnsemble)), JsonSerializable(typeof(StackingEnsemble)), JsonSerializable(typeof(SnapshotEnsemble))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
