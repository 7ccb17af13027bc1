// A file that is not a sample record.

namespace GlassModes.Samples;

/// <summary>A sample record that cannot be read: the message says which file, what is wrong and what to do.</summary>
public sealed class SampleFileException(string message, Exception? inner = null) : InputException(message, inner);
