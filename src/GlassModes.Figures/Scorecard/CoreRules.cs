// The rules for the core of the most unstable mode: its radius, the collapse of energy profiles, and that it is the only core.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>Compares the localisation length at the last rung with that at the first (<see cref="NumberTest"/>).</summary>
/// <param name="Radius">The claim.</param>
public sealed record FixedCoreRadiusRule(StatedClaim.FixedCoreRadius Radius) : ScorecardRule(Radius)
{
    // The paper has five decades. Over fewer than half of them a constant radius says little.
    private const double FewestDecades = 2.5;

    /// <inheritdoc/>
    public override string Agrees =>
        Text($"the value is the mean r of Lambda_min at the last rung of {Radius.Rungs} over that at the first; {Test.Agrees}");

    /// <inheritdoc/>
    public override string Differs => NumberTest.Differs;

    /// <inheritdoc/>
    public override string NotEnoughData => Text($"the rungs span less than {FewestDecades} decades of W, or {Test.NotEnoughData}");

    private NumberTest Test => new(Radius.Ratio);

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        AveragesAtFixedW[] rungs =
        [
            .. evidence.Largest.AtFixedW.Where(averages =>
                Radius.Rungs.Contains(averages.At.Rung.Log10W) && averages.LocalisationLength.Samples >= Evidence.FewestSamples),
        ];
        if (rungs.Length < 2 || rungs[0].At.Rung.Log10W - rungs[^1].At.Rung.Log10W < FewestDecades)
        {
            return Finding.Missing($"{rungs.Length} rungs of {Radius.Rungs}");
        }

        (Estimate first, Estimate last) = (rungs[0].LocalisationLength, rungs[^1].LocalisationLength);
        double ratio = last.Mean / first.Mean;
        double error = ratio * Math.Sqrt(Math.Pow(first.StandardError / first.Mean, 2) + Math.Pow(last.StandardError / last.Mean, 2));
        FittedValue value = new(ratio, error);
        return new Finding(
            Test.Judge(value, evidence.Limit),
            value,
            Text($"r = {first} at log10 W = {rungs[0].At.Rung.Log10W:g3} and {last} at {rungs[^1].At.Rung.Log10W:g3}"))
        {
            Used = [.. new[] { rungs[0], rungs[^1] }.Select(rung =>
                new UsedSamples(rung.At.Ensemble.Protocol, rung.LocalisationLength.Samples))],
        };
    }
}

/// <summary>Compares energy profiles over their minimum with that of the first rung, up to the r of the minimum.</summary>
/// <param name="Core">The claim.</param>
public sealed record CollapsedCoreRule(StatedClaim.CollapsedCore Core) : ScorecardRule(Core)
{
    private const double FewestDecades = 2.5;

    /// <inheritdoc/>
    public override string Agrees => Text(
        $"for r up to the minimum, no profile differs from that of the first rung by more than {Core.Tolerance:g2} and its error, and all ")
        + Text($"errors are below {Core.Tolerance:g2}");

    /// <inheritdoc/>
    public override string Differs => Text($"a profile differs by more; errors are at a level of {Evidence.LevelOf(1):g1}")
        + " divided by the number of values that are compared";

    /// <inheritdoc/>
    public override string NotEnoughData => Text($"an error is larger, or the rungs span less than {FewestDecades} decades of W");

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        LowestModeProfiles[] rungs =
        [
            .. evidence.Largest.Profiles.Where(profiles =>
                profiles.At.Rung.Count >= Evidence.FewestSamples && Core.Rungs.Contains(profiles.At.Rung.Log10W)),
        ];
        if (rungs.Length < 2 || rungs[0].At.Rung.Log10W - rungs[^1].At.Rung.Log10W < FewestDecades)
        {
            return Finding.Missing($"{rungs.Length} rungs of {Core.Rungs}");
        }

