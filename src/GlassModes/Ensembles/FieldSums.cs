// Sums over samples of named numbers that may be absent from a sample.

using System.Runtime.CompilerServices;
using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>The mean and the standard deviation of one number over samples.</summary>
/// <param name="Mean">The mean over the samples that have the number, with s/√n.</param>
/// <param name="Deviation">The standard deviation s over these samples; NaN for fewer than two.</param>
internal readonly record struct FieldStatistics(Estimate Mean, double Deviation);

/// <summary>
/// Sums for each field of an enum, at each place of a grid: the number of samples that have the number x, Σ x and Σ x². Fields are numbered
/// from 0 without gaps. The order of places and fields is the order in files.
/// </summary>
/// <typeparam name="TField">The enum of the fields. Its underlying type is int.</typeparam>
/// <param name="places">The number of places, such as the times of a grid; 1 for scalars.</param>
internal sealed class FieldSums<TField>(int places = 1)
    where TField : struct, Enum
{
    private static readonly int s_fields = Enum.GetValues<TField>().Length;

    /// <summary>The sums: count, Σ x and Σ x² of each field of each place.</summary>
    public GroupedSums Sums { get; } = new(Moments.Terms * s_fields * places);

    /// <summary>The number of samples that were added, including samples without a number.</summary>
    public long Count => Sums.Count;

    /// <summary>Makes the numbers of one sample, all of them absent.</summary>
    public FieldValues<TField> NewValues() => new(s_fields, places);

    /// <summary>Adds a sample. A number that is not finite counts as absent.</summary>
    public void Add(SampleId sample, FieldValues<TField> values)
    {
        double[] terms = new double[Sums.Length];
        for (int k = 0; k < values.All.Length; k++)
        {
            Moments.Of(values.All[k]).Write(terms, k);
        }

        Sums.Add(sample.Group, terms);
    }

    /// <summary>
    /// Computes the mean of each field at each place over the samples that have the number, with s/√n, and the standard deviation.
    /// </summary>
    public FieldTable<TField, FieldStatistics> Statistics()
    {
        double[] means = Sums.Means();
        long samples = Sums.Count;
        return new FieldTable<TField, FieldStatistics>(
            s_fields, [.. Enumerable.Range(0, s_fields * places).Select(k => Moments.Read(means, k).Statistics(samples))]);
    }

    /// <summary>The mean of a field at the first place, from the means of all sums; NaN if no sample has the number.</summary>
    public static double MeanOf(IReadOnlyList<double> means, TField field) => Moments.Read(means, IndexOf(field)).Mean;

    /// <summary>
    /// √n times the relative standard error of the mean of a field at the first place, from the means of all sums over n samples.
    /// </summary>
    public static double RelativeErrorOf(IReadOnlyList<double> means, TField field) => Moments.Read(means, IndexOf(field)).RelativeError;

    private static int IndexOf(TField field) => Unsafe.BitCast<TField, int>(field);
}

/// <summary>The numbers of one sample, for each field at each place; NaN for an absent number.</summary>
/// <typeparam name="TField">The enum of the fields.</typeparam>
internal readonly struct FieldValues<TField>
    where TField : struct, Enum
{
    private readonly int _fields;

    public FieldValues(int fields, int places)
    {
        _fields = fields;
        All = new double[fields * places];
        Array.Fill(All, double.NaN);
    }

    /// <summary>All numbers, in the order of places and fields.</summary>
    public double[] All { get; }

    /// <summary>The number of a field at a place.</summary>
    public double this[int place, TField field]
    {
        set => All[(place * _fields) + Unsafe.BitCast<TField, int>(field)] = value;
    }

    /// <summary>The number of a field at the first place.</summary>
    public double this[TField field]
    {
        set => this[0, field] = value;
    }
}

/// <summary>Results for each field at each place.</summary>
/// <typeparam name="TField">The enum of the fields.</typeparam>
/// <typeparam name="TResult">The type of a result.</typeparam>
internal readonly struct FieldTable<TField, TResult>(int fields, TResult[] results)
    where TField : struct, Enum
{
    /// <summary>The result of a field at a place.</summary>
    public TResult this[int place, TField field] => results[(place * fields) + Unsafe.BitCast<TField, int>(field)];

    /// <summary>The result of a field at the first place.</summary>
    public TResult this[TField field] => this[0, field];
}

/// <summary>
/// The three terms that are summed for each number x: 1 if a sample has the number, x, and x². All terms are 0 if the sample does not have
/// the number.
/// </summary>
internal readonly record struct Moments(double Present, double Value, double Square)
{
    /// <summary>The number of terms.</summary>
    public const int Terms = 3;

    // A variance below this part of ⟨x⟩² is rounding. Deviations below 3e-8 of the mean then count as 0.
    private const double Rounding = 1e-15;

    /// <summary>The mean of x over the samples that have the number; NaN if no sample has the number.</summary>
    public double Mean => Present > 0 ? Value / Present : double.NaN;

    /// <summary>√n times the relative standard error of the mean, with n the number of all samples.</summary>
    public double RelativeError => Math.Sqrt(Variance / Present) / Math.Abs(Mean);

    // ⟨x²⟩ − ⟨x⟩², or 0 if this difference is only rounding.
    private double Variance
    {
        get
        {
            double mean = Mean;
            double variance = (Square / Present) - (mean * mean);
            return variance > Rounding * mean * mean ? variance : 0;
        }
    }

    /// <summary>The terms of one sample.</summary>
    public static Moments Of(double x) => double.IsFinite(x) ? new Moments(1, x, x * x) : default;

    /// <summary>The terms of number k in a vector of all terms, or of their means.</summary>
    public static Moments Read(IReadOnlyList<double> terms, int k) => new(terms[Terms * k], terms[(Terms * k) + 1], terms[(Terms * k) + 2]);

    /// <summary>Writes the terms of number k into a vector of all terms.</summary>
    public void Write(double[] terms, int k) =>
        (terms[Terms * k], terms[(Terms * k) + 1], terms[(Terms * k) + 2]) = (Present, Value, Square);

    /// <summary>Computes the mean with s/√n and the standard deviation s, if the terms are means over a number of samples.</summary>
    public FieldStatistics Statistics(long samples)
    {
        double n = Math.Round(Present * samples);
        if (!(n > 0))
        {
            return new FieldStatistics(new Estimate(double.NaN, double.NaN, 0), double.NaN);
        }

        double variance = Variance * n / (n - 1);
        double deviation = n > 1 ? Math.Sqrt(variance) : double.NaN;
        return new FieldStatistics(new Estimate(Mean, deviation / Math.Sqrt(n), (int)n), deviation);
    }
}
