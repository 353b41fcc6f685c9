# Included by ctest (see mtlspecAddTests.cmake), and run as a script by the test that stands for a
# failed discovery: cmake -DMESSAGE=FILE -P mtlspecDiscover.cmake
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE AND MESSAGE)
	file(READ "${MESSAGE}" text)
	message(FATAL_ERROR "mtlspec could not list its tests:\n${text}")
endif()

execute_process(COMMAND "${mtlspec_program}" list cells ${mtlspec_words}
	WORKING_DIRECTORY "${mtlspec_folder}"
	OUTPUT_FILE "${mtlspec_base}-tests.cmake" ERROR_VARIABLE mtlspec_error
	RESULT_VARIABLE mtlspec_result TIMEOUT 60)
if(mtlspec_result STREQUAL "0")
	include("${mtlspec_base}-tests.cmake")
else()
	file(WRITE "${mtlspec_base}-error.txt" "exit: ${mtlspec_result}\n${mtlspec_error}")
	add_test("${mtlspec_prefix}discovery" "${mtlspec_cmake}" "-DMESSAGE=${mtlspec_base}-error.txt"
		-P "${CMAKE_CURRENT_LIST_DIR}/mtlspecDiscover.cmake")
	set_tests_properties("${mtlspec_prefix}discovery" PROPERTIES LABELS mtlspec TIMEOUT 60)
endif()
