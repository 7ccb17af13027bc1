// The error of a command of Slurm.

namespace GlassModes.Campaigns.Slurm;

/// <summary>A command of Slurm is missing or has failed.</summary>
/// <param name="message">Which command, what it said, and what to do.</param>
/// <param name="inner">The exception that caused this one, if any.</param>
public sealed class SlurmException(string message, Exception? inner = null) : ComputationException(message, inner);
