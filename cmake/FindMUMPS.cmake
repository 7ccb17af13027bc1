# Finds the sequential MUMPS, double and single precision, and defines
#   MUMPS::MUMPS   imported target: libraries and headers
#   MUMPS_VERSION  as its own header has it
# Set MUMPS_ROOT to prefer a particular installation.

find_library(MUMPS_DOUBLE_LIBRARY NAMES dmumps_seq DOC "The sequential MUMPS in double precision")
find_library(MUMPS_SINGLE_LIBRARY NAMES smumps_seq DOC "The sequential MUMPS in single precision")
find_path(MUMPS_INCLUDE_DIR NAMES dmumps_c.h PATH_SUFFIXES mumps_seq DOC "Directory of dmumps_c.h and smumps_c.h")
mark_as_advanced(MUMPS_DOUBLE_LIBRARY MUMPS_SINGLE_LIBRARY MUMPS_INCLUDE_DIR)

if(MUMPS_INCLUDE_DIR)
  file(STRINGS "${MUMPS_INCLUDE_DIR}/dmumps_c.h" MUMPS_VERSION_LINE REGEX "define MUMPS_VERSION ")
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" MUMPS_VERSION "${MUMPS_VERSION_LINE}")
  unset(MUMPS_VERSION_LINE)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MUMPS
  REQUIRED_VARS MUMPS_DOUBLE_LIBRARY MUMPS_SINGLE_LIBRARY MUMPS_INCLUDE_DIR
  VERSION_VAR MUMPS_VERSION
  REASON_FAILURE_MESSAGE
    "Install the Debian package libmumps-seq-dev, or set MUMPS_ROOT to where MUMPS is installed.")

if(MUMPS_FOUND AND NOT TARGET MUMPS::MUMPS)
  add_library(MUMPS::SINGLE UNKNOWN IMPORTED)
  set_target_properties(MUMPS::SINGLE PROPERTIES IMPORTED_LOCATION "${MUMPS_SINGLE_LIBRARY}")
  add_library(MUMPS::MUMPS UNKNOWN IMPORTED)
  set_target_properties(MUMPS::MUMPS PROPERTIES
    IMPORTED_LOCATION "${MUMPS_DOUBLE_LIBRARY}"
    INTERFACE_LINK_LIBRARIES MUMPS::SINGLE
    INTERFACE_INCLUDE_DIRECTORIES "${MUMPS_INCLUDE_DIR}")
endif()
