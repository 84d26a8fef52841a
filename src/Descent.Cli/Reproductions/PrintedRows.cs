namespace Descent.Cli.Reproductions;

/// <summary>
/// The rows that the first source note prints below each of its three tasks: what was expected, what its own network predicted, and
/// the inputs (with noise). They are data, as printed; another network can predict the same inputs.
/// </summary>
/// <param name="Inputs">Four numbers per row.</param>
/// <param name="Expected">Three numbers per row.</param>
/// <param name="Predicted">What the note's network predicted: three numbers per row.</param>
internal sealed record PrintedRows(IReadOnlyList<double> Inputs, IReadOnlyList<double> Expected, IReadOnlyList<double> Predicted)
{
    private const int Outputs = 3;

    public static PrintedRows Multilabel { get; } = Parse("""
        1 0 0 | 0.9947 0.0049 0.3137 | 1.856 0.199 2.490 -0.394
        0 0 1 | 0.0000 0.0393 0.7646 | 4.646 0.327 -4.084 0.270
        1 1 1 | 0.9999 1.0000 0.3026 | -4.007 -2.221 -4.774 4.237
        0 1 0 | 0.0000 0.9998 0.0002 | 4.895 -4.291 -5.255 -0.471
        1 1 1 | 0.9982 0.9922 0.1835 | -3.495 -0.052 -1.380 -0.636
        0 1 1 | 0.0000 0.9042 0.7359 | -3.088 -3.468 0.092 -5.644
        1 1 1 | 0.0428 0.9936 0.8727 | -2.144 1.603 1.352 -1.827
        0 0 0 | 0.0000 0.1592 0.4527 | -4.951 -1.259 5.049 -5.645
        0 0 0 | 0.0232 0.0008 0.2139 | -0.638 -2.186 5.770 -5.933
        0 0 1 | 0.0000 0.2015 0.9998 | -5.518 -3.723 3.072 -0.290
        1 1 0 | 0.9439 1.0000 0.0001 | -3.529 -4.184 -5.905 -5.933
        1 1 0 | 1.0000 0.8075 0.0024 | -4.899 2.757 -4.259 -1.695
        0 1 1 | 0.0000 0.9351 0.9693 | -5.476 -2.954 1.098 -2.479
        0 0 0 | 0.0000 0.3218 0.1728 | 2.556 -4.684 -0.116 2.166
        0 0 1 | 0.0000 0.2435 0.9926 | -1.972 -5.750 1.202 -5.070
        0 0 1 | 0.0000 0.0002 0.9999 | -0.934 -3.311 4.627 2.496
        """);

    public static PrintedRows Multiclass { get; } = Parse("""
        0 1 0 | 0.0103 0.9896 0.0001 | 2.852 1.109 4.140 2.437
        0 1 0 | 0.0008 0.9992 0.0000 | 2.209 1.098 5.309 2.773
        0 1 0 | 0.0009 0.9991 0.0001 | 1.941 2.661 5.382 3.514
        0 0 1 | 0.0183 0.0033 0.9784 | 1.373 2.080 0.535 0.962
        0 0 1 | 0.0028 0.0013 0.9958 | 0.056 2.323 0.264 0.124
        1 0 0 | 0.9907 0.0093 0.0000 | 3.824 1.586 1.699 3.606
        0 0 1 | 0.0002 0.0808 0.9190 | 1.616 3.096 4.376 0.993
        1 0 0 | 0.9548 0.0452 0.0000 | 3.931 1.158 2.399 3.718
        0 0 1 | 0.0015 0.0002 0.9983 | 1.872 5.689 2.009 1.628
        0 1 0 | 0.0027 0.9973 0.0000 | 3.257 1.502 5.378 3.265
        1 0 0 | 0.9904 0.0096 0.0000 | 2.451 2.119 1.977 4.741
        0 1 0 | 0.0036 0.1545 0.8419 | 0.949 2.988 3.346 1.810
        0 0 1 | 0.0051 0.7565 0.2385 | 2.541 2.692 4.037 1.438
        0 0 1 | 0.0012 0.0067 0.9921 | 1.741 4.470 3.773 1.731
        0 0 1 | 0.0000 0.0000 1.0000 | 0.411 6.072 3.339 0.541
        0 1 0 | 0.0007 0.9810 0.0184 | 1.190 1.896 4.510 1.874
        """);

    public static PrintedRows Regression { get; } = Parse("""
        -5.5640 -1.4503 3.6763 | -3.2661 -2.5367 3.4250 | -0.169 -0.895 -0.428 1.499
        0.7955 0.5794 5.8331 | 4.2458 -0.6110 4.5590 | 0.441 -0.128 -0.121 3.294
        -17.7009 -8.2832 -12.2048 | -14.8624 -6.4282 -10.2248 | -1.250 -2.950 0.945 -1.207
        6.2734 4.4161 1.1815 | 7.0831 3.6019 -2.2681 | 2.028 -2.053 2.231 3.033
        12.0378 -16.7046 -6.9762 | 10.7288 -15.0135 -6.0227 | -0.292 1.560 -2.136 0.966
        3.2544 15.2852 11.5324 | 4.5163 12.2706 11.1467 | -1.027 1.774 2.491 1.575
        2.6648 14.0585 13.4797 | -0.7653 9.5942 8.6658 | -2.766 2.665 3.172 -0.116
        1.2501 8.6527 4.1083 | 0.5697 7.2995 5.5298 | -0.399 0.387 2.243 1.193
        -12.5605 7.2609 7.2117 | -12.6458 7.9859 7.8587 | 1.863 -1.588 -1.892 0.595
        -1.7428 -5.2729 -3.1403 | 2.9982 -9.8791 -5.4485 | -0.960 -0.276 -2.576 -2.978
        -13.6650 -5.8899 -3.0219 | -12.9289 -5.4061 -2.2660 | -2.826 -0.113 1.732 0.695
        -3.3439 -7.6137 -1.2843 | -4.6730 -7.1900 0.5475 | -2.362 -2.398 -1.096 -0.970
        -13.4230 -4.7750 -10.3038 | -13.8468 -7.0792 -11.0188 | -1.136 -1.926 1.967 -0.772
        18.7310 -26.3631 -14.0130 | 20.7680 -25.3665 -14.2681 | -1.741 2.183 -2.729 -1.266
        12.0666 -6.7458 -3.7258 | 11.7687 -2.2814 -2.3433 | -0.768 2.519 0.071 -1.166
        -7.5525 -2.5260 -4.9456 | -7.0487 -1.8829 -1.9579 | -1.409 -0.186 1.519 -0.349
        """);

    /// <summary>The predictions of the note's network, with the targets.</summary>
    public Outcome Outcome => Of([.. Predicted]);

    /// <summary>The predictions of another network for the same inputs, with the targets.</summary>
    public Outcome OutcomeOf(Model<float> model) => Of([.. model.Predict([.. Inputs.Select(number => (float)number)])]);

    private Outcome Of(double[] outputs) => new(OutcomeForm.Regression, Expected.ToArray(), outputs, Outputs);

    private static PrintedRows Parse(string text)
    {
        double[][][] rows = [.. text.Split('\n').Select(line => line.Split('|').Select(Numbers).ToArray())];
        return new([.. rows.SelectMany(row => row[2])], [.. rows.SelectMany(row => row[0])], [.. rows.SelectMany(row => row[1])]);
    }

    private static double[] Numbers(string words) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
