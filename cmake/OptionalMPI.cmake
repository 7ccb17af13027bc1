# Finds MPI for C by CMake's own module, if a file can be compiled with it, and defines
#   MPI_C_FOUND    whether there is one
#   MPI::MPI_C     imported target: library and headers
# CMake's module ends the configuration with an error where a compiler wrapper comes without its headers, as Debian's package openmpi-bin
# does without libopenmpi-dev. So the wrapper is tried first, and each time anew. Set MPI_C_COMPILER to prefer a particular wrapper.

find_program(MPI_C_COMPILER NAMES mpicc DOC "MPI compiler for C")
set(MPI_C_FOUND FALSE)
set(mpi_header_result 0)
if(MPI_C_COMPILER)
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/mpi_header.c" "#include <mpi.h>\n")
  execute_process(
    COMMAND "${MPI_C_COMPILER}" -c mpi_header.c -o mpi_header.o
    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}"
    RESULT_VARIABLE mpi_header_result
    OUTPUT_QUIET ERROR_QUIET)
endif()

if(mpi_header_result EQUAL 0)
  find_package(MPI COMPONENTS C)
endif()
if(NOT MPI_C_FOUND)
  message(STATUS "No MPI for C was found: libglassmodes_mpi is not built. Debian's packages libopenmpi-dev and openmpi-bin bring one.")
endif()
