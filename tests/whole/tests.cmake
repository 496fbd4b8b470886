# SPDX-License-Identifier: Apache-2.0
# End-to-end checks through the command.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND AND TARGET augaudit_cli)
  add_test(NAME same_bytes_for_all_kernels COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/check_kernels.py
                                                   $<TARGET_FILE:augaudit_cli>)
  foreach(check odd_folders interrupts)
    add_test(NAME whole_${check} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/check_${check}.py
                                         $<TARGET_FILE:augaudit_cli>)
  endforeach()
endif()
