// Says whether a liquid was equilibrated, and if not, why.

using System.Globalization;
using GlassModes.Statistics;

namespace GlassModes.Equilibrium;

/// <summary>Why a liquid does not count as equilibrated.</summary>
public enum EquilibrationDoubt
{
    /// <summary>There is no stage of constant temperature, or too few frames of it, to judge from.</summary>
    NothingToJudge,

    /// <summary>V/N changes from the beginning to the end of the second half.</summary>
    EnergyDrifts,

    /// <summary>The error of V/N still grows with the length of blocks: the stage is no longer than its correlations.</summary>
    ErrorWithoutPlateau,

    /// <summary>Particles are still in the cages of their neighbours.</summary>
    ParticlesInCages,

    /// <summary>F_s(k, t) stays above 1/e.</summary>
    NotRelaxed,

    /// <summary>The stage lasted for too few relaxation times.</summary>
    TooFewRelaxationTimes,

    /// <summary>Too few replicas made round trips between the highest and the lowest temperature.</summary>
    FewRoundTrips,
}

/// <summary>A doubt with its numbers.</summary>
/// <param name="Doubt">The doubt.</param>
/// <param name="Value">What was found: a change, a displacement, a number of relaxation times or of round trips; NaN if nothing.</param>
/// <param name="Limit">What it should have been, or the error of a change.</param>
/// <param name="Temperature">The temperature in a replica exchange; NaN for a run at one temperature.</param>
public readonly record struct EquilibrationReason(EquilibrationDoubt Doubt, double Value, double Limit, double Temperature = double.NaN)
{
    /// <summary>The reason as a sentence without a full stop.</summary>
    public override string ToString()
    {
        string where = double.IsNaN(Temperature) ? "" : string.Create(CultureInfo.InvariantCulture, $" at T = {Temperature:g6}");
        FormattableString text = Doubt switch
        {
            EquilibrationDoubt.NothingToJudge =>
                $"there are too few frames at constant temperature to judge from{where}",
            EquilibrationDoubt.EnergyDrifts =>
                $"V/N changed by {Value:g3}, error {Limit:g2}, in the second half{where}",
            EquilibrationDoubt.ErrorWithoutPlateau =>
                $"the error of V/N grows with the length of blocks up to the longest ones{where}",
            EquilibrationDoubt.ParticlesInCages =>
                $"the mean squared displacement reached {Value:g3} only; particles out of their cages have more than {Limit:g3}{where}",
            EquilibrationDoubt.NotRelaxed =>
                $"F_s(k, t) fell to {Value:g3} only, above 1/e{where}",
            EquilibrationDoubt.TooFewRelaxationTimes =>
                $"the time at constant temperature was {Value:g3} relaxation times, less than {Limit:g3}{where}",
            EquilibrationDoubt.FewRoundTrips =>
                $"there were {Value:g4} round trips of replicas, less than {Limit:g4}{where}",
            _ => $"{Doubt}{where}",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>The limits by which an equilibration is judged.</summary>
/// <param name="CageExit">
/// Mean squared displacement, in units of the squared mean distance of particles, beyond which they are out of their cages. Within cages it
/// is about 0.03.
/// </param>
/// <param name="LeastRelaxationTimes">Least length of the stage of constant temperature in units of τ_α.</param>
public sealed record EquilibrationCriteria(double CageExit = 1, double LeastRelaxationTimes = 10);

/// <summary>Whether a liquid was equilibrated.</summary>
/// <param name="Reasons">The reasons against it; none if it was.</param>
public sealed record EquilibrationVerdict(IReadOnlyList<EquilibrationReason> Reasons)
{
    /// <summary>Whether nothing speaks against equilibrium.</summary>
    public bool IsEquilibrated => Reasons.Count == 0;

    /// <summary>
    /// Judges an equilibration at one temperature by its second half: V/N must not drift, its error must have a plateau, particles must
    /// have left their cages, and the whole stage must be some relaxation times long.
    /// </summary>
    /// <param name="record">What was seen.</param>
    /// <param name="criteria">The limits; null for the defaults.</param>
    public static EquilibrationVerdict Of(EquilibrationRecord record, EquilibrationCriteria? criteria = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        criteria ??= new EquilibrationCriteria();
        List<EquilibrationReason> reasons = [];
        if (record.Canonical.Trend is not { } trend || record.Relaxation is not { Curve: [.., _] curve } relaxation)
        {
            return new EquilibrationVerdict([new EquilibrationReason(EquilibrationDoubt.NothingToJudge, double.NaN, double.NaN)]);
        }

        AddDoubtsOfEnergy(reasons, trend, record.Canonical.Blocking);
        double displacement = curve.Max(point => point.MeanSquaredDisplacement);
        double exit = criteria.CageExit * record.MeanSpacing * record.MeanSpacing;
        if (!(displacement >= exit))
        {
            reasons.Add(new EquilibrationReason(EquilibrationDoubt.ParticlesInCages, displacement, exit));
        }

        if (relaxation.RelaxationTime is not { } time)
        {
            double lowest = curve.Min(point => point.SelfScattering);
            reasons.Add(new EquilibrationReason(EquilibrationDoubt.NotRelaxed, lowest, 1 / Math.E));
        }
        else if (!(record.EquilibrationTime >= criteria.LeastRelaxationTimes * time))
        {
            reasons.Add(new EquilibrationReason(
                EquilibrationDoubt.TooFewRelaxationTimes, record.EquilibrationTime / time, criteria.LeastRelaxationTimes));
        }

        return new EquilibrationVerdict(reasons);
    }

    internal static void AddDoubtsOfEnergy(
        List<EquilibrationReason> reasons, Trend trend, Blocking blocking, double temperature = double.NaN)
    {
        if (trend.IsSignificant)
        {
            reasons.Add(new EquilibrationReason(EquilibrationDoubt.EnergyDrifts, trend.Change, trend.StandardError, temperature));
        }

        if (blocking.Plateau is null)
        {
            reasons.Add(new EquilibrationReason(EquilibrationDoubt.ErrorWithoutPlateau, double.NaN, double.NaN, temperature));
        }
    }
}
