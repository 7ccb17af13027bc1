// The form in which an annotation stood in its file.

namespace GlassModes.Particles;

/// <summary>The forms of a value in the comment line of extended XYZ.</summary>
internal enum AnnotationForm
{
    /// <summary>A word without quotation marks.</summary>
    Plain,

    /// <summary>Text in quotation marks.</summary>
    Quoted,

    /// <summary>An array with its brackets.</summary>
    Array,
}
