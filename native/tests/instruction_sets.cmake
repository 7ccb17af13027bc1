# The object file of an instruction set may share no definition with others: the linker keeps any one of several copies, and not
# every processor can run this one. So none of its symbols may be weak (V, W, u), but for a pointer to the exception handler, and
# the only ones it lends to others are the functions that make a handle.
# Arguments: -DNM=... -DOBJECTS=... -P instruction_sets.cmake

set(looked_at 0)
foreach(object IN LISTS OBJECTS)
  if(object MATCHES "kernels_avx")
    math(EXPR looked_at "${looked_at} + 1")
    execute_process(COMMAND "${NM}" --defined-only "${object}" OUTPUT_VARIABLE symbols RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
      message(FATAL_ERROR "${NM} could not read ${object}.")
    endif()
    string(REPLACE "\n" ";" symbols "${symbols}")
    foreach(symbol IN LISTS symbols)
      if(symbol MATCHES " [A-Zuvw] " AND NOT symbol MATCHES "DW\\.ref\\.__gxx_personality_v0|make_(force_field|hessian)_avx")
        message(SEND_ERROR "${object} defines a symbol that others may define too: ${symbol}")
      endif()
    endforeach()
  endif()
endforeach()

if(looked_at EQUAL 0)
  message(FATAL_ERROR "There is no object file of an instruction set among: ${OBJECTS}")
endif()
