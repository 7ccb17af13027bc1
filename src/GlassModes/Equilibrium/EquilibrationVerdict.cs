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

    /// <summary>Not every replica made a round trip between the highest and the lowest temperature.</summary>
    FewRoundTrips,

    /// <summary>V/N at constant energy, from where configurations are taken, is not that at constant temperature, or drifts.</summary>
    EnergyDiffers,
}

/// <summary>A doubt with its numbers.</summary>
/// <param name="Doubt">The doubt.</param>
/// <param name="Value">
/// What was found: a change, a displacement, a number of relaxation times or of replicas with round trips; NaN if nothing.
/// </param>
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
                double.IsNaN(Value)
                    ? $"there are too few frames at constant temperature to judge from{where}"
                    : (FormattableString)$"the run is too short to judge V/N by: {Value:g4} blocks, less than {Limit:g4}{where}",
            EquilibrationDoubt.EnergyDrifts =>
                $"V/N changed by {Value:g3}, error {Limit:g2}, in the second half{where}",
            EquilibrationDoubt.ErrorWithoutPlateau =>
                $"the error of V/N grows with the length of blocks: correlations, a step or a drift as long as the run{where}",
            EquilibrationDoubt.ParticlesInCages =>
                $"the mean squared displacement reached {Value:g3} only; particles out of their cages have more than {Limit:g3}{where}",
            EquilibrationDoubt.NotRelaxed =>
                $"F_s(k, t) fell to {Value:g3} only, above 1/e{where}",
            EquilibrationDoubt.TooFewRelaxationTimes =>
                $"the time at constant temperature was {Value:g3} relaxation times, less than {Limit:g3}{where}",
            EquilibrationDoubt.FewRoundTrips =>
                $"{Value:g4} of {Limit:g4} replicas made a round trip{where}",
            EquilibrationDoubt.EnergyDiffers =>
                $"V/N at constant energy differs by {Value:g3}, error {Limit:g2}, from that at constant temperature, or drifts{where}",
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
    // Errors of few blocks are uncertain themselves.
    private const double MostErrors = 5;

    /// <summary>Whether nothing speaks against equilibrium.</summary>
    public bool IsEquilibrated => Reasons.Count == 0;

    /// <summary>
    /// Judges an equilibration at one temperature by its second half: V/N must not drift, its error must have a plateau, particles must
    /// have left their cages, and the whole stage must be some relaxation times long. At constant energy V/N must stay what it was.
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

        AddDoubtsOfSamples(reasons, record);
        return new EquilibrationVerdict(reasons);
    }

    // A liquid that crystallises or ages while configurations are taken. A short stretch has no error of its own.
    private static void AddDoubtsOfSamples(List<EquilibrationReason> reasons, EquilibrationRecord record)
    {
        (EnergyRecord before, EnergyRecord after) = (record.Canonical, record.Microcanonical);
        if (after.Trend is not { } trend)
        {
            return;
        }

        double difference = after.Blocking.Mean - before.Blocking.Mean;
        double error = Math.Sqrt(Math.Pow(before.Blocking.StandardError, 2) + Math.Pow(after.Blocking.StandardError, 2));
        if (trend.IsSignificant || Math.Abs(difference) > MostErrors * error)
        {
            reasons.Add(new EquilibrationReason(EquilibrationDoubt.EnergyDiffers, difference, error));
        }
    }

    internal static void AddDoubtsOfEnergy(
        List<EquilibrationReason> reasons, Trend trend, Blocking blocking, double temperature = double.NaN)
    {
        if (trend.IsSignificant)
        {
            reasons.Add(new EquilibrationReason(EquilibrationDoubt.EnergyDrifts, trend.Change, trend.StandardError, temperature));
        }

        int blocks = blocking.Levels is [{ Blocks: var most }, ..] ? most : 0;
        if (blocks < Blocking.FewestBlocksOfPlateau)
        {
            reasons.Add(new EquilibrationReason(
                EquilibrationDoubt.NothingToJudge, blocks, Blocking.FewestBlocksOfPlateau, temperature));
        }
        else if (blocking.Plateau is null)
        {
            reasons.Add(new EquilibrationReason(EquilibrationDoubt.ErrorWithoutPlateau, double.NaN, double.NaN, temperature));
        }
    }
}
