// Paths that hold nothing to analyse, or a sample twice.

namespace GlassModes.Analysis.Records;

/// <summary>
/// Paths that are not there, that hold no record, or that hold one sample twice: the message says which, what is wrong and what to do.
/// </summary>
public sealed class RecordFinderException(string message, Exception? inner = null) : InputException(message, inner);
