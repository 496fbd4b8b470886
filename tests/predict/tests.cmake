# SPDX-License-Identifier: Apache-2.0
# The script that checks predictions by training; without PyTorch only what it then says is checked.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND)
  add_test(NAME predict_train_truth COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/check_train_truth.py)
  set_tests_properties(predict_train_truth PROPERTIES TIMEOUT 600)
endif()
