// A block of numbers outside the managed heap, aligned to 64 bytes. One owner frees the block, and spans give access to it.

using System.Runtime.InteropServices;

namespace GlassModes.Numerics.Memory;

/// <summary>
/// A zero-initialised block of unmanaged memory, aligned to 64 bytes (a cache line and the widest SIMD register). One owner disposes of the
/// block. Lengths are 64-bit; a span covers at most 2³¹ − 1 elements.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint Alignment = 64;
    private const nuint LargeBlock = 1 << 28;
    private readonly long _pressure;
    private T* _pointer;

    /// <summary>Allocates <paramref name="length"/> elements of zeros. The memory is rounded up to whole cache lines.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="InsufficientMemoryException">The memory is not there. The message gives the number of bytes.</exception>
    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = checked((((nuint)length * (nuint)sizeof(T)) + Alignment - 1) / Alignment * Alignment);
        bytes = Math.Max(bytes, Alignment);
        if (bytes >= LargeBlock)
        {
            // The system may promise more memory than there is, and end the process when the memory is used.
            MemoryBudget.Ensure((long)bytes, "An array of numbers");
        }

        try
        {
            _pointer = (T*)NativeMemory.AlignedAlloc(bytes, Alignment);
        }
        catch (OutOfMemoryException inner)
        {
            throw new InsufficientMemoryException($"{MemorySize.Describe((long)bytes)} of memory could not be allocated.", inner);
        }

        NativeMemory.Clear(_pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
        _pressure = (long)bytes;
    }

    /// <summary>Frees the memory if the owner did not dispose of it.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>Address of the first element, for kernels and native calls.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed of.</exception>
    public T* Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer == null, this);
            return _pointer;
        }
    }

    /// <summary>All elements.</summary>
    /// <exception cref="OverflowException">The buffer has more than 2³¹ − 1 elements; use <see cref="Slice"/>.</exception>
    public Span<T> Span => new(Address, checked((int)Length));

    /// <summary>Elements <paramref name="start"/> … <paramref name="start"/> + <paramref name="length"/> − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The slice leaves the buffer.</exception>
    public Span<T> Slice(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Length);
        return new Span<T>(Address + start, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_pointer != null)
        {
            NativeMemory.AlignedFree(_pointer);
            _pointer = null;
            GC.RemoveMemoryPressure(_pressure);
        }
    }
}
