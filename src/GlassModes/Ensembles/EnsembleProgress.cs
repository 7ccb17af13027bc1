// How far a job over several samples has come.

namespace GlassModes.Ensembles;

/// <summary>Progress of a job over several samples.</summary>
/// <param name="Fraction">Share of the work done, 0 … 1, as far as it can be told.</param>
/// <param name="Activity">What was just done, in a few words.</param>
public sealed record EnsembleProgress(double Fraction, string Activity);
