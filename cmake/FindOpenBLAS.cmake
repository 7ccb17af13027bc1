# Finds OpenBLAS, with the LAPACK inside it, and defines
#   OpenBLAS::OpenBLAS   imported target: library and headers
#   OpenBLAS_VERSION     as its own header has it
# Set OpenBLAS_ROOT to prefer a particular installation.

find_library(OpenBLAS_LIBRARY
  NAMES openblas
  PATH_SUFFIXES openblas-pthread
  DOC "The OpenBLAS library")
find_path(OpenBLAS_INCLUDE_DIR
  NAMES openblas_config.h
  PATH_SUFFIXES openblas-pthread openblas
  DOC "Directory of openblas_config.h")
mark_as_advanced(OpenBLAS_LIBRARY OpenBLAS_INCLUDE_DIR)

if(OpenBLAS_INCLUDE_DIR)
  file(STRINGS "${OpenBLAS_INCLUDE_DIR}/openblas_config.h" OpenBLAS_VERSION_LINE REGEX "OPENBLAS_VERSION")
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" OpenBLAS_VERSION "${OpenBLAS_VERSION_LINE}")
  unset(OpenBLAS_VERSION_LINE)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenBLAS
  REQUIRED_VARS OpenBLAS_LIBRARY OpenBLAS_INCLUDE_DIR
  VERSION_VAR OpenBLAS_VERSION
  REASON_FAILURE_MESSAGE
    "Install the Debian package libopenblas-dev, or set OpenBLAS_ROOT to where OpenBLAS is installed.")

if(OpenBLAS_FOUND AND NOT TARGET OpenBLAS::OpenBLAS)
  add_library(OpenBLAS::OpenBLAS UNKNOWN IMPORTED)
  set_target_properties(OpenBLAS::OpenBLAS PROPERTIES
    IMPORTED_LOCATION "${OpenBLAS_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${OpenBLAS_INCLUDE_DIR}")
endif()