        // At the minimum of a profile its value is −1 by definition, without an error.
        IReadOnlyList<DataPoint> first = rungs[0].EnergiesOverMinimum;
        int minimum = first.Index().MinBy(point => point.Item.Y).Index;
        FittedValue[] differences =
        [
            .. rungs[1..].SelectMany(profiles => profiles.EnergiesOverMinimum.Zip(first).Take(minimum)).Select(pair => new FittedValue(
                pair.First.Y - pair.Second.Y,
                Math.Sqrt((pair.First.Error * pair.First.Error) + (pair.Second.Error * pair.Second.Error)))),
        ];
        if (differences.Length == 0 || differences.Any(difference => !double.IsFinite(difference.Error)))
        {
            return Finding.Missing("no values with errors below the minimum");
        }

        double limit = evidence.LimitAt(0.5 * Evidence.LevelOf(differences.Length));
        FittedValue largest = differences.MaxBy(difference => Math.Abs(difference.Value));
        bool differs = differences.Any(difference => Math.Abs(difference.Value) > Core.Tolerance + (limit * difference.Error));
        bool canTell = differences.All(difference => limit * difference.Error <= Core.Tolerance);
        return new Finding(
            Finding.VerdictOf(!differs && canTell, differs),
            largest,
            Text($"the largest of {differences.Length} differences at {rungs.Length - 1} rungs, for r up to {first[minimum].X:g3}"))
        {
            Used = [.. rungs.Select(profiles => UsedSamples.WithMode(profiles.At))],
        };
    }
}

/// <summary>Compares the distances of the particles of most negative δE_i from the core with those of random particles.</summary>
/// <param name="Core">The claim.</param>
public sealed record SingleCoreRule(StatedClaim.SingleCore Core) : ScorecardRule(Core)
{
    // The mean distance of two random points in a periodic cube of edge 1, by the nearest image.
    private const double MeanRandomDistance = 0.4803;

    /// <inheritdoc/>
    public override string Agrees => Text(
        $"at every rung of {Core.Rungs} the mean distances of the ten particles from the core are below {Core.PartOfRandomDistance:g2} ")
        + "of that of random particles, beyond their errors";

    /// <inheritdoc/>
    public override string Differs =>
        Text($"a mean distance is above this beyond its error, at a level of {Evidence.LevelOf(1):g1} divided by the number of distances");

    /// <inheritdoc/>
    public override string NotEnoughData => "neither is the case";

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        (RungSums Rung, CoreParticleAverages Particle)[] particles =
        [
            .. evidence.RungsOf(Core).SelectMany(rung => rung.LowestModes.CoreParticles().Skip(1)
                .Where(particle => particle.Samples >= Evidence.FewestSamples).Select(particle => (rung, particle))),
        ];
        if (particles.Length == 0)
        {
            return Finding.Missing($"no modes at {Core.Rungs}");
        }

        double farthest = Core.PartOfRandomDistance * MeanRandomDistance * evidence.Largest.Ensemble.Protocol.BoxLength;
        double limit = evidence.LimitAt(Evidence.LevelOf(particles.Length));
        FittedValue[] distances = [.. particles.Select(place => new FittedValue(
            place.Particle.Distance, place.Particle.DistanceDeviation / Math.Sqrt(place.Particle.Samples)))];
        int largest = Enumerable.Range(0, distances.Length).MaxBy(k => distances[k].Value);
        return new Finding(
            Finding.VerdictOf(
                distances.All(distance => distance.Value + (limit * distance.Error) < farthest),
                distances.Any(distance => distance.Value - (limit * distance.Error) > farthest)),
            distances[largest],
            Text($"the largest mean distance is that of particle {particles[largest].Particle.Rank} at log10 W = ")
                + Text($"{particles[largest].Rung.Log10W:g3}, to be held against {farthest:g3}"))
        {
            Used = [.. particles.Select(place => new UsedSamples(evidence.Largest.Ensemble.Protocol, place.Particle.Samples))],
        };
    }
}
